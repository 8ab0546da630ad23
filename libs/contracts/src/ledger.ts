import { z } from 'zod';
import { cursor, decimalString, instant, instantParameter, projectName } from './primitives.js';

export const ledgerEntryKind = z.enum(['grant', 'charge', 'adjustment', 'reversal']);

/** `{seriesId}.{hour as YYYYMMDDHH}.{costTableId}`: the same while the charge is open and after. */
export const chargeId = z
  .string()
  .regex(/^\d+\.\d{10}\.\d+$/, 'must be a charge id such as "12.2026112213.1"');

const chargeLine = z.object({
  chargeId,
  site: z.string(),
  metric: z.string(),
  metricFriendlyName: z.string(),
  unit: z.string(),
  quantity: decimalString,
  rate: decimalString,
  costTable: z.object({ id: z.int(), title: z.string() }),
  from: instant.meta({ description: 'time of the reading before the first one of this charge' }),
  to: instant.meta({ description: 'time of its last reading' }),
});

export const ledgerEntry = z.object({
  id: z.string().meta({ description: 'entry number; "open:<chargeId>" for the running hour' }),
  kind: ledgerEntryKind,
  isOpen: z.boolean().meta({ description: 'the running hour: not in the ledger yet, may grow' }),
  effectiveAt: instant,
  postedAt: instant.nullable(),
  credits: decimalString.meta({ description: 'signed effect on what remains' }),
  balanceAfter: decimalString,
  charge: chargeLine.nullable(),
  correctsId: z.string().nullable(),
  reason: z.string().nullable(),
  source: z.string().nullable(),
  actor: z.string().nullable(),
});
export type LedgerEntry = z.infer<typeof ledgerEntry>;

/** One line of the statement by day: all charges of one UTC day, metric and site; other kinds stand alone. */
export const statementLine = z.object({
  key: z.string(),
  kind: ledgerEntryKind,
  isOpen: z.boolean(),
  from: instant,
  to: instant,
  credits: decimalString,
  balanceAfter: decimalString,
  charge: z
    .object({
      site: z.string(),
      metric: z.string(),
      metricFriendlyName: z.string(),
      unit: z.string(),
      quantity: decimalString,
      entryCount: z.int(),
    })
    .nullable(),
  entryId: z.string().nullable(),
  correctsId: z.string().nullable().meta({ description: 'entry that this one undoes' }),
  correctedById: z.string().nullable().meta({ description: 'entry that undoes this one' }),
  reason: z.string().nullable(),
  source: z.string().nullable(),
  actor: z.string().nullable(),
});
export type StatementLine = z.infer<typeof statementLine>;

/** `GET /api/projects/{name}/ledger`: newest first by effective time; `group=day` folds charges by day. */
export const ledgerQuery = z.object({
  from: instantParameter.optional(),
  to: instantParameter.optional(),
  group: z.enum(['entry', 'day']).default('entry'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: cursor.optional(),
});
export const ledgerResponse = z.object({
  project: projectName,
  entries: z.array(ledgerEntry).meta({ description: 'when group=entry' }),
  lines: z.array(statementLine).meta({ description: 'when group=day' }),
  nextCursor: cursor.nullable(),
});
export type LedgerResponse = z.infer<typeof ledgerResponse>;

export const explainedReading = z.object({
  at: instant,
  value: decimalString.meta({ description: 'cumulative counter in the reading unit, as received' }),
  wire: z.string().nullable().meta({ description: 'wire format that brought it' }),
  receivedAt: instant.nullable(),
});

/** `GET /api/projects/{name}/charges/{id}`: everything needed to recompute one charge. */
export const chargeResponse = z.object({
  id: chargeId,
  project: projectName,
  site: z.string(),
  metric: z.string(),
  metricFriendlyName: z.string(),
  hour: z.object({ from: instant, to: instant }),
  isOpen: z.boolean(),
  unit: z.string(),
  readingUnit: z.string(),
  readingFactor: decimalString.meta({ description: 'units per reading unit' }),
  resetPolicy: z.enum(['rebaseline', 'from-zero', 'high-water']),
  rate: decimalString,
  costTable: z.object({ id: z.int(), title: z.string(), effectiveFrom: instant }),
  readings: z
    .array(explainedReading)
    .meta({ description: 'first to last, oldest first; the first one belongs to the hour before' }),
  intervals: z
    .array(
      z.object({
        from: instant,
        to: instant,
        fromValue: decimalString,
        toValue: decimalString,
        growth: decimalString.meta({ description: "in the metric's unit" }),
        share: decimalString.meta({
          description: 'part of the growth booked in this hour under this table',
        }),
        isReset: z.boolean(),
        isSplit: z.boolean(),
      }),
    )
    .meta({ description: 'what lies between neighbouring readings' }),
  readingsRetained: z
    .boolean()
    .meta({ description: 'false when retention has dropped readings of this charge' }),
  quantity: decimalString,
  credits: decimalString.meta({ description: 'quantity x rate, exact, positive' }),
  creditsRounded: decimalString.meta({ description: 'half-even to the configured places' }),
  formula: z
    .string()
    .meta({ description: 'with the numbers put in, such as "5.5 vCPU·h × 1 = 5.5"' }),
  recomputed: z.object({ quantity: decimalString, matches: z.boolean() }).nullable().meta({
    description: 'quantity computed again from the readings shown; null when they are not retained',
  }),
  entries: z
    .array(
      z.object({
        id: z.string(),
        postedAt: instant.nullable(),
        quantity: decimalString,
        credits: decimalString.meta({
          description: 'quantity x rate, positive like the credits of the charge they add up to',
        }),
        isOpen: z.boolean(),
      }),
    )
    .meta({
      description:
        'ledger entries that make up the charge; later ones are corrections by late readings',
    }),
});
export type ChargeResponse = z.infer<typeof chargeResponse>;
