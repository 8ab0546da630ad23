import { z } from 'zod';
import {
  cursor,
  day,
  decimalString,
  instant,
  instantParameter,
  projectName,
} from './primitives.js';

export const projectStatus = z.enum(['unverified', 'active', 'inactive']);

export const burnRate = z.object({
  creditsPerDay: decimalString,
  windowDays: z.int().meta({ description: 'days of usage it is computed over' }),
  from: instant,
  to: instant,
});

export const runway = z.object({
  exhaustedAt: instant.meta({ description: 'when remaining reaches 0 at the burn rate' }),
  daysLeft: decimalString,
});

const amounts = {
  granted: decimalString,
  used: decimalString.meta({ description: 'posted and open charges, adjustments and reversals' }),
  usedOpen: decimalString.meta({
    description: 'the part of used that belongs to hours not closed yet',
  }),
  remaining: decimalString.meta({ description: 'granted - used; negative when overdrawn' }),
  asOf: instant
    .nullable()
    .meta({ description: 'usage is complete to this instant; null = no reading yet' }),
};

/** One row of `GET /api/projects`. */
export const projectSummary = z.object({
  name: projectName,
  status: projectStatus,
  role: z.enum(['lead', 'member', 'staff']).meta({ description: 'why the caller may see it' }),
  sites: z.array(z.string()),
  ...amounts,
  shareUsed: decimalString
    .nullable()
    .meta({ description: 'used / granted, 6 places, half-even; null without a grant' }),
  burnRate: burnRate.nullable().meta({ description: 'null with less than 3 days of usage' }),
  runway: runway.nullable().meta({ description: 'null without burn rate, use or grant' }),
  trend: z
    .array(z.object({ day, credits: decimalString }))
    .meta({ description: 'credits used per UTC day, last 30 days, oldest first' }),
});
export type ProjectSummary = z.infer<typeof projectSummary>;

/** `GET /api/projects`: `attention` = highest share used first, then without a grant, then by name. */
export const listProjectsQuery = z.object({
  search: z.string().max(256).optional(),
  status: projectStatus.optional(),
  sort: z.enum(['attention', 'name']).default('attention'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor.optional(),
});
export const listProjectsResponse = z.object({
  items: z.array(projectSummary),
  nextCursor: cursor.nullable(),
});
export type ListProjectsResponse = z.infer<typeof listProjectsResponse>;

export const seriesDetail = z.object({
  site: z.string(),
  metric: z.string(),
  metricFriendlyName: z.string(),
  unit: z.string(),
  firstReadingAt: instant.nullable(),
  lastReadingAt: instant.nullable(),
  rate: decimalString.nullable().meta({ description: 'credits per unit in force now' }),
});

/** `GET /api/projects/{name}` */
export const projectDetail = projectSummary.extend({
  series: z.array(seriesDetail),
  firstUsageAt: instant.nullable(),
});
export type ProjectDetail = z.infer<typeof projectDetail>;

/** `GET /api/projects/{name}/balance?at=` */
export const balanceQuery = z.object({ at: instantParameter.optional() });
export const balanceResponse = z.object({ project: projectName, at: instant, ...amounts });
export type BalanceResponse = z.infer<typeof balanceResponse>;

/** `GET /api/projects/{name}/history` : buckets are half-open UTC intervals, oldest first. */
export const historyQuery = z.object({
  from: instantParameter,
  to: instantParameter,
  bucket: z.enum(['hour', 'day', 'month']).default('day'),
  by: z.enum(['metric', 'site']).default('metric'),
});
export const historyResponse = z.object({
  project: projectName,
  from: instant,
  to: instant,
  bucket: z.enum(['hour', 'day', 'month']),
  by: z.enum(['metric', 'site']),
  groups: z.array(z.object({ key: z.string(), name: z.string(), unit: z.string().nullable() })),
  buckets: z.array(
    z.object({
      from: instant,
      to: instant,
      credits: z
        .record(z.string(), decimalString)
        .meta({ description: 'by group key; groups without use are left out' }),
      quantity: z
        .record(z.string(), decimalString)
        .meta({ description: "in the group's unit; only when by=metric" }),
      total: decimalString,
      remainingAtEnd: decimalString.meta({ description: 'balance at the end of the bucket' }),
      isOpen: z.boolean().meta({ description: 'holds hours that are not closed yet' }),
    }),
  ),
  total: decimalString,
});
export type HistoryResponse = z.infer<typeof historyResponse>;
export type HistoryQuery = z.infer<typeof historyQuery>;
