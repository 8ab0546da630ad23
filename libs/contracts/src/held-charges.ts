import { z } from 'zod';
import { cursor, decimalString, instant, projectName } from './primitives.js';
import { count, decisionReason, filterText, selection } from './selection.js';

/** `superseded`: decided, then a late reading took the interval apart; its parts are judged anew. */
export const heldChargeStatus = z.enum(['held', 'released', 'dismissed', 'superseded']);
export type HeldChargeStatus = z.infer<typeof heldChargeStatus>;

const heldChargeId = z
  .string()
  .regex(/^\d{1,10}\.\d{1,10}\.\d{1,17}-\d{1,17}$/, 'must be the id of a held charge');

/** Growth above the metric's plausible maximum: computed, not billed until staff release it. */
export const heldCharge = z.object({
  id: heldChargeId,
  status: heldChargeStatus,
  project: projectName,
  site: z.string(),
  metric: z.string(),
  metricFriendlyName: z.string(),
  unit: z.string(),
  from: instant,
  to: instant,
  quantity: decimalString,
  limitPerHour: decimalString.meta({ description: 'plausible maximum when it was held' }),
  credits: decimalString
    .nullable()
    .meta({ description: 'what releasing it bills; null for superseded ones' }),
  heldAt: instant.meta({ description: 'when it was noticed; superseded: when it was decided' }),
  decision: z
    .object({ at: instant, by: z.string(), reason: z.string() })
    .nullable()
    .meta({ description: 'the last one' }),
});
export type HeldCharge = z.infer<typeof heldCharge>;

const heldFilterShape = {
  project: filterText.optional(),
  site: filterText.optional(),
  metric: filterText.optional(),
};

/** `GET /api/held-charges`: newest interval first. */
export const listHeldChargesQuery = z.object({
  status: heldChargeStatus.default('held'),
  ...heldFilterShape,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor.optional(),
});
export const listHeldChargesResponse = z.object({
  items: z.array(heldCharge),
  nextCursor: cursor.nullable(),
  total: z
    .object({ count, credits: decimalString })
    .meta({ description: 'of all pages; credits 0 for superseded ones' }),
});
export type ListHeldChargesResponse = z.infer<typeof listHeldChargesResponse>;

/**
 * `POST /api/held-charges/release` and `…/dismiss`. Released ones are billed on the hours they span;
 * dismissing a released one takes that back as a further entry. Doing it again changes nothing.
 */
export const decideHeldChargesRequest = z.object({
  select: selection(heldChargeId, z.strictObject(heldFilterShape)),
  reason: decisionReason,
  isDryRun: z.boolean().default(false),
});
export type DecideHeldChargesRequest = z.input<typeof decideHeldChargesRequest>;
export const decideHeldChargesResponse = z.object({
  isDryRun: z.boolean(),
  decidedCount: count,
  credits: decimalString.meta({ description: 'effect on what is used; negative where taken back' }),
  unchangedCount: count.meta({ description: 'decided so before' }),
  missing: z
    .array(heldChargeId)
    .meta({ description: 'no such interval, or a late reading took it apart' }),
  remainingCount: count.meta({ description: 'held ones under the filter that are still to come' }),
});
export type DecideHeldChargesResponse = z.infer<typeof decideHeldChargesResponse>;
