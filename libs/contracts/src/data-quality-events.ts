import { z } from 'zod';
import { cursor, decimalString, instant, projectName } from './primitives.js';
import { count, filterText, selection } from './selection.js';

/**
 * - `reset`: the counter of a series fell
 * - `gap`: a series paused for longer than three times its rhythm
 * - `silent-site`: no series of a site reports; `to` is null while it lasts
 */
export const dataQualityKind = z.enum(['reset', 'gap', 'silent-site']);
export type DataQualityKind = z.infer<typeof dataQualityKind>;
export const dataQualityStatus = z.enum(['open', 'acknowledged']);
export type DataQualityStatus = z.infer<typeof dataQualityStatus>;

const eventId = z.string().regex(/^(series|site)\.\d{1,18}$/, 'must be the id of an event');
export const dataQualityEvent = z.object({
  id: eventId,
  kind: dataQualityKind,
  status: dataQualityStatus,
  project: projectName.nullable().meta({ description: 'null for a site' }),
  site: z.string(),
  metric: z.string().nullable(),
  metricFriendlyName: z.string().nullable(),
  from: instant,
  to: instant.nullable(),
  fromValue: decimalString.nullable().meta({ description: 'counter before, in the reading unit' }),
  toValue: decimalString.nullable(),
  rhythmSeconds: z.number().nullable().meta({ description: 'usual distance of readings' }),
  noticedAt: instant,
  acknowledgement: z.object({ at: instant, by: z.string(), note: z.string() }).nullable(),
});
export type DataQualityEvent = z.infer<typeof dataQualityEvent>;

const eventFilterShape = {
  kind: dataQualityKind.optional(),
  project: filterText.optional(),
  site: filterText.optional(),
  metric: filterText.optional(),
};
/** `GET /api/data-quality/events`: newest first. */
export const listDataQualityEventsQuery = z.object({
  status: dataQualityStatus.default('open'),
  ...eventFilterShape,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor.optional(),
});
export const listDataQualityEventsResponse = z.object({
  items: z.array(dataQualityEvent),
  nextCursor: cursor.nullable(),
  counts: z
    .array(z.object({ kind: dataQualityKind, count }))
    .meta({ description: 'of this status, whatever the other filters' }),
});
export type ListDataQualityEventsResponse = z.infer<typeof listDataQualityEventsResponse>;

/** `POST /api/data-quality/events/acknowledge` and `…/reopen`. */
export const markDataQualityEventsRequest = z.object({
  select: selection(eventId, z.strictObject(eventFilterShape)),
  note: z.string().trim().max(1000).default(''),
  isDryRun: z.boolean().default(false),
});
export type MarkDataQualityEventsRequest = z.input<typeof markDataQualityEventsRequest>;
export const markDataQualityEventsResponse = z.object({
  isDryRun: z.boolean(),
  changedCount: count,
  unchangedCount: count,
});
export type MarkDataQualityEventsResponse = z.infer<typeof markDataQualityEventsResponse>;
