import { z } from 'zod';
import { costTableReference } from './cost-tables.js';
import { jobId } from './jobs.js';
import { metricName } from './metrics.js';
import {
  cursor,
  decimalString,
  instant,
  projectName,
  exactInstantParameter,
} from './primitives.js';
import { reasonText } from './reason.js';

/**
 * - `computing`: its job is at work; `ready`: someone reviews it
 * - `applying`: approved, its entries are being posted; `applied`: they are
 * - `outdated`: no longer fits the ledger (nothing was posted; rebuild it); `rejected`, `failed`: over
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

const reason = reasonText({ max: 1000, description: 'why; stands on every entry it posts' });

/**
 * Why the past is rated anew:
 *
 * - `cost-table`: a table was published after its stated effective time
 * - `metric-unit`: a metric's readings were in another unit than its definition said
 * - `dismissed-readings`: readings that were rated turned out to be wrong
 */
export const reRatingCause = z.enum(['cost-table', 'metric-unit', 'dismissed-readings']);
export type ReRatingCause = z.infer<typeof reRatingCause>;

const lateTable = z.strictObject({
  cause: z.literal('cost-table').optional(),
  costTableId: costTableReference,
  reason,
});

const fixedUnit = z.strictObject({
  cause: z.literal('metric-unit'),
  metric: metricName,
  readingUnit: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .meta({ description: 'the unit that its readings were in', examples: ['MiB·h'] }),
  from: exactInstantParameter.meta({ description: 'since when; for intervals that end after it' }),
  to: exactInstantParameter.optional().meta({
    description:
      'until when; without it the metric is reported in this unit from now on too, which holds at once',
  }),
  reason,
});

const badReadings = z.strictObject({
  cause: z.literal('dismissed-readings'),
  project: projectName,
  metric: metricName,
  site: z.string().min(1).max(256).optional().meta({ description: 'without it, at every site' }),
  from: exactInstantParameter.meta({ description: 'the first instant whose reading is dismissed' }),
  to: exactInstantParameter.meta({ description: 'readings before it are dismissed' }),
  reason,
});

/**
 * `POST /api/re-rating-plans`: what would be charged if a table had applied from its stated time on, a
 * metric's readings had been in another unit, or some readings had never arrived. Computed by a job; 201
 * with the plan. Without `cause` it is about a cost table.
 */
export const reRatingRequest = z.discriminatedUnion('cause', [lateTable, fixedUnit, badReadings]);
export type ReRatingRequest = z.output<typeof reRatingRequest>;

/** `POST /api/re-rating-plans/{id}/decision` */
export const reRatingDecision = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  reason: z.string().trim().max(1000).default(''),
});
export type ReRatingDecision = z.output<typeof reRatingDecision>;

const namedMetric = z.object({
  id: z.int(),
  name: z.string(),
  friendlyName: z.string(),
});

/** What a plan is about. */
export const reRatingSubject = z.discriminatedUnion('cause', [
  z.object({
    cause: z.literal('cost-table'),
    costTable: z.object({ id: z.int(), title: z.string() }),
  }),
  z.object({
    cause: z.literal('metric-unit'),
    metric: namedMetric,
    readingUnit: z.string().meta({ description: 'the unit that its readings were in' }),
  }),
  z.object({
    cause: z.literal('dismissed-readings'),
    metric: namedMetric,
    project: projectName,
    site: z
      .object({ name: z.string(), displayName: z.string() })
      .nullable()
      .meta({ description: 'null = every site' }),
    readingCount: z.int().nullable().meta({ description: 'null until it is computed' }),
  }),
]);
export type ReRatingSubject = z.infer<typeof reRatingSubject>;

export const reRatingPlan = z.object({
  id: z.uuid(),
  state: reRatingState,
  subject: reRatingSubject,
  from: instant.meta({ description: 'where the stretch begins that is rated anew' }),
  to: instant.meta({ description: 'where it ends; what is later is rated as it should be' }),
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
  isMine: z.boolean().meta({ description: 'whoever asks this is its author' }),
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
  cause: reRatingCause.optional(),
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
      quantity: decimalString.meta({ description: 'signed: minus where less is charged' }),
      credits: decimalString.meta({ description: 'signed effect on what remains' }),
    }),
  ),
  nextCursor: cursor.nullable(),
});
export type ReRatingEntriesResponse = z.infer<typeof reRatingEntriesResponse>;

/** `GET /api/re-rating-plans/{id}/readings`: the readings it would dismiss, or has dismissed, by series and time. */
export const reRatingReadingsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(200),
  cursor: cursor.optional(),
});
export const reRatingReadingsResponse = z.object({
  readings: z.array(
    z.object({
      project: projectName,
      site: z.string(),
      metric: z.string(),
      unit: z.string().meta({ description: 'the unit that the counter is read in' }),
      at: instant,
      value: decimalString.meta({ description: 'as received' }),
      receivedAt: instant.nullable().meta({ description: 'null where it is not known any more' }),
      wire: z.string().nullable(),
      tokenName: z.string().nullable().meta({ description: 'ingest token that brought it' }),
      dismissedAt: instant.nullable().meta({
        description: 'null as long as the plan is not applied; the plan says by whom and why',
      }),
      countsNow: decimalString.nullable().meta({
        description: 'the value that counts for this instant today; null = none does',
      }),
    }),
  ),
  nextCursor: cursor.nullable(),
});
export type ReRatingReadingsResponse = z.infer<typeof reRatingReadingsResponse>;
export type ReRatingReading = ReRatingReadingsResponse['readings'][number];
