import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type INestApplicationContext } from '@nestjs/common';
import {
  jobId,
  jobState,
  jobTypeName,
  type JobRun,
  type JobRunDetail,
  type JobState,
} from '@os-credits/contracts';
import { InvalidArgumentError, type Command } from 'commander';
import {
  JobFiles,
  JobQueries,
  JobTypes,
  RunActions,
  StartRun,
  type JobActor,
} from '../modules/jobs/index.js';
import { DomainError } from '../platform/problems/index.js';
import { withApplication } from './cli-context.js';

const ACTOR: JobActor = { kind: 'cli', id: 'cli', name: 'cli' };
const POLL_MS = 300;
const OVER: readonly JobState[] = ['succeeded', 'failed', 'cancelled', 'dead'];

interface RunOptions {
  readonly json?: Record<string, unknown>;
  readonly dryRun?: boolean;
  readonly file?: readonly (readonly [string, string])[];
  readonly wait?: boolean;
  readonly after?: readonly string[];
}

/** `jobs types|run|list|show|cancel`. Runs are done by the worker; `--wait` follows one to its end. */
export function addJobsCommands(program: Command): void {
  const jobs = program.command('jobs').description('long work: start it, follow it, stop it');
  jobs
    .command('types')
    .description('job types with their parameters')
    .option('--json', 'print as JSON, with the schemas')
    .action((options: { json?: boolean }) => listTypes(options.json === true));
  jobs
    .command('run')
    .argument('<type>', 'job type, as `jobs types` lists them')
    .description('start a job; with --wait the exit code is 0 only when it succeeded')
    .option('--json <parameters>', 'parameters as a JSON object', parseObject)
    .option('--dry-run', 'report what it would do and change nothing')
    .option('--file <param=path>', 'upload a file for a parameter; may be repeated', addFile)
    .option('--after <id>', 'begin when that job has succeeded; may be repeated', addJobId)
    .option('--wait', 'print the log until it is over')
    .action((type: string, options: RunOptions) => runJob(type, options));
  jobs
    .command('list')
    .description('the newest jobs')
    .option('--type <type>', 'only this type', parseWith(jobTypeName, 'a job type'))
    .option(
      '--state <state>',
      'only in this state',
      parseWith(jobState, jobState.options.join(', ')),
    )
    .option('--limit <count>', 'how many', parseCount, 20)
    .option('--json', 'print as JSON')
    .action((options: ListOptions) => list(options));
  jobs
    .command('show')
    .argument('<id>', 'job id', parseWith(jobId, 'a job id'))
    .description('one job with attempts, error, result and the end of its log')
    .option('--json', 'print as JSON')
    .action((id: string, options: { json?: boolean }) => show(id, options.json === true));
  jobs
    .command('cancel')
    .argument('<id>', 'job id', parseWith(jobId, 'a job id'))
    .description('stop a job; what it did stays')
    .action((id: string) => cancel(id));
}

async function listTypes(isJson: boolean): Promise<void> {
  await withApplication((app) => {
    const types = app.get(JobQueries, { strict: false }).listTypes(() => true);
    if (isJson) console.log(JSON.stringify(types, null, 2));
    for (const type of isJson ? [] : types) {
      const names = Object.keys(type.parametersSchema['properties'] ?? {}).join(', ');
      console.log(`${type.type.padEnd(24)} ${type.description.en}`);
      console.log(`${''.padEnd(24)} parameters: ${names === '' ? 'none' : names}`);
    }
    return Promise.resolve();
  });
}

/** Starts a job as `jobs run` does. */
export async function runJob(typeName: string, options: RunOptions): Promise<void> {
  await withApplication(async (app) => {
    const type = app.get(JobTypes, { strict: false }).get(typeName);
    const parameters: Record<string, unknown> = { ...options.json };
    for (const [name, path] of options.file ?? []) parameters[name] = await upload(app, path);
    const { jobId: id, isNew } = await app.get(StartRun, { strict: false }).start({
      type: type.type,
      parameters,
      isDryRun: options.dryRun === true,
      actor: ACTOR,
      after: options.after ?? [],
    });
    console.log(isNew ? `Job ${id} is queued.` : `The same work is under way as job ${id}.`);
    if (options.wait === true) await follow(app, id);
  });
}

async function upload(app: INestApplicationContext, path: string): Promise<string> {
  await stat(path).catch(() => {
    throw new DomainError({
      code: 'invalid-request',
      kind: 'invalid',
      message: `There is no file ${path}.`,
    });
  });
  const stored = await app.get(JobFiles, { strict: false }).store({
    kind: 'upload',
    name: basename(path),
    mediaType: 'application/octet-stream',
    createdBy: ACTOR.id,
    content: createReadStream(path),
  });
  return stored.id;
}

/** Prints the log as it grows; sets the exit code to 1 unless the run succeeds. */
async function follow(app: INestApplicationContext, id: string): Promise<void> {
  const queries = app.get(JobQueries, { strict: false });
  let after: string | null = null;
  for (;;) {
    const job: JobRun = await queries.find(id);
    const log: Awaited<ReturnType<JobQueries['log']>> = await queries.log(id, after, 1000);
    after = log.lastId;
    for (const line of log.lines) console.log(`${line.at} ${line.level.padEnd(5)} ${line.text}`);
    if (log.lines.length > 0) continue;
    if (job.state === 'waiting-for-approval' || OVER.includes(job.state)) {
      await report(queries, id);
      return;
    }
    await delay(POLL_MS);
  }
}

async function report(queries: JobQueries, id: string): Promise<void> {
  const job = await queries.detail(id, () => true);
  if (job.result !== null) console.log(JSON.stringify(job.result, null, 2));
  const reason = job.error === null ? '' : `: ${job.error.message}`;
  console.log(`Job ${id} ${job.state}${reason}`);
  if (job.state !== 'succeeded') process.exitCode = 1;
}

interface ListOptions {
  readonly type?: string;
  readonly state?: JobState;
  readonly limit: number;
  readonly json?: boolean;
}

async function list(options: ListOptions): Promise<void> {
  await withApplication(async (app) => {
    const { jobs } = await app.get(JobQueries, { strict: false }).list({
      type: options.type,
      state: options.state === undefined ? undefined : [options.state],
      limit: options.limit,
    });
    if (options.json === true) console.log(JSON.stringify(jobs, null, 2));
    else if (jobs.length === 0) console.log('There are no such jobs.');
    else for (const job of jobs) console.log(line(job));
  });
}

function line(job: JobRun): string {
  const { done, total } = job.progress;
  const far = total === null ? String(done) : `${done}/${total}`;
  return `${job.id}  ${job.createdAt}  ${job.type.padEnd(22)} ${job.state.padEnd(20)} ${far.padEnd(12)} ${job.actor.name}`;
}

async function show(id: string, isJson: boolean): Promise<void> {
  await withApplication(async (app) => {
    const job = await app.get(JobQueries, { strict: false }).detail(id, () => true);
    if (isJson) console.log(JSON.stringify(job, null, 2));
    else for (const text of describe(job)) console.log(text);
  });
}

function describe(job: JobRunDetail): string[] {
  return [
    line(job),
    `parameters: ${JSON.stringify(job.parameters)}${job.isDryRun ? ' (dry run)' : ''}`,
    ...job.after.map((one) => `comes after: ${one.id}  ${one.type} ${one.state}`),
    ...job.followedBy.map((one) => `followed by: ${one.id}  ${one.type} ${one.state}`),
    ...(job.error === null ? [] : [`error: ${job.error.errorClass}: ${job.error.message}`]),
    ...job.attempts.flatMap((one) => [
      `attempt ${one.attempt}: ${one.outcome ?? 'under way'} on ${one.worker}, ${one.startedAt} to ${one.endedAt ?? '…'}`,
      ...(one.error?.stack ?? []).map((text) => `  ${text}`),
    ]),
    ...(job.result === null ? [] : [`result: ${JSON.stringify(job.result, null, 2)}`]),
    ...(job.actions.length === 0 ? [] : [`possible now: ${job.actions.join(', ')}`]),
  ];
}

async function cancel(id: string): Promise<void> {
  await withApplication(async (app) => {
    await app.get(RunActions, { strict: false }).cancel(id, ACTOR);
    const job = await app.get(JobQueries, { strict: false }).find(id);
    console.log(
      job.state === 'cancelled' ? `Job ${id} is cancelled.` : `Job ${id} is being cancelled.`,
    );
  });
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidArgumentError(`It is no JSON. Write it as '{"steps": 5}'.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidArgumentError(`It must be an object such as '{"steps": 5}'.`);
  }
  return value as Record<string, unknown>;
}

function addFile(
  text: string,
  former: readonly (readonly [string, string])[] = [],
): readonly (readonly [string, string])[] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('Write it as parameter=path.');
  return [...former, [text.slice(0, equals), text.slice(equals + 1)]];
}

function addJobId(text: string, former: readonly string[] = []): readonly string[] {
  return [...former, parseWith(jobId, 'a job id')(text)];
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 200) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 200.');
  }
  return count;
}

function parseWith<T>(
  schema: { safeParse(value: unknown): { success: boolean; data?: T } },
  what: string,
): (text: string) => T {
  return (text) => {
    const parsed = schema.safeParse(text);
    if (!parsed.success || parsed.data === undefined) {
      throw new InvalidArgumentError(`It must be ${what}.`);
    }
    return parsed.data;
  };
}
