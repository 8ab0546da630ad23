import { expect } from '@playwright/test';
import { readGauge, readProjects } from './product-api.js';
import { scrape, setSpeed } from './sandbox.js';

const SETTLE_TIMEOUT_MS = 300_000;

/**
 * Before the journeys: the sandbox's history is in, usage stands still and everything sent is rated,
 * so that amounts move only where a journey moves them. Afterwards time goes on.
 */
export default async function stillWorld(): Promise<() => Promise<void>> {
  await setSpeed(0);
  await scrape();
  await expect
    .poll(isSettled, { timeout: SETTLE_TIMEOUT_MS, message: 'the history is rated' })
    .toBe(true);
  return () => setSpeed(1);
}

/** Twice the same balances with nothing left to rate. */
async function isSettled(): Promise<boolean> {
  const before = await balances();
  if ((await readGauge('os_credits_rating_backlog_readings')) !== 0) return false;
  return before.length > 0 && before === (await balances());
}

async function balances(): Promise<string> {
  const projects = await readProjects();
  return projects.map(({ name, remaining }) => `${name}=${remaining}`).join('\n');
}
