import { z } from 'zod';
import { cursor, decimalString, instant, instantParameter, projectName } from './primitives.js';

/** Digits before and behind the point that a rate, weight or limit may have. */
export const RATE_DIGITS = { whole: 12, fraction: 18 } as const;

/**
 * A decimal as staff type it: plain notation, above 0, at most 12 digits before and 18 behind the point.
 * `1,5`, `1e3`, `NaN` and signs are refused with a sentence that says what would be taken.
 */
export const positiveDecimal = z
  .string()
  .max(64, 'has too many characters for a number')
  .superRefine((text, context) => {
    const fault = decimalFault(text);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .meta({ description: 'Exact decimal above 0 as text', examples: ['0.3'] });

function decimalFault(text: string): string | null {
  if (/^\s*-?\d+,\d+\s*$/.test(text)) return 'must have a point, not a comma: "1.5"';
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return 'must be a plain decimal such as "1.5"';
  const [, sign = '', whole = '', fraction = ''] = match;
  if (sign !== '' || !/[1-9]/.test(whole + fraction)) return 'must be greater than 0';
  if (whole.replace(/^0+/, '').length > RATE_DIGITS.whole)
    return `may have at most ${RATE_DIGITS.whole} digits before the point`;
  return fraction.length > RATE_DIGITS.fraction
    ? `may have at most ${RATE_DIGITS.fraction} digits behind the point`
    : null;
}

/** Why something is done; goes into the audit trail. */
export const changeReason = z
  .string()
  .trim()
  .min(3, 'say why, in at least 3 characters')
  .max(2000)
  .meta({ description: 'why; kept in the audit trail' });

const version = z.int().min(1).meta({
  description: 'the version that was read; another one answers 409 version-conflict with both',
});

// --- metrics -------------------------------------------------------------------------------------------

export const resetPolicy = z.enum(['rebaseline', 'from-zero', 'high-water']).meta({
  description:
    'what follows a fall of the counter: go on from the new value, bill the value after it, or bill only what exceeds the highest value seen',
});

/** Name of a metric as exporters send it: Prometheus and line protocol both take it. */
export const metricName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_:][A-Za-z0-9_:]*$/, 'must be a metric name such as "project_gpu_usage"');

const metricFields = {
  name: metricName.meta({ description: 'name on the wire' }),
  friendlyName: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .meta({ description: 'what people call it; unique' }),
  description: z.string().trim().max(2000),
  unit: z.string().meta({ description: 'unit that rates refer to, one of those offered' }),
  readingUnit: z.string().meta({ description: 'unit of the counter, one that the unit converts' }),
  resetPolicy,
  plausibleMaxPerHour: positiveDecimal.nullable().meta({
    description: "in the metric's unit, per project, site and hour; more is held; null = off",
  }),
  activeFrom: instant.nullable().meta({ description: 'null = since ever' }),
  activeTo: instant.nullable().meta({ description: 'exclusive; null = without end' }),
};

/** `POST /api/credit-rules/metrics` */
export const metricInput = z.strictObject({
  ...metricFields,
  description: metricFields.description.default(''),
  resetPolicy: metricFields.resetPolicy.default('rebaseline'),
  plausibleMaxPerHour: metricFields.plausibleMaxPerHour.default(null),
  activeFrom: instantParameter.nullable().default(null),
  activeTo: instantParameter.nullable().default(null),
});
export type MetricInput = z.output<typeof metricInput>;

/** `PUT /api/credit-rules/metrics/{id}`: the whole metric, with the version that was read. */
export const metricChange = metricInput.extend({ version, reason: changeReason });
export type MetricChange = z.output<typeof metricChange>;

/** A field that cannot be changed any more, and what to do instead. */
export const lockedField = z.object({
  field: z.enum(['name', 'unit', 'readingUnit']),
  reason: z.string(),
});

export const metric = z.object({
  id: z.int(),
  ...metricFields,
  plausibleMaxPerHour: decimalString.nullable(),
  readingFactor: decimalString.meta({ description: 'units per reading unit' }),
  rulesFrom: instant.nullable().meta({
    description:
      'reading unit, reset policy and plausible maximum hold for intervals that end after this instant, earlier ones keep their rules; null = since ever',
  }),
  isActive: z.boolean(),
  isPriced: z.boolean().meta({ description: 'a published cost table has a rate for it' }),
  seriesCount: z.int().min(0),
  firstReadingAt: instant.nullable(),
  lastReadingAt: instant.nullable(),
  rateInForce: decimalString
    .nullable()
    .meta({ description: 'general rate of the table in force; null = not billed' }),
  locked: z.array(lockedField).meta({ description: 'what cannot be changed, and why' }),
  version: z.int(),
  changedAt: instant,
  changedBy: z.string(),
});
export type Metric = z.infer<typeof metric>;

/** `GET /api/credit-rules/metrics`: by friendly name. */
export const listMetricsResponse = z.object({ metrics: z.array(metric) });
export type ListMetricsResponse = z.infer<typeof listMetricsResponse>;

/** `GET /api/credit-rules`: what the editors of metrics and cost tables need to know. */
export const creditRulesContext = z.object({
  now: instant,
  accountingStart: instant.meta({
    description: 'no table takes effect before it; also what /public/startdate/ says',
  }),
  fourEyesCredits: decimalString
    .nullable()
    .meta({ description: 'total impact in 30 days above which a second person confirms' }),
  tableInForce: z.object({ id: z.int(), title: z.string() }).nullable(),
  units: z.array(z.object({ unit: z.string(), readingUnits: z.array(z.string()) })),
  sites: z.array(z.object({ name: z.string(), displayName: z.string().nullable() })),
});
export type CreditRulesContext = z.infer<typeof creditRulesContext>;

// --- cost tables ---------------------------------------------------------------------------------------

export const costTableId = z.coerce.number().int().min(1).max(2_147_483_647);

/**
 * - `draft`: can be edited and deleted; `awaiting-confirmation`: a draft that a second person must confirm
 * - `scheduled`: published, takes effect later; `in-force`; `superseded`: another one took over
 * - `never-applied`: published with a past date, but a later table was in force already
 */
export const costTableState = z.enum([
  'draft',
  'awaiting-confirmation',
  'scheduled',
  'in-force',
  'superseded',
  'never-applied',
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
        rate: positiveDecimal,
      }),
    )
    .max(5000),
  weights: z
    .array(z.strictObject({ metric: z.string(), value: positiveDecimal, weight: positiveDecimal }))
    .max(1000)
    .default([]),
});
/** `POST /api/cost-tables` */
export type CostTableInput = z.output<typeof costTableInput>;
/** `PUT /api/cost-tables/{id}`: the whole draft, with the version that was read. */
export const costTableChange = costTableInput.extend({ version });
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

// --- comparing -----------------------------------------------------------------------------------------

/** `GET /api/cost-tables/{id}/diff?against=`: without it, the published table in force at its effective time. */
export const costTableDiffQuery = z.object({ against: costTableId.optional() });

const change = z.enum(['added', 'removed', 'changed', 'same']);
export const costTableDiff = z.object({
  from: z
    .object({ id: z.int(), title: z.string(), version: z.int() })
    .nullable()
    .meta({ description: 'null: no table is in force at that time' }),
  to: z.object({ id: z.int(), title: z.string(), version: z.int() }),
  rates: z.array(
    z.object({
      metric: z.string(),
      site: z.string().nullable(),
      project: z.string().nullable(),
      change,
      from: decimalString.nullable(),
      to: decimalString.nullable(),
      share: decimalString
        .nullable()
        .meta({ description: 'to / from - 1, 6 places; null where either is missing' }),
    }),
  ),
  weights: z.array(
    z.object({
      metric: z.string(),
      value: decimalString,
      change,
      from: decimalString.nullable(),
      to: decimalString.nullable(),
    }),
  ),
  isSame: z.boolean(),
});
export type CostTableDiff = z.infer<typeof costTableDiff>;

// --- impact --------------------------------------------------------------------------------------------

/**
 * `GET /api/cost-tables/{id}/impact`, and `/impact.csv` with all rows. Whole UTC days `[from, to)`;
 * without them the 30 days before today.
 */
export const impactQuery = z.object({
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  sort: z.enum(['difference', 'share', 'old', 'new', 'runway', 'name']).default('difference'),
  order: z.enum(['asc', 'desc']).optional().meta({
    description: 'without it: name and runway ascending, the others descending by size',
  }),
  search: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: cursor.optional(),
});
export type ImpactQuery = z.output<typeof impactQuery>;

export const impactRow = z.object({
  project: projectName,
  oldCredits: decimalString.meta({ description: 'of the window under the table in force' }),
  newCredits: decimalString.meta({ description: 'of the same usage under this table' }),
  difference: decimalString,
  share: decimalString
    .nullable()
    .meta({ description: 'difference / old, 6 places; null if old is 0' }),
  remaining: decimalString,
  oldRunwayAt: instant.nullable(),
  newRunwayAt: instant
    .nullable()
    .meta({ description: 'when remaining reaches 0 at the pace of the window under this table' }),
});
export type ImpactRow = z.infer<typeof impactRow>;

export const impactResponse = z.object({
  table: z.object({ id: z.int(), title: z.string(), version: z.int(), effectiveFrom: instant }),
  base: z.object({ id: z.int(), title: z.string() }).nullable(),
  from: instant,
  to: instant,
  computedAt: instant,
  totals: z.object({
    projectCount: z.int(),
    affectedCount: z.int(),
    dearerCount: z.int(),
    cheaperCount: z.int(),
    oldCredits: decimalString,
    newCredits: decimalString,
    difference: decimalString,
    share: decimalString.nullable(),
    impactCredits30Days: decimalString.meta({
      description: 'sum of the sizes of all differences, scaled to 30 days',
    }),
  }),
  needsSecondPerson: z.boolean(),
  past: z
    .object({
      from: instant,
      to: instant.meta({ description: 'from here on the table would rate usage' }),
      chargeCount: z.int(),
      credits: decimalString,
    })
    .nullable()
    .meta({
      description:
        'effective in the past: charges of that stretch stay as they are; changing them needs a re-rating',
    }),
  notIncluded: z
    .array(z.object({ metric: z.string(), site: z.string(), seriesCount: z.int() }))
    .meta({
      description: 'priced by this table, but not priced before: its usage was never booked',
    }),
  rows: z.array(impactRow),
  rowCount: z.int().meta({ description: 'rows that match the search' }),
  nextCursor: cursor.nullable(),
});
export type ImpactResponse = z.infer<typeof impactResponse>;

// --- publishing ----------------------------------------------------------------------------------------

/**
 * `POST /api/cost-tables/{id}/publication`: publishes the draft, or, above the four-eyes limit, asks a
 * second person to confirm (`POST …/publication/confirm`). `DELETE …/publication` takes the request back.
 */
export const publicationRequest = z.strictObject({ version, reason: changeReason });
export type PublicationRequest = z.output<typeof publicationRequest>;
export const publicationConfirmation = z.strictObject({ version });
export const publicationResponse = z.object({
  outcome: z.enum(['published', 'awaiting-confirmation']),
  table: costTable,
  needsRerating: z
    .object({ from: instant, to: instant })
    .nullable()
    .meta({ description: 'stretch that stays rated by the earlier table until it is re-rated' }),
});
export type PublicationResponse = z.infer<typeof publicationResponse>;

// --- calculators ---------------------------------------------------------------------------------------

const amountText = positiveDecimal;
export const calculatorMachine = z.strictObject({
  count: z.int().min(1).max(1_000_000).default(1),
  vcpus: amountText.optional().meta({ description: 'per machine; metric project_vcpu_usage' }),
  ramGib: amountText.optional().meta({ description: 'per machine; metric project_mb_usage' }),
  further: z
    .record(z.string(), amountText)
    .default({})
    .meta({ description: 'other metrics by friendly name or name on the wire, in their unit' }),
});

/** `GET /api/calculator/options`: the sites and further metrics that can be asked about. */
export const calculatorOptions = z.object({
  sites: z.array(z.object({ name: z.string(), displayName: z.string().nullable() })),
  metrics: z
    .array(z.object({ name: z.string(), friendlyName: z.string(), unit: z.string() }))
    .meta({ description: 'active and priced, beside vCPU and RAM; by friendly name' }),
});
export type CalculatorOptions = z.infer<typeof calculatorOptions>;

/** `POST /api/calculator/cost` */
export const calculatorRequest = z.strictObject({
  site: z.string().nullable().default(null).meta({ description: 'null = rates of no site' }),
  project: projectName
    .nullable()
    .default(null)
    .meta({ description: 'with the rates of this project, where you may see it' }),
  at: instantParameter.optional().meta({ description: 'the table in force then; now if left out' }),
  machines: z.array(calculatorMachine).min(1).max(100),
  credits: amountText.optional().meta({ description: 'how long do they last?' }),
});
export type CalculatorRequest = z.output<typeof calculatorRequest>;

export const calculatorResponse = z.object({
  at: instant,
  table: z.object({ id: z.int(), title: z.string() }),
  lines: z.array(
    z.object({
      machine: z.int().min(0).meta({ description: 'index into the machines asked for' }),
      metric: z.string(),
      friendlyName: z.string(),
      unit: z.string(),
      amount: decimalString.meta({ description: 'of one machine, or of one hour of it' }),
      weight: decimalString,
      count: z.int(),
      rate: decimalString,
      creditsPerHour: decimalString,
    }),
  ),
  creditsPerHour: decimalString,
  creditsPerDay: decimalString,
  creditsPerMonth: decimalString.meta({ description: 'a month is 30 days' }),
  lasts: z
    .object({
      credits: decimalString,
      hours: decimalString,
      days: decimalString,
      until: instant.nullable().meta({ description: 'null: beyond the year 9999' }),
    })
    .nullable()
    .meta({ description: 'hours to 2 places, days to 1, rounded down; until is counted from at' }),
});
export type CalculatorResponse = z.infer<typeof calculatorResponse>;

/** `POST /api/projects/{name}/what-if` */
export const whatIfRequest = z.strictObject({
  costTableId: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'staff: rate by this table, a draft too; others: the one in force' }),
  changes: z
    .array(
      z.strictObject({
        site: z.string(),
        metric: z.string().meta({ description: 'friendly name or name on the wire' }),
        amountPerHour: z
          .string()
          .regex(/^-?\d{1,12}(\.\d{1,18})?$/, 'must be a plain decimal such as "-4" or "1.5"')
          .meta({
            description: 'units per hour, weighted; negative = stop that much, at most all',
          }),
      }),
    )
    .max(200)
    .default([]),
});
export type WhatIfRequest = z.output<typeof whatIfRequest>;

const pace = z.object({
  creditsPerDay: decimalString,
  exhaustedAt: instant.nullable(),
});
export const whatIfResponse = z.object({
  project: projectName,
  remaining: decimalString,
  asOf: instant.nullable(),
  windowFrom: instant.nullable(),
  windowTo: instant.nullable(),
  table: z.object({ id: z.int(), title: z.string() }).nullable(),
  lines: z.array(
    z.object({
      site: z.string(),
      metric: z.string(),
      friendlyName: z.string(),
      unit: z.string(),
      amountPerHourNow: decimalString,
      amountPerHourThen: decimalString,
      rateNow: decimalString.nullable(),
      rateThen: decimalString.nullable(),
      creditsPerDayNow: decimalString,
      creditsPerDayThen: decimalString,
    }),
  ),
  now: pace,
  then: pace,
});
export type WhatIfResponse = z.infer<typeof whatIfResponse>;

// --- audit ---------------------------------------------------------------------------------------------

/** One change by a person, as `GET /api/audit` shows it. */
export const auditEvent = z.object({
  id: z.string(),
  at: instant,
  actor: z.string(),
  action: z.string().meta({ examples: ['cost-table.publish'] }),
  subjectKind: z.string().meta({ examples: ['cost-table', 'metric'] }),
  subject: z.string().meta({ description: 'id or name of what was changed' }),
  subjectTitle: z.string().nullable(),
  reason: z.string().nullable(),
  before: z.unknown().meta({ description: 'what changed, as it was; null when it was made' }),
  after: z.unknown().meta({ description: 'as it is since; null when it was deleted' }),
});
export type AuditEvent = z.infer<typeof auditEvent>;

/** `GET /api/audit`: newest first. */
export const auditQuery = z.object({
  subjectKind: z.string().max(60).optional(),
  subject: z.string().max(256).optional(),
  actor: z.string().max(256).optional(),
  action: z.string().max(60).optional(),
  from: instantParameter.optional(),
  to: instantParameter.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor.optional(),
});
export const auditResponse = z.object({
  events: z.array(auditEvent),
  nextCursor: cursor.nullable(),
});
export type AuditResponse = z.infer<typeof auditResponse>;
