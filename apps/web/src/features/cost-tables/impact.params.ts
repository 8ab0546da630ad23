import { z } from 'zod';
import { type ImpactView } from './cost-tables.queries.js';

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .optional()
  .catch(undefined);

export const impactSorts = ['name', 'old', 'new', 'difference', 'share', 'runway'] as const;

/** Window, order and search of the impact preview; what cannot be read falls back. */
export const impactParams = z.object({
  /** First and last UTC day of the window. */
  from: day,
  to: day,
  sort: z.enum(impactSorts).catch('difference'),
  order: z.enum(['asc', 'desc']).optional().catch(undefined),
  search: z.string().max(256).optional().catch(undefined),
});
export type ImpactParams = z.output<typeof impactParams>;

const dayMs = 86_400_000;

/** People name the last day of a window, the API the day after it. */
export function viewOf({ to, ...rest }: ImpactParams): ImpactView {
  return { ...rest, to: to === undefined ? undefined : shifted(to, 1) };
}

/** The last day inside a half-open window, as people name it. */
export function lastDayOf(to: string): string {
  return shifted(to.slice(0, 10), -1);
}

function shifted(isoDay: string, days: number): string {
  return new Date(Date.parse(`${isoDay}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** The order that the API takes where none is named. */
export function presentOrder({
  sort,
  order,
}: Pick<ImpactParams, 'sort' | 'order'>): 'asc' | 'desc' {
  return order ?? (sort === 'name' || sort === 'runway' ? 'asc' : 'desc');
}
