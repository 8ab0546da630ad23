import { z } from 'zod';
import { cursor, day, decimalString, instant, projectName } from './primitives.js';

/**
 * `GET /api/cost-tables/{id}/impact`, and `/impact.csv` with all rows. Whole UTC days `[from, to)`;
 * without them the 30 days before today.
 */
export const impactQuery = z.object({
  from: day.optional(),
  to: day.optional(),
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
