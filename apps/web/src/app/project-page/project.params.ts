import { chargeId } from '@os-credits/contracts';
import { z } from 'zod';
import { whatIfParams } from '../../features/calculator/calculator.params.js';
import { correctionsParams } from '../../features/corrections/corrections.params.js';
import { statementDefaults, statementParams } from '../../features/statement/statement.params.js';
import {
  usageHistoryDefaults,
  usageHistoryParams,
} from '../../features/usage-history/usage-history.params.js';

export const projectPageDefaults = { ...usageHistoryDefaults, ...statementDefaults };

/** Two instants as ISO 8601 writes an interval: `2026-11-22T13:00:00Z/2026-11-22T14:00:00Z`. */
const interval = z
  .string()
  .refine((text) => intervalOf(text) !== null)
  .optional()
  .catch(undefined);

/** Search parameters of the project page: those of its panels, and what its drawers show. */
export const projectPageParams = usageHistoryParams.extend({
  ...statementParams.shape,
  ...correctionsParams.shape,
  ...whatIfParams.shape,
  charge: chargeId.optional().catch(undefined),
  bar: interval,
});

/** The ends of an interval in the address; null where it is none. */
export function intervalOf(text: string): { from: string; to: string } | null {
  const [from = '', to = '', ...rest] = text.split('/');
  const isRead = [from, to].every((instant) => z.iso.datetime().safeParse(instant).success);
  return isRead && rest.length === 0 && from < to ? { from, to } : null;
}

const hourMs = 3_600_000;
/** Hours are posted five minutes after their end. */
const postedAfterMs = 5 * 60_000;

/** The interval in the address that holds what is not posted yet: the running hour, at its beginning the one before too. */
export function runningHour(nowMs: number): string {
  const from = Math.floor((nowMs - postedAfterMs) / hourMs) * hourMs;
  const to = Math.floor(nowMs / hourMs + 1) * hourMs;
  return `${new Date(from).toISOString()}/${new Date(to).toISOString()}`;
}
