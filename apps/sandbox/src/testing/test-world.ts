import { newWorldState, type WorldBirth } from '../cloud/world-state.js';
import { World } from '../cloud/world.js';

/** The instant at which test worlds start: a Sunday morning. */
export const TEST_START_MS = Date.UTC(2026, 10, 22, 8, 17, 3, 141);

/** A world that nothing has happened in, kept nowhere. */
export function testWorld(part: Partial<WorldBirth> = {}): World {
  const birth = { seed: 1, historyDays: 90, speed: 1, nowMs: TEST_START_MS, ...part };
  return new World(newWorldState(birth), () => undefined);
}
