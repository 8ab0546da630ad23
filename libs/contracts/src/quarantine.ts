import { z } from 'zod';
import { accountSums } from './corrections.js';
import {
  cursor,
  decimalString,
  instant,
  instantParameter,
  projectName,
  someOf,
} from './primitives.js';
import { quarantineExplanation } from './quarantine-details.js';
import { count, decisionReason, filterText, selection } from './selection.js';

/** What staff decided about a quarantined reading; `open` = nothing yet. */
export const quarantineStatus = z.enum(['open', 'released', 'dismissed']);
export type QuarantineStatus = z.infer<typeof quarantineStatus>;

/** Which quarantined readings. An empty text means: those that do not name one. */
const quarantineFilterShape = {
  reason: filterText.optional(),
  site: filterText.optional(),
  metric: filterText.optional(),
  project: filterText.optional(),
  receivedFrom: instantParameter.optional(),
  receivedTo: instantParameter.optional(),
};
export const quarantineFilter = z.strictObject(quarantineFilterShape);
export type QuarantineFilter = z.input<typeof quarantineFilter>;

export const quarantinedReading = z.object({
  id: z.string(),
  status: quarantineStatus,
  reason: z.string().meta({ description: 'such as conflict, in-the-future, site-not-allowed' }),
  detail: z.string().meta({ description: 'in English' }),
  explanation: quarantineExplanation,
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
  exampleExplanation: quarantineExplanation,
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
  reason: decisionReason,
  isDryRun: z.boolean().default(false),
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});
export type ResolveQuarantineRequest = z.input<typeof resolveQuarantineRequest>;
/** What a release would bring to the accounts, found out by rating it and undoing that. */
const releaseEffect = z.object({
  credits: decimalString.meta({ description: 'by which the used credits of all projects change' }),
  heldCount: count.meta({
    description: 'intervals of implausible growth that would be held, not billed',
  }),
  projectCount: count.meta({ description: 'projects that the readings belong to' }),
  projects: z
    .array(
      z.object({
        project: projectName,
        before: accountSums,
        after: accountSums,
        difference: decimalString.meta({ description: 'of the used credits' }),
      }),
    )
    .max(100)
    .meta({ description: 'the largest differences first; the first 100' }),
});
export type ReleaseEffect = z.infer<typeof releaseEffect>;

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
    .array(
      z.object({
        id: z.string(),
        reason: z.string(),
        detail: z.string(),
        explanation: quarantineExplanation,
      }),
    )
    .max(100)
    .meta({ description: 'still in quarantine, with what is wrong now; the first 100' }),
  refusedCount: count,
  effect: releaseEffect.nullable().meta({
    description:
      'of a release as a dry run, on the accounts as they are; null otherwise, where it releases nothing, and where rating is too busy to tell',
  }),
  continueAfter: z.string().nullable(),
});
export type ResolveQuarantineResponse = z.infer<typeof resolveQuarantineResponse>;
