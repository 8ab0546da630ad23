import { z } from 'zod';
import { positiveDecimal } from './positive-decimal.js';
import { decimalString, instant, instantParameter } from './primitives.js';
import { changeReason, versionRead } from './versioned-change.js';

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
export const metricChange = metricInput.extend({ version: versionRead, reason: changeReason });
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
