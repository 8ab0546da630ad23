import {
  quarantineDimension,
  quarantineStatus,
  type QuarantineDimension,
  type QuarantineFilter,
} from '@os-credits/contracts';
import { z } from 'zod';

const text = z.string().max(256).optional().catch(undefined);
const day = z.iso.date().optional().catch(undefined);

/** Search parameters of the page. An empty text means: readings that do not name one. */
export const quarantineParams = z.object({
  status: quarantineStatus.catch('open'),
  view: z.enum(['groups', 'readings']).catch('groups'),
  reason: text,
  site: text,
  metric: text,
  project: text,
  /** First and last UTC day of arrival. */
  from: day,
  to: day,
  /** What is grouped by, with commas between. */
  by: z
    .string()
    .catch('')
    .transform((list) => list.split(',').filter(isDimension)),
});
export type QuarantineParams = z.output<typeof quarantineParams>;

export const dimensions = quarantineDimension.options;
/** One sender's fault is one group then, however many projects it is about. */
export const usualDimensions: readonly QuarantineDimension[] = ['reason', 'site', 'metric'];
const dayMs = 86_400_000;

function isDimension(name: string): name is QuarantineDimension {
  return quarantineDimension.safeParse(name).success;
}

/** What the address narrows by, as the API wants it. */
export function quarantineFilterOf(params: QuarantineParams): QuarantineFilter {
  const { reason, site, metric, project, from, to } = params;
  const filter = {
    reason,
    site,
    metric,
    project,
    receivedFrom: from === undefined ? undefined : `${from}T00:00:00.000Z`,
    receivedTo: to === undefined ? undefined : new Date(Date.parse(to) + dayMs).toISOString(),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
