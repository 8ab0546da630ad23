import { z } from 'zod';
import {
  cursor,
  decimalString,
  instant,
  instantParameter,
  projectName,
  someOf,
} from './primitives.js';
import { reasonText } from './reason.js';

const count = z.int().min(0);
/** Why somebody decided; kept with the decision. */
const reason = reasonText({ max: 1000, description: 'why; kept with the decision' });

/** Some of a list by their ids, or all under a filter. */
function selection<Id extends z.ZodType, Filter extends z.ZodType>(id: Id, filter: Filter) {
  return z.union(
    [z.strictObject({ ids: z.array(id).min(1).max(1000) }), z.strictObject({ filter })],
    {
      error:
        'must be {"ids": […]} with 1 to 1000 ids of this list, or {"filter": {…}} by its fields',
    },
  );
}

/** What staff decided about a quarantined reading; `open` = nothing yet. */
export const quarantineStatus = z.enum(['open', 'released', 'dismissed']);
export type QuarantineStatus = z.infer<typeof quarantineStatus>;

const text = z.string().max(256);
/** Which quarantined readings. An empty text means: those that do not name one. */
const quarantineFilterShape = {
  reason: text.optional(),
  site: text.optional(),
  metric: text.optional(),
  project: text.optional(),
  receivedFrom: instantParameter.optional(),
  receivedTo: instantParameter.optional(),
};
export const quarantineFilter = z.strictObject(quarantineFilterShape);
export type QuarantineFilter = z.input<typeof quarantineFilter>;

export const quarantinedReading = z.object({
  id: z.string(),
  status: quarantineStatus,
  reason: z.string().meta({ description: 'such as conflict, in-the-future, site-not-allowed' }),
  detail: z.string(),
  receivedAt: instant,
  wire: z.string(),
  tokenName: z.string().nullable().meta({ description: 'ingest token that brought it' }),
  batchId: z.string().nullable(),
  position: z.int().nullable().meta({ description: 'line, series or index within its request' }),
  project: z.string().nullable(),
  site: z.string().nullable(),
  metric: z.string().nullable(),
  at: instant.nullable(),
  value: z.string().nullable(),
  raw: z.string().nullable(),
  canRelease: z.boolean().meta({
    description: 'names project, site, metric, time and value; otherwise only dismissing',
  }),
  resolution: z
    .object({
      at: instant,
      by: z.string(),
      reason: z.string().nullable(),
      outcome: z
        .enum(['accepted', 'duplicate'])
        .nullable()
        .meta({ description: 'of a release: rated, or known already with the same value' }),
    })
    .nullable(),
});
export type QuarantinedReading = z.infer<typeof quarantinedReading>;

/** `GET /api/quarantine`: newest first. */
export const listQuarantineQuery = z.object({
  status: quarantineStatus.default('open'),
  ...quarantineFilterShape,
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: cursor.optional(),
});
export const listQuarantineResponse = z.object({
  items: z.array(quarantinedReading),
  nextCursor: cursor.nullable(),
});
export type ListQuarantineResponse = z.infer<typeof listQuarantineResponse>;

export const quarantineDimension = z.enum(['reason', 'site', 'metric', 'project']);
export type QuarantineDimension = z.infer<typeof quarantineDimension>;

/** `GET /api/quarantine/groups?by=reason&by=site`: the largest groups first, at most 500. */
export const quarantineGroupsQuery = z.object({
  status: quarantineStatus.default('open'),
  ...quarantineFilterShape,
  by: someOf(quarantineDimension).default(['reason', 'site', 'metric', 'project']),
});
export const quarantineGroup = z.object({
  reason: z.string().nullable().meta({ description: 'null where it is not grouped by' }),
  site: z.string().nullable().meta({ description: 'null likewise, or where none is named' }),
  metric: z.string().nullable(),
  project: z.string().nullable(),
  count,
  releasableCount: count,
  firstReceivedAt: instant,
  lastReceivedAt: instant,
  exampleDetail: z.string(),
});
export type QuarantineGroup = z.infer<typeof quarantineGroup>;
export const quarantineGroupsResponse = z.object({
  by: z.array(quarantineDimension),
  groups: z.array(quarantineGroup),
  totalCount: count.meta({ description: 'readings in all groups, also those not listed' }),
  isComplete: z.boolean().meta({ description: 'false where there are more groups than listed' }),
});
export type QuarantineGroupsResponse = z.infer<typeof quarantineGroupsResponse>;

const readingId = z.string().regex(/^\d{1,18}$/, 'must be the id of a quarantined reading');

/**
 * `POST /api/quarantine/release` and `…/dismiss`. A dry run answers the same counts and changes nothing.
 * At most 5000 readings are worked on at a time; `continueAfter` of the answer says where the next call
 * goes on. Doing it again changes nothing.
 */
export const resolveQuarantineRequest = z.object({
  select: selection(readingId, quarantineFilter).meta({
    description: 'the empty filter is every open reading',
  }),
  reason,
  isDryRun: z.boolean().default(false),
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});
export type ResolveQuarantineRequest = z.input<typeof resolveQuarantineRequest>;
export const resolveQuarantineResponse = z.object({
  isDryRun: z.boolean(),
  selectedCount: count.meta({ description: 'open readings this call looked at' }),
  remainingCount: count.meta({
    description: 'open readings under the filter that are still to come',
  }),
  releasedCount: count.meta({ description: 'taken in, to be rated as if they had arrived now' }),
  duplicateCount: count.meta({ description: 'known already with the same value; closed' }),
  dismissedCount: count,
  unchangedCount: count.meta({ description: 'ids that were decided before, or do not exist' }),
  refused: z
    .array(z.object({ id: z.string(), reason: z.string(), detail: z.string() }))
    .max(100)
    .meta({ description: 'still in quarantine, with what is wrong now; the first 100' }),
  refusedCount: count,
  continueAfter: z.string().nullable(),
});
export type ResolveQuarantineResponse = z.infer<typeof resolveQuarantineResponse>;

/** `superseded`: decided, then a late reading took the interval apart; its parts are judged anew. */
export const heldChargeStatus = z.enum(['held', 'released', 'dismissed', 'superseded']);
export type HeldChargeStatus = z.infer<typeof heldChargeStatus>;

const heldChargeId = z
  .string()
  .regex(/^\d{1,10}\.\d{1,10}\.\d{1,17}-\d{1,17}$/, 'must be the id of a held charge');

/** Growth above the metric's plausible maximum: computed, not billed until staff release it. */
export const heldCharge = z.object({
  id: heldChargeId,
  status: heldChargeStatus,
  project: projectName,
  site: z.string(),
  metric: z.string(),
  metricFriendlyName: z.string(),
  unit: z.string(),
  from: instant,
  to: instant,
  quantity: decimalString,
  limitPerHour: decimalString.meta({ description: 'plausible maximum when it was held' }),
  credits: decimalString
    .nullable()
    .meta({ description: 'what releasing it bills; null for superseded ones' }),
  heldAt: instant.meta({ description: 'when it was noticed; superseded: when it was decided' }),
  decision: z
    .object({ at: instant, by: z.string(), reason: z.string() })
    .nullable()
    .meta({ description: 'the last one' }),
});
export type HeldCharge = z.infer<typeof heldCharge>;

const heldFilterShape = {
  project: text.optional(),
  site: text.optional(),
  metric: text.optional(),
};

/** `GET /api/held-charges`: newest interval first. */
export const listHeldChargesQuery = z.object({
  status: heldChargeStatus.default('held'),
  ...heldFilterShape,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor.optional(),
});
export const listHeldChargesResponse = z.object({
  items: z.array(heldCharge),
  nextCursor: cursor.nullable(),
  total: z
    .object({ count, credits: decimalString })
    .meta({ description: 'of all pages; credits 0 for superseded ones' }),
});
export type ListHeldChargesResponse = z.infer<typeof listHeldChargesResponse>;

/**
 * `POST /api/held-charges/release` and `…/dismiss`. Released ones are billed on the hours they span;
 * dismissing a released one takes that back as a further entry. Doing it again changes nothing.
 */
export const decideHeldChargesRequest = z.object({
  select: selection(heldChargeId, z.strictObject(heldFilterShape)),
  reason,
  isDryRun: z.boolean().default(false),
});
export type DecideHeldChargesRequest = z.input<typeof decideHeldChargesRequest>;
export const decideHeldChargesResponse = z.object({
  isDryRun: z.boolean(),
  decidedCount: count,
  credits: decimalString.meta({ description: 'effect on what is used; negative where taken back' }),
  unchangedCount: count.meta({ description: 'decided so before' }),
  missing: z
    .array(heldChargeId)
    .meta({ description: 'no such interval, or a late reading took it apart' }),
  remainingCount: count.meta({ description: 'held ones under the filter that are still to come' }),
});
export type DecideHeldChargesResponse = z.infer<typeof decideHeldChargesResponse>;

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
  project: text.optional(),
  site: text.optional(),
  metric: text.optional(),
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

const shareReceived = decimalString.nullable().meta({
  description: 'received / expected, at most 1, 4 places; null where nothing is expected',
});

/**
 * `GET /api/data-quality/completeness?from=&to=`: expected against received readings per site and metric.
 * Expected comes from each series' own rhythm: the median distance of its latest readings.
 */
export const completenessQuery = z.object({
  from: instantParameter.optional().meta({ description: 'default: 24 hours before `to`' }),
  to: instantParameter.optional().meta({ description: 'default: the last hour that was counted' }),
  site: text.optional(),
});
export const completenessHour = z.object({
  hour: instant,
  expectedCount: z.number().min(0),
  receivedCount: count,
  shareReceived,
});
export const completenessResponse = z.object({
  from: instant,
  to: instant,
  countedTo: instant.nullable().meta({ description: 'end of the last hour that was counted' }),
  rows: z.array(
    z.object({
      site: z.string(),
      siteName: z.string().meta({ description: 'what people call it' }),
      metric: z.string(),
      metricFriendlyName: z.string(),
      seriesCount: count.meta({ description: 'series that were expected to report' }),
      silentSeriesCount: count.meta({
        description: 'of these, without any reading in the last hour',
      }),
      expectedCount: z.number().min(0),
      receivedCount: count,
      shareReceived,
      lastReadingAt: instant.nullable(),
      isSilent: z.boolean().meta({ description: 'the site is silent now' }),
      hours: z
        .array(completenessHour)
        .meta({ description: 'oldest first; hours not counted are absent' }),
    }),
  ),
});
export type CompletenessResponse = z.infer<typeof completenessResponse>;

/** `GET /api/projects/{name}/completeness`: why usage is complete to where it is. */
export const projectCompletenessResponse = z.object({
  project: projectName,
  asOf: instant.nullable(),
  series: z.array(
    z.object({
      site: z.string(),
      metric: z.string(),
      metricFriendlyName: z.string(),
      lastReadingAt: instant.nullable(),
      rhythmSeconds: z.number().nullable(),
      state: z.enum(['reporting', 'late', 'silent']).meta({
        description:
          'late: behind its rhythm, holds asOf back; silent: nothing for a day, no longer waited for',
      }),
    }),
  ),
  heldCharges: z
    .object({ count, credits: decimalString })
    .meta({ description: 'implausible growth that is not billed' }),
});
export type ProjectCompletenessResponse = z.infer<typeof projectCompletenessResponse>;
