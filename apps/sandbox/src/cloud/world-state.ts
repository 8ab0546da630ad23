import { z } from 'zod';
import { SandboxStartError } from '../config/sandbox-config.js';
import type { DataFolder } from '../data-folder.js';
import { DAY_MS } from './machine-schedule.js';
import { withSpeed } from './simulated-clock.js';

const FILE = 'world.json';

const instant = z.number().int();

const stateSchema = z.object({
  version: z.literal(1),
  seed: z.number().int(),
  /** The first start; history ends here, grants are sized for this instant. */
  startedAtMs: instant,
  /** The midnight (UTC) at which history begins. */
  originMs: instant,
  historyDays: z.number().int(),
  segments: z.array(
    z.object({ fromRealMs: instant, fromSimulatedMs: instant, speed: z.number().min(0) }),
  ),
  /** Usage added by hand, in unit·milliseconds, from `atMs` (real time) on. */
  bumps: z.array(
    z.object({
      atMs: instant,
      project: z.string(),
      locationId: z.string(),
      vcpu: z.number().int().min(0),
      gib: z.number().int().min(0),
    }),
  ),
  /** When the history was last sent whole; absent until then. */
  historySentAtMs: instant.optional(),
});

/** What makes one sandbox's world different from another's; everything else is computed from it. */
export type WorldState = z.infer<typeof stateSchema>;

/** What a world is made from at its first start. */
export interface WorldBirth {
  readonly seed: number;
  readonly historyDays: number;
  readonly speed: number;
  readonly nowMs: number;
}

/** The state of a world that starts now. */
export function newWorldState(birth: WorldBirth): WorldState {
  const midnightMs = Math.floor(birth.nowMs / DAY_MS) * DAY_MS;
  return {
    version: 1,
    seed: birth.seed,
    startedAtMs: birth.nowMs,
    originMs: midnightMs - birth.historyDays * DAY_MS,
    historyDays: birth.historyDays,
    segments: [...withSpeed([], birth.nowMs, birth.speed)],
    bumps: [],
  };
}

/**
 * The world of the last start, with the clock set to the given speed from now on; a new one when
 * there is none yet.
 *
 * @throws SandboxStartError when the folder holds a world of another seed or version
 */
export function loadWorldState(folder: DataFolder, birth: WorldBirth): WorldState {
  const stored = folder.readJson(FILE);
  if (stored === undefined) return newWorldState(birth);
  const parsed = stateSchema.safeParse(stored);
  const remedy = `use another SANDBOX_DATA_DIR or delete ${FILE} in ${folder.path}`;
  if (!parsed.success) {
    throw new SandboxStartError(`${FILE} is not of this version: ${remedy}.`);
  }
  if (parsed.data.seed !== birth.seed) {
    throw new SandboxStartError(
      `The world in SANDBOX_DATA_DIR has seed ${parsed.data.seed}, but SANDBOX_SEED is ` +
        `${birth.seed}: its counters would jump. Set SANDBOX_SEED=${parsed.data.seed}, or ${remedy}.`,
    );
  }
  const segments = withSpeed(parsed.data.segments, birth.nowMs, birth.speed);
  return { ...parsed.data, segments: [...segments] };
}

/** Writes the state, whole or not at all. */
export function saveWorldState(folder: DataFolder, state: WorldState): void {
  folder.write(FILE, JSON.stringify(state));
}
