import { z } from 'zod';
import { chargeId, chargeResponse, explainedReading } from './ledger.js';
import { decimalString, instant } from './primitives.js';

/** A reading with where it came from. */
export const passportReading = explainedReading.extend({
  batchId: z.string().nullable().meta({ description: 'null where retention kept the value only' }),
  tokenName: z.string().nullable().meta({ description: 'ingest token of the request' }),
  jobId: z.string().nullable().meta({ description: 'the import that brought it' }),
  released: z
    .object({
      at: instant,
      by: z.string(),
      reason: z.string(),
      quarantineReason: z.string(),
    })
    .nullable()
    .meta({
      description:
        'it was in quarantine first; wire, tokenName and receivedAt are those of its arrival',
    }),
});

export const passportInterval = chargeResponse.shape.intervals.element.extend({
  formula: z
    .string()
    .meta({ description: 'growth with the numbers put in: "(105 − 100) vCPU·h = 5 vCPU·h"' }),
  shareFormula: z
    .string()
    .nullable()
    .meta({ description: 'where the interval is split by time: "9 vCPU·h × 1800 s ÷ 9000 s"' }),
  isHeld: z.boolean().meta({ description: 'above the plausible maximum' }),
  decision: z
    .object({
      status: z.enum(['released', 'dismissed']),
      at: instant.nullable(),
      by: z.string().nullable(),
      reason: z.string().nullable(),
    })
    .nullable()
    .meta({ description: 'of staff about a held interval' }),
});

/** A ledger entry that makes up the charge, corrects it or undoes a part of it. */
export const passportEntry = z.object({
  id: z.string(),
  kind: z.enum(['charge', 'reversal']),
  postedAt: instant.nullable(),
  quantity: decimalString.nullable().meta({ description: 'null for a reversal' }),
  credits: decimalString.meta({ description: 'positive = more is used' }),
  isOpen: z.boolean(),
  correctsId: z.string().nullable(),
  cause: z.enum(['hour-closed', 'open', 're-rating', 'correction', 'reversal']).meta({
    description:
      'correction: a late reading, a released one, or a decision about a held charge changed the hour',
  }),
  planId: z.string().nullable().meta({ description: 'the re-rating plan' }),
  reason: z.string().nullable(),
  actor: z.string().nullable(),
});

/** `GET /api/projects/{name}/charges/{id}`: the charge with all it rests on. */
export const chargePassport = chargeResponse.extend({
  series: z.object({ id: z.int(), firstReadingAt: instant.nullable() }),
  costTable: chargeResponse.shape.costTable.extend({
    appliesFrom: instant.nullable(),
    publishedAt: instant.nullable(),
    publishedBy: z.string().nullable(),
    version: z.int(),
  }),
  rateScope: z
    .enum(['project-and-site', 'project', 'site', 'general'])
    .nullable()
    .meta({ description: 'which row of the cost table set the rate' }),
  readings: z.array(passportReading),
  intervals: z.array(passportInterval),
  sizeWeights: z
    .array(
      z.object({
        setAt: instant,
        costTable: z.object({ id: z.int(), title: z.string() }),
        weights: z
          .array(z.object({ value: decimalString, weight: decimalString }))
          .meta({ description: 'machines of at most value count weight times' }),
      }),
    )
    .nullable()
    .meta({
      description:
        'sets that exporters could know in this hour, newest first; they apply them before they report. null = there were none',
    }),
  corrections: z.array(passportEntry).meta({ description: 'entries and reversals, oldest first' }),
  otherCharges: z
    .array(chargeId)
    .meta({ description: 'of the same series and hour under other cost tables' }),
});
export type ChargePassport = z.infer<typeof chargePassport>;
