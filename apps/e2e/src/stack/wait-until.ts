import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 100;
/** Tells what hangs; a busy machine takes its time. */
const TIMEOUT_MS = 180_000;

/**
 * Waits until a condition holds. A condition that throws counts as not met yet: what it asks may be
 * down on purpose.
 *
 * @param what what is waited for, for the error
 * @param condition `undefined` or `false` = not yet; anything else is the result
 * @throws Error that says what did not happen in time, and the condition's last error
 */
export async function waitUntil<Result>(
  what: string,
  condition: () => Promise<Result | undefined | false>,
  timeoutMs = TIMEOUT_MS,
): Promise<Result> {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  for (;;) {
    try {
      const result = await condition();
      lastError = undefined;
      if (result !== undefined && result !== false) return result;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeoutMs / 1000} s in vain until ${what}`, { cause: lastError });
    }
    await delay(POLL_MS);
  }
}
