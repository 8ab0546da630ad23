import { z } from 'zod';
import { permissions } from './permissions.js';
import { cursor, instant, instantParameter, someOf } from './primitives.js';

/** A text that staff read, in every language of the product. */
export const localized = z.object({ en: z.string().min(1), de: z.string().min(1) });
export type Localized = z.infer<typeof localized>;

export const jobId = z.uuid();
export const jobTypeName = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be a job type such as "perun-sync"');

/**
 * - `queued`: waits for a worker, or for its next attempt
 * - `running`: a worker holds its lease
 * - `waiting-for-approval`: stopped until a person decides; goes on as `queued`
 * - `succeeded`, `cancelled`: over
 * - `failed`: over, with an error that another attempt would meet again
 * - `dead`: over, attempts used up (or workers lost under it again and again); can be requeued
 */
export const jobState = z.enum([
  'queued',
  'running',
  'waiting-for-approval',
  'succeeded',
  'failed',
  'cancelled',
  'dead',
]);
export type JobState = z.infer<typeof jobState>;

/** States in which a run will still do something; at most one run per uniqueness key is in them. */
export const ACTIVE_JOB_STATES = [
  'queued',
  'running',
  'waiting-for-approval',
] as const satisfies readonly JobState[];

/**
 * How a result is shown: `counts` as a list of numbers, `table` as rows, `sync-run` as a link to the sync
 * run it names, `generic` as a tree of names and values. A view that the browser does not know is shown as
 * `generic`.
 */
export const jobResultView = z.enum(['counts', 'table', 'sync-run', 'generic']);
export type JobResultView = z.infer<typeof jobResultView>;

/** `GET /api/jobs/types` */
export const jobType = z.object({
  type: jobTypeName,
  title: localized,
  description: localized,
  permission: z.enum(permissions).meta({ description: 'needed to start, cancel or repeat it' }),
  canStart: z.boolean().meta({ description: 'whether you have that permission' }),
  isDryRunnable: z.boolean(),
  attemptsMax: z.int().min(1),
  concurrency: z.int().min(1).meta({ description: 'runs of this type at the same time' }),
  parametersSchema: z.record(z.string(), z.unknown()).meta({
    description:
      'JSON Schema (2020-12) of the parameters. Properties carry "titles" and "descriptions" ({en, de}), "optionTitles" (by option) and "x-order"; "format": "upload" marks the id of an uploaded file, "format": "project" a project name',
  }),
  resultView: jobResultView,
  resultSchema: z.record(z.string(), z.unknown()).meta({
    description:
      'JSON Schema (2020-12) of the result. Properties carry "titles"; "optionTitles" name the values of a choice and the keys of a map; "format": "decimal" marks an exact decimal, "format": "quarantine-reason" a reason, or a map by reasons',
  }),
});
export type JobType = z.infer<typeof jobType>;
export const listJobTypesResponse = z.object({ types: z.array(jobType) });
export type ListJobTypesResponse = z.infer<typeof listJobTypesResponse>;

export const jobProgress = z.object({
  done: z.int().min(0),
  total: z.int().min(0).nullable().meta({ description: 'null while it is not known' }),
  phase: localized.nullable(),
  perSecond: z.number().min(0).nullable(),
  remainingSeconds: z.number().min(0).nullable(),
  updatedAt: instant.nullable(),
});
export type JobProgress = z.infer<typeof jobProgress>;

export const jobError = z.object({
  errorClass: z.string(),
  message: z.string(),
});

export const jobRun = z.object({
  id: jobId,
  type: jobTypeName,
  title: localized,
  state: jobState,
  isDryRun: z.boolean(),
  parameters: z.record(z.string(), z.unknown()),
  progress: jobProgress,
  attempt: z.int().min(0).meta({ description: '0 before the first one' }),
  attemptsMax: z.int().min(1),
  actor: z.object({
    kind: z.enum(['person', 'schedule', 'cli', 'api-token', 'system']),
    name: z.string(),
  }),
  parentId: jobId.nullable(),
  childCount: z.int().min(0),
  createdAt: instant,
  availableAt: instant.meta({ description: 'not started before; later than now between attempts' }),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  cancelRequestedAt: instant.nullable(),
  error: jobError.nullable(),
});
export type JobRun = z.infer<typeof jobRun>;

export const jobAttempt = z.object({
  attempt: z.int().min(1),
  worker: z.string(),
  startedAt: instant,
  endedAt: instant.nullable(),
  outcome: z
    .enum(['succeeded', 'failed', 'cancelled', 'lost', 'waiting-for-approval', 'handed-back'])
    .nullable()
    .meta({
      description: '`lost`: its worker vanished; `handed-back`: its worker stopped in order',
    }),
  error: jobError.extend({ stack: z.array(z.string()) }).nullable(),
});

/** What a person may do with a run in its present state; the server decides. */
export const jobAction = z.enum(['cancel', 'retry', 'resume', 'run-again', 'requeue']);
export type JobAction = z.infer<typeof jobAction>;

/** A run as others refer to it. */
const jobReference = z.object({
  id: jobId,
  type: jobTypeName,
  title: localized,
  state: jobState,
});
export type JobReference = z.infer<typeof jobReference>;

/** `GET /api/jobs/{id}` */
export const jobRunDetail = jobRun.extend({
  attempts: z.array(jobAttempt),
  result: z.unknown(),
  resultView: jobResultView,
  hasCheckpoint: z.boolean(),
  scheduleId: z.uuid().nullable(),
  repeatOf: jobId.nullable(),
  ancestors: z.array(jobReference),
  after: z.array(jobReference).meta({
    description: 'runs that must have succeeded before it begins; while one has not, it is queued',
  }),
  followedBy: z.array(jobReference).meta({ description: 'runs that wait for this one' }),
  children: z.array(jobRun),
  actions: z.array(jobAction),
  files: z.array(
    z.object({ id: z.uuid(), name: z.string(), mediaType: z.string(), sizeBytes: z.int() }),
  ),
});
export type JobRunDetail = z.infer<typeof jobRunDetail>;

/** `GET /api/jobs`: newest first. Children are listed only when `parent` names theirs. */
export const listJobsQuery = z.object({
  state: someOf(jobState).optional(),
  type: jobTypeName.optional(),
  actor: z.string().max(200).optional(),
  parent: jobId.optional(),
  from: instantParameter.optional(),
  to: instantParameter.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: cursor.optional(),
});
export type ListJobsQuery = z.infer<typeof listJobsQuery>;
export const listJobsResponse = z.object({
  jobs: z.array(jobRun),
  counts: z
    .record(jobState, z.int().min(0))
    .meta({ description: 'runs per state under the same filters but `state`' }),
  nextCursor: cursor.nullable(),
});
export type ListJobsResponse = z.infer<typeof listJobsResponse>;

/** `POST /api/jobs`; header `Idempotency-Key` makes a repeated request answer the first one's run. */
export const startJobRequest = z.object({
  type: jobTypeName,
  parameters: z.record(z.string(), z.unknown()).default({}),
  isDryRun: z.boolean().default(false),
  after: z.array(jobId).max(20).default([]).meta({
    description:
      'runs that must succeed first. Where one ends otherwise, this one is cancelled without having begun',
  }),
});
export type StartJobRequest = z.input<typeof startJobRequest>;
/** 201 for a new run, 200 where an active run of the same kind (or key) exists already. */
export const startJobResponse = z.object({ job: jobRun, isNew: z.boolean() });
/**
 * `POST /api/jobs/{id}/{action}` for each {@link jobAction} and `POST /api/job-schedules/{id}/run-now` answer
 * the same; `run-again` takes an `Idempotency-Key`. `retry` begins from the start, `resume` and `requeue`
 * go on from the checkpoint.
 */
export type StartJobResponse = z.infer<typeof startJobResponse>;

export const jobLogLine = z.object({
  id: z.string().meta({ description: 'ascending; the cursor of the log' }),
  at: instant,
  attempt: z.int().min(0),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  text: z.string(),
  texts: localized.nullable().meta({
    description: 'the line in every language; null where it is said in one way only',
  }),
});
export type JobLogLine = z.infer<typeof jobLogLine>;
/** `GET /api/jobs/{id}/log`: lines after one, oldest first. `GET /api/jobs/{id}/log.txt` downloads all. */
export const jobLogQuery = z.object({
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});
export const jobLogTextQuery = z.object({ language: z.enum(['en', 'de']).default('en') });
export const jobLogResponse = z.object({
  lines: z.array(jobLogLine),
  lastId: z.string().nullable(),
});
export type JobLogResponse = z.infer<typeof jobLogResponse>;

/**
 * `GET /api/jobs/{id}/events`: server-sent events until the run is over. `event: run` carries
 * {@link jobRun}, `event: log` a {@link jobLogLine} (its id is the SSE id: `Last-Event-ID` resumes),
 * `event: end` says that nothing follows.
 */
export const jobEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('run'), data: jobRun }),
  z.object({ event: z.literal('log'), data: jobLogLine }),
  z.object({ event: z.literal('end'), data: z.object({}) }),
]);
export type JobEvent = z.infer<typeof jobEvent>;

/** `POST /api/jobs/requeue-dead`: every dead run, or those of one type. */
export const requeueDeadRequest = z.object({ type: jobTypeName.optional() });
export const requeueDeadResponse = z.object({ requeuedCount: z.int().min(0) });

/**
 * `POST /api/uploads?name=`: the file is the body. The id goes into a job's parameters. What a job took or
 * made is at `GET /api/jobs/{id}/files/{fileId}`.
 */
export const uploadQuery = z.object({ name: z.string().trim().min(1).max(255) });
export const uploadResponse = z.object({
  id: z.uuid(),
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
});
export type UploadResponse = z.infer<typeof uploadResponse>;

/** What happens with instants that passed while nothing could run: one run for all of them, or none. */
export const missedRule = z.enum(['run-once', 'skip']);

export const jobSchedule = z.object({
  id: z.uuid(),
  name: z.string(),
  type: jobTypeName,
  title: localized,
  parameters: z.record(z.string(), z.unknown()),
  isDryRun: z.boolean(),
  cron: z.string().meta({ description: 'five fields: minute hour day-of-month month day-of-week' }),
  timezone: z.string().meta({ description: 'IANA name, such as "Europe/Berlin"' }),
  missedRule,
  isPaused: z.boolean(),
  nextRunAt: instant.nullable().meta({ description: 'null while paused' }),
  lastRun: z.object({ jobId, at: instant, state: jobState }).nullable(),
  lastError: z.string().nullable().meta({
    description:
      'why its last time started nothing: skipped as missed, type gone, parameters that do not fit',
  }),
  version: z.int().min(1),
  updatedAt: instant,
  updatedBy: z.string(),
});
export type JobSchedule = z.infer<typeof jobSchedule>;
/** `GET /api/job-schedules`: by name. */
export const listJobSchedulesResponse = z.object({ schedules: z.array(jobSchedule) });
export type ListJobSchedulesResponse = z.infer<typeof listJobSchedulesResponse>;

/** `POST /api/job-schedules`, `PUT /api/job-schedules/{id}` (with the version that was read). */
export const jobScheduleInput = z.object({
  name: z.string().trim().min(1).max(120),
  type: jobTypeName,
  parameters: z.record(z.string(), z.unknown()).default({}),
  isDryRun: z.boolean().default(false),
  cron: z.string().trim().min(1).max(120),
  timezone: z.string().trim().min(1).max(64),
  missedRule: missedRule.default('run-once'),
  isPaused: z.boolean().default(false),
});
export type JobScheduleInput = z.input<typeof jobScheduleInput>;
export const jobScheduleChange = jobScheduleInput.extend({ version: z.int().min(1) });
export type JobScheduleChange = z.input<typeof jobScheduleChange>;
/** `POST /api/job-schedules/preview`: the next instants of a cron expression. */
export const schedulePreviewRequest = z.object({ cron: z.string(), timezone: z.string() });
export const schedulePreviewResponse = z.object({ next: z.array(instant).max(5) });
export type SchedulePreviewResponse = z.infer<typeof schedulePreviewResponse>;
