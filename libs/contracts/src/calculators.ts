import { z } from 'zod';
import { costTableReference } from './cost-tables.js';
import { positiveDecimal } from './positive-decimal.js';
import { decimalString, instant, instantParameter, projectName } from './primitives.js';

export const calculatorMachine = z.strictObject({
  count: z.int().min(1).max(1_000_000).default(1),
  vcpus: positiveDecimal.optional().meta({ description: 'per machine; metric project_vcpu_usage' }),
  ramGib: positiveDecimal.optional().meta({ description: 'per machine; metric project_mb_usage' }),
  further: z
    .record(z.string(), positiveDecimal)
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
  credits: positiveDecimal.optional().meta({ description: 'how long do they last?' }),
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
  costTableId: costTableReference
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
