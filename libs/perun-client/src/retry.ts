import { setTimeout as delay } from 'node:timers/promises';
import { PerunError, PerunServerError } from './perun-error.js';

export interface RetryRule {
  /** Attempts in all; 1 means that nothing is repeated. */
  readonly attemptsMax: number;
  /** Longest wait after the first failure; doubles with each further one. */
  readonly delayMs: number;
  readonly delayMsMax: number;
  /** In [0, 1). The wait is spread over [half, whole] so that many clients do not return at once. */
  readonly random: () => number;
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

export const DEFAULT_RETRY: RetryRule = {
  attemptsMax: 4,
  delayMs: 500,
  delayMsMax: 30_000,
  random: Math.random,
  sleep: async (ms, signal) => {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  },
};

/** How long to wait before the next attempt, or undefined when there is to be none. */
export function retryWaitMs(rule: RetryRule, error: unknown, attempt: number): number | undefined {
  if (!(error instanceof PerunError) || !error.mayRepeat || attempt >= rule.attemptsMax)
    return undefined;
  const longest = Math.min(rule.delayMs * 2 ** (attempt - 1), rule.delayMsMax);
  const backOffMs = Math.round(longest * (0.5 + rule.random() / 2));
  const askedMs = error instanceof PerunServerError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(backOffMs, Math.min(askedMs, rule.delayMsMax));
}
