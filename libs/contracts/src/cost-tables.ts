import { z } from 'zod';
import { positiveDecimal, rateDecimal } from './positive-decimal.js';
import { decimalString, instant, instantParameter, projectName } from './primitives.js';
import { versionRead } from './versioned-change.js';

/** Of the database's integer. */
const ID_MAX = 2_147_483_647;
/** Id of a cost table in an address. */
export const costTableId = z.coerce.number().int().min(1).max(ID_MAX);
/** Id of a cost table in a body. */
export const costTableReference = z.int().min(1).max(ID_MAX);

/**
 * - `draft`: can be edited and deleted; `awaiting-confirmation`: a draft that a second person must confirm
 * - `scheduled`: published, takes effect later; `in-force`; `superseded`: another one took over
 * - `overtaken`: published, but another table holds for all of its time
 */
export const costTableState = z.enum([
  'draft',
  'awaiting-confirmation',
  'scheduled',
  'in-force',
  'superseded',
  'overtaken',
]);
export type CostTableState = z.infer<typeof costTableState>;

/** Precedence: project and site, then project, then site, then the rate without either. */
export const costRate = z.object({
  metric: z.string(),
  site: z.string().nullable().meta({ description: 'null = every site' }),
  project: projectName.nullable().meta({ description: 'null = every project' }),
  rate: decimalString.meta({ description: 'credits per unit of the metric' }),
});
export type CostRate = z.infer<typeof costRate>;

/** A machine with at most `value` (the first such threshold, else the largest) counts `weight` times. */
export const sizeWeight = z.object({
  metric: z.string(),
  value: decimalString.meta({
    description: "threshold, compared with the machine's size in the metric's unit (vCPU, GiB)",
  }),
  weight: decimalString,
  setAt: instant.meta({ description: 'when this threshold got this weight; copies keep it' }),
});
export type SizeWeight = z.infer<typeof sizeWeight>;

/** What a draft consists of; unknown metrics, sites and projects and duplicate rows are refused. */
export const costTableInput = z.strictObject({
  title: z.string().trim().min(1, 'must not be empty').max(120),
  note: z.string().trim().max(4000).default(''),
  effectiveFrom: instantParameter.meta({
    description: 'any instant from the accounting start on, also a future one',
  }),
  rates: z
    .array(
      z.strictObject({
        metric: z.string(),
        site: z.string().nullable().default(null),
        project: z.string().nullable().default(null),
        rate: rateDecimal,
      }),
    )
    .max(5000),
  weights: z
    .array(z.strictObject({ metric: z.string(), value: positiveDecimal, weight: rateDecimal }))
    .max(1000)
    .default([]),
});
/** `POST /api/cost-tables` */
export type CostTableInput = z.output<typeof costTableInput>;
/** `PUT /api/cost-tables/{id}`: the whole draft, with the version that was read. */
export const costTableChange = costTableInput.extend({ version: versionRead });
export type CostTableChange = z.output<typeof costTableChange>;
/** `DELETE /api/cost-tables/{id}?version=` */
export const costTableDeletion = z.object({ version: z.coerce.number().int().min(1) });
/** `POST /api/cost-tables/{id}/copy`: a new draft; without them, "Copy of …" and one hour from now. */
export const costTableCopy = z.strictObject({
  title: z.string().trim().min(1).max(120).optional(),
  effectiveFrom: instantParameter.optional(),
});

export const costTableSummary = z.object({
  id: z.int(),
  title: z.string(),
  note: z.string(),
  state: costTableState,
  effectiveFrom: instant.meta({ description: 'as stated by its author' }),
  appliesFrom: instant.nullable().meta({
    description:
      'rates usage from here on: the effective time, or for a past one the publication; null for a draft',
  }),
  appliesTo: instant.nullable().meta({ description: 'null = nothing supersedes it yet' }),
  version: z.int(),
  rateCount: z.int(),
  weightCount: z.int(),
  createdAt: instant,
  createdBy: z.string(),
  changedAt: instant,
  changedBy: z.string(),
  copiedFrom: z
    .object({ id: z.int(), title: z.string() })
    .nullable()
    .meta({ description: 'the published table it began as a copy of' }),
  request: z
    .object({
      by: z.string(),
      at: instant,
      reason: z.string(),
      impactCredits: decimalString.meta({ description: 'sum of all differences in 30 days' }),
      isMine: z
        .boolean()
        .meta({ description: 'whoever asks this asked to publish, and cannot confirm it' }),
    })
    .nullable()
    .meta({ description: 'asked to be published; somebody else must confirm' }),
  published: z
    .object({ at: instant, by: z.string(), confirmedBy: z.string().nullable(), reason: z.string() })
    .nullable(),
});
export type CostTableSummary = z.infer<typeof costTableSummary>;

/** `GET /api/cost-tables/{id}` */
export const costTable = costTableSummary.extend({
  rates: z.array(costRate),
  weights: z.array(sizeWeight),
});
export type CostTable = z.infer<typeof costTable>;

/** `GET /api/cost-tables`: drafts first, then by effective time, newest first. */
export const listCostTablesResponse = z.object({ tables: z.array(costTableSummary) });
export type ListCostTablesResponse = z.infer<typeof listCostTablesResponse>;
