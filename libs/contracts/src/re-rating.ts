import { z } from 'zod';
import { jobId } from './jobs.js';
import { cursor, decimalString, instant, projectName } from './primitives.js';

/**
 * - `computing`: its job is at work; `ready`: someone reviews it
 * - `applying`: approved, its entries are being posted; `applied`: they are
 * - `outdated`: no longer fits the readings (nothing was posted; rebuild it); `rejected`, `failed`: over
 */
export const reRatingState = z.enum([
  'computing',
  'ready',
  'applying',
  'applied',
  'outdated',
  'rejected',
  'failed',
]);
export type ReRatingState = z.infer<typeof reRatingState>;

const reason = z
  .string()
  .trim()
  .min(3, 'say why, in at least 3 characters')
  .max(1000)
  .meta({ description: 'why; stands on every entry it posts' });

/**
 * `POST /api/re-rating-plans`: what it would change if a published cost table had applied from its stated
 * effective time on, instead of from its publication. Computed by a job; 201 with the plan.
 */
export const reRatingRequest = z.strictObject({ costTableId: z.int().min(1), reason });
export type ReRatingRequest = z.output<typeof reRatingRequest>;

/** `POST /api/re-rating-plans/{id}/decision` */
export const reRatingDecision = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  reason: z.string().trim().max(1000).default(''),
});
export type ReRatingDecision = z.output<typeof reRatingDecision>;

export const reRatingPlan = z.object({
  id: z.uuid(),
  state: reRatingState,
  costTable: z.object({ id: z.int(), title: z.string() }),
  from: instant.meta({ description: 'from here on the table would rate usage' }),
  to: instant.meta({ description: 'from here on it does so already' }),
  reason: z.string(),
  author: z.string(),
  createdAt: instant,
  computedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  decisionReason: z.string().nullable(),
  appliedAt: instant.nullable(),
  planJobId: jobId.nullable(),
  applyJobId: jobId.nullable(),
  problem: z.string().nullable(),
  needsSecondPerson: z
    .boolean()
    .meta({ description: 'somebody other than its author must approve it' }),
  totals: z
    .object({
      projectCount: z.int(),
      entryCount: z.int(),
      oldCredits: decimalString.meta({ description: 'use of the changed hours as booked' }),
      newCredits: decimalString,
      difference: decimalString.meta({ description: 'new - old; positive = dearer' }),
    })
    .nullable(),
});
export type ReRatingPlan = z.infer<typeof reRatingPlan>;

/** `GET /api/re-rating-plans`: newest first. */
export const listReRatingPlansQuery = z.object({
  state: reRatingState.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor.optional(),
});
export const listReRatingPlansResponse = z.object({
  plans: z.array(reRatingPlan),
  nextCursor: cursor.nullable(),
});
export type ListReRatingPlansResponse = z.infer<typeof listReRatingPlansResponse>;

/** `GET /api/re-rating-plans/{id}/projects`: largest difference first. */
export const reRatingProjectsQuery = z.object({
  search: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: cursor.optional(),
});
export const reRatingProjectsResponse = z.object({
  projects: z.array(
    z.object({
      project: projectName,
      oldCredits: decimalString,
      newCredits: decimalString,
      difference: decimalString,
      entryCount: z.int(),
    }),
  ),
  nextCursor: cursor.nullable(),
});
export type ReRatingProjectsResponse = z.infer<typeof reRatingProjectsResponse>;

/** `GET /api/re-rating-plans/{id}/entries?project=`: the entries it would post, or has posted, oldest hour first. */
export const reRatingEntriesQuery = z.object({
  project: projectName,
  limit: z.coerce.number().int().min(1).max(500).default(200),
  cursor: cursor.optional(),
});
export const reRatingEntriesResponse = z.object({
  entries: z.array(
    z.object({
      site: z.string(),
      metric: z.string(),
      unit: z.string(),
      hour: instant,
      costTable: z.object({ id: z.int(), title: z.string() }),
      rate: decimalString,
      quantity: decimalString.meta({ description: 'signed: minus under the old table' }),
      credits: decimalString.meta({ description: 'signed effect on what remains' }),
    }),
  ),
  nextCursor: cursor.nullable(),
});
export type ReRatingEntriesResponse = z.infer<typeof reRatingEntriesResponse>;
