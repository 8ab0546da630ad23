import { z } from 'zod';
import { jobId } from './jobs.js';
import { perunMode } from './perun-mode.js';
import { cursor, decimalString, instant, projectName } from './primitives.js';

/** What one of Perun's attributes holds for us, and who owns it. */
export const perunAttributeUse = z.object({
  use: z.enum([
    'credits-used',
    'credits-remaining',
    'credits-granted',
    'mail-addresses',
    'timestamps',
  ]),
  attribute: z.string().meta({ description: 'full name (URN)' }),
  direction: z.enum(['pull', 'push']).meta({ description: 'pull: Perun owns it; push: we own it' }),
});

/** Problems of one connection test, or none. */
export const perunCheck = z.object({
  checkedAt: instant,
  isGood: z.boolean(),
  version: z.string().nullable(),
  actor: z.string().nullable().meta({ description: 'who Perun says we are' }),
  vo: z.object({ id: z.int(), shortName: z.string(), name: z.string() }).nullable(),
  resources: z.array(z.object({ id: z.int(), name: z.string(), groupCount: z.int().nullable() })),
  attributes: z.array(
    perunAttributeUse.extend({
      isDefined: z.boolean(),
      type: z.string().nullable(),
      canRead: z.boolean().nullable(),
      canWrite: z.boolean().nullable(),
    }),
  ),
  problems: z
    .array(z.string())
    .meta({ description: 'what is missing and what to do, one sentence each' }),
  durationMs: z.number(),
});
export type PerunCheck = z.infer<typeof perunCheck>;

/** `GET /api/perun`; `POST /api/perun/check` answers {@link perunCheck}. */
export const perunStatus = z.object({
  mode: perunMode,
  host: z.string().nullable(),
  grantsOwnedBy: z.enum(['perun', 'os-credits']),
  attributes: z.array(perunAttributeUse),
  lastCheck: perunCheck.nullable(),
  lastSuccess: z
    .object({ syncRunId: z.uuid(), at: instant, durationMs: z.number(), callCount: z.int() })
    .nullable(),
  activeSyncRunId: z.uuid().nullable(),
  nextRunAt: instant.nullable(),
  openDriftCount: z.int(),
  waitingItemCount: z.int(),
  projectCounts: z.object({ active: z.int(), inactive: z.int(), unverified: z.int() }),
});
export type PerunStatus = z.infer<typeof perunStatus>;

/**
 * - `computing`, `applying`: at work; `waiting`: some items need a decision
 * - `done`: everything that was approved is applied; `failed`, `cancelled`: ended before
 */
export const syncRunState = z.enum([
  'computing',
  'waiting',
  'applying',
  'done',
  'failed',
  'cancelled',
]);
export type SyncRunState = z.infer<typeof syncRunState>;

export const syncItemKind = z.enum([
  'project-new',
  'project-verified',
  'project-renamed',
  'project-vanished',
  'project-returned',
  'grant',
  'lead-added',
  'lead-removed',
  'member-added',
  'member-removed',
  'mail-addresses',
  'push',
  'drift',
]);
export type SyncItemKind = z.infer<typeof syncItemKind>;

/**
 * - `planned`: will be applied without asking; `waiting`: beyond a limit, a person decides
 * - `approved`, `rejected`: decided; `applied`, `failed`, `skipped`: over (skipped: no longer true)
 */
export const syncItemStatus = z.enum([
  'planned',
  'waiting',
  'approved',
  'rejected',
  'applied',
  'failed',
  'skipped',
]);
export type SyncItemStatus = z.infer<typeof syncItemStatus>;

export const syncItem = z.object({
  id: z.string(),
  kind: syncItemKind,
  status: syncItemStatus,
  project: projectName.nullable(),
  groupId: z.int().nullable(),
  subject: z.string().nullable().meta({ description: 'the person or attribute it is about' }),
  before: z.string().nullable(),
  after: z.string().nullable(),
  guard: z
    .enum([
      'many-vanished',
      'grant-below-used',
      'grant-removed',
      'all-leads-gone',
      'empty-answer',
      'name-taken',
    ])
    .nullable()
    .meta({ description: 'why it waits for a person' }),
  detail: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  decisionReason: z.string().nullable(),
});
export type SyncItem = z.infer<typeof syncItem>;

export const syncItemCounts = z.array(
  z.object({ kind: syncItemKind, status: syncItemStatus, count: z.int() }),
);

export const syncRun = z.object({
  id: z.uuid(),
  jobId,
  state: syncRunState,
  scope: z.enum(['all', 'project', 'incremental']),
  project: projectName.nullable(),
  isDryRun: z.boolean(),
  startedAt: instant,
  endedAt: instant.nullable(),
  actor: z.string(),
  callCount: z.int(),
  groupCount: z.int().nullable(),
  counts: syncItemCounts,
  waitingCount: z.int(),
  error: z.string().nullable(),
});
export type SyncRun = z.infer<typeof syncRun>;

/** `GET /api/perun/sync-runs`: newest first. */
export const listSyncRunsQuery = z.object({
  state: syncRunState.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor.optional(),
});
export const listSyncRunsResponse = z.object({
  runs: z.array(syncRun),
  nextCursor: cursor.nullable(),
});
export type ListSyncRunsResponse = z.infer<typeof listSyncRunsResponse>;

/** `GET /api/perun/sync-runs/{id}` answers {@link syncRun}; `…/items` its change set: what waits first, then by project. */
export const listSyncItemsQuery = z.object({
  status: syncItemStatus.optional(),
  kind: syncItemKind.optional(),
  project: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: cursor.optional(),
});
export const listSyncItemsResponse = z.object({
  items: z.array(syncItem),
  nextCursor: cursor.nullable(),
});
export type ListSyncItemsResponse = z.infer<typeof listSyncItemsResponse>;

/**
 * `POST /api/perun/sync-runs/{id}/decisions`: for the named items, or all that wait. When none waits any
 * more the run goes on by itself.
 */
export const decideSyncItemsRequest = z.object({
  items: z.union([z.literal('all-waiting'), z.array(z.string()).min(1).max(1000)], {
    error: 'must be "all-waiting" or a list of 1 to 1000 ids',
  }),
  decision: z.enum(['approve', 'reject']),
  reason: z.string().trim().max(1000).default(''),
});
export type DecideSyncItemsRequest = z.input<typeof decideSyncItemsRequest>;
export const decideSyncItemsResponse = z.object({ decidedCount: z.int(), run: syncRun });
export type DecideSyncItemsResponse = z.infer<typeof decideSyncItemsResponse>;

export const driftStatus = z.enum(['open', 'took-theirs', 'wrote-ours', 'vanished']);

/** A value we own that Perun holds otherwise, and not because of us. */
export const drift = z.object({
  id: z.string(),
  project: projectName,
  attribute: z.string(),
  site: z.string().nullable().meta({ description: 'for attributes of a group at a resource' }),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  difference: decimalString.nullable().meta({ description: 'theirs - ours, for credits' }),
  changedBy: z.string().nullable().meta({ description: 'valueModifiedBy in Perun' }),
  changedAt: z
    .string()
    .nullable()
    .meta({ description: 'valueModifiedAt as Perun writes it (no zone)' }),
  detectedAt: instant,
  status: driftStatus,
  canTakeTheirs: z.boolean(),
  resolvedAt: instant.nullable(),
  resolvedBy: z.string().nullable(),
  reason: z.string().nullable(),
});
export type Drift = z.infer<typeof drift>;

/** `GET /api/perun/drift`: open ones first. */
export const listDriftQuery = z.object({
  status: driftStatus.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor.optional(),
});
export const listDriftResponse = z.object({
  drift: z.array(drift),
  openCount: z.int(),
  nextCursor: cursor.nullable(),
});
export type ListDriftResponse = z.infer<typeof listDriftResponse>;

/**
 * `POST /api/perun/drift/{id}/resolution`. `take-theirs` posts an adjustment of the difference, so that our
 * value becomes theirs; `write-ours` writes our present value to Perun at once. 409 where Perun's value
 * has changed again meanwhile: the answer holds the new one.
 */
export const resolveDriftRequest = z.object({
  resolution: z.enum(['take-theirs', 'write-ours']),
  reason: z.string().trim().min(1).max(1000),
  theirs: z
    .string()
    .nullable()
    .meta({ description: 'the value of Perun that was seen on deciding' }),
});
export type ResolveDriftRequest = z.input<typeof resolveDriftRequest>;
