import { DomainError } from '../../../platform/problems/index.js';
import { isDatabaseAway } from '../../../platform/database/index.js';
import { type RetryPolicy } from './job-type.js';

const DELAY_SECONDS_MAX = 3600;

/** What follows an attempt that ended badly. */
export type FailureDecision =
  | { readonly event: 'fail' }
  | { readonly event: 'exhaust' }
  | { readonly event: 'try-again'; readonly delaySeconds: number };

/**
 * @param failure `lost`: the worker vanished, which is always worth another attempt
 * @param countedBefore failed or lost attempts before this one
 */
export function decideFailure(
  failure: { readonly kind: 'lost' } | { readonly kind: 'error'; readonly error: unknown },
  countedBefore: number,
  attemptsMax: number,
  policy: RetryPolicy,
): FailureDecision {
  if (failure.kind === 'error' && !isRetryable(failure.error, policy)) return { event: 'fail' };
  if (countedBefore + 1 >= attemptsMax) return { event: 'exhaust' };
  // Its lease has run out already, and a worker is lost by a restart more often than by its work.
  if (failure.kind === 'lost' && countedBefore === 0)
    return { event: 'try-again', delaySeconds: 0 };
  return {
    event: 'try-again',
    delaySeconds: Math.min(policy.delaySeconds * 2 ** countedBefore, DELAY_SECONDS_MAX),
  };
}

function isRetryable(error: unknown, policy: RetryPolicy): boolean {
  if (policy.isRetryable !== undefined) return policy.isRetryable(error);
  return (error instanceof DomainError && error.kind === 'dependency') || isDatabaseAway(error);
}
