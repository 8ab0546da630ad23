import { z } from 'zod';
import { costTableId } from './cost-tables.js';
import { decimalString } from './primitives.js';

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
