import { Injectable } from '@nestjs/common';
import { type JobLogLine, type JobState, type jobAttempt } from '@os-credits/contracts';
import { type z } from 'zod';
import { Database, type SqlValue } from '../../../platform/database/index.js';
import { type StoredFile } from '../application/job-files.js';
import {
  JobReads,
  type RunFilter,
  type RunPage,
  type RunNeighbours,
  type RunReference,
  type RunTotals,
  type ShownRun,
  type ShownRunDetail,
} from '../application/job-reads.js';

const RUN_COLUMNS = `
  r.id, r.type, r.state, r.is_dry_run as "isDryRun", r.parameters,
  r.progress_done::float8 as "progressDone", r.progress_total::float8 as "progressTotal",
  r.progress_phase as "progressPhase", r.progress_per_second as "progressPerSecond",
  r.progress_remaining_seconds as "progressRemainingSeconds", r.progress_at as "progressAt",
  r.attempt, r.attempts_max as "attemptsMax", r.actor_kind as "actorKind", r.actor_name as "actorName",
  r.parent_id as "parentId",
  (select count(*) from job_run child where child.parent_id = r.id)::int as "childCount",
  r.created_at as "createdAt", r.available_at as "availableAt", r.started_at as "startedAt",
  r.ended_at as "endedAt", r.cancel_requested_at as "cancelRequestedAt",
  r.error_class as "errorClass", r.error_message as "errorMessage"`;

interface AttemptRow {
  readonly attempt: number;
  readonly worker: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: z.output<typeof jobAttempt>['outcome'];
  readonly errorClass: string | null;
  readonly errorMessage: string | null;
  readonly errorStack: string[] | null;
}

/** {@link JobReads} in PostgreSQL. */
@Injectable()
export class JobReadModel extends JobReads {
  constructor(private readonly database: Database) {
    super();
  }

  async page(filter: RunFilter, page: RunPage): Promise<ShownRun[]> {
    const { sql, values } = condition(filter, filter.states);
    const after =
      page.after === null
        ? ''
        : `and (r.created_at, r.id) < ($${values.length + 1}::timestamptz, $${values.length + 2}::uuid)`;
    return this.database.query<ShownRun>(
      `select ${RUN_COLUMNS} from job_run r where ${sql} ${after}
        order by r.created_at desc, r.id desc limit ${Math.trunc(page.limit)}`,
      page.after === null ? values : [...values, page.after.createdAt, page.after.id],
    );
  }

  async countByState(filter: RunFilter): Promise<ReadonlyMap<JobState, number>> {
    const { sql, values } = condition(filter, null);
    const rows = await this.database.query<{ state: JobState; count: number }>(
      `select r.state, count(*)::int as count from job_run r where ${sql} group by r.state`,
      values,
    );
    return new Map(rows.map(({ state, count }) => [state, count]));
  }

  async find(id: string): Promise<ShownRun | null> {
    const [row] = await this.database.query<ShownRun>(
      `select ${RUN_COLUMNS} from job_run r where r.id = $1`,
      [id],
    );
    return row ?? null;
  }

  async detail(id: string): Promise<ShownRunDetail | null> {
    const [row] = await this.database.query<ShownRunDetail>(
      `select ${RUN_COLUMNS}, r.result, r.checkpoint is not null as "hasCheckpoint",
              r.schedule_id as "scheduleId", r.repeat_of as "repeatOf"
         from job_run r where r.id = $1`,
      [id],
    );
    return row ?? null;
  }

  async children(id: string): Promise<ShownRun[]> {
    return this.database.query<ShownRun>(
      `select ${RUN_COLUMNS} from job_run r where r.parent_id = $1 order by r.created_at, r.id limit 500`,
      [id],
    );
  }

  async ancestors(id: string): Promise<RunReference[]> {
    return this.database.query(
      `with recursive above as (
         select parent_id, 0 as depth from job_run where id = $1
         union all
         select r.parent_id, above.depth + 1 from job_run r join above on r.id = above.parent_id)
       select r.id, r.type, r.state from above join job_run r on r.id = above.parent_id
        order by above.depth desc`,
      [id],
    );
  }

  async order(id: string): Promise<RunNeighbours> {
    const rows = await this.database.query<RunReference & { isAfter: boolean }>(
      `select r.id, r.type, r.state, d.run_id = $1 as "isAfter"
         from job_order d
         join job_run r on r.id = case when d.run_id = $1 then d.after_id else d.run_id end
        where d.run_id = $1 or d.after_id = $1
        order by r.created_at, r.id limit 500`,
      [id],
    );
    const side = (isAfter: boolean): RunReference[] =>
      rows
        .filter((row) => row.isAfter === isAfter)
        .map(({ id: otherId, type, state }) => ({ id: otherId, type, state }));
    return { after: side(true), followedBy: side(false) };
  }

  async attempts(id: string): Promise<z.output<typeof jobAttempt>[]> {
    const rows = await this.database.query<AttemptRow>(
      `select attempt, worker, started_at as "startedAt", ended_at as "endedAt", outcome,
              error_class as "errorClass", error_message as "errorMessage", error_stack as "errorStack"
         from job_attempt where run_id = $1 order by attempt`,
      [id],
    );
    return rows.map(({ errorClass, errorMessage, errorStack, ...row }) => ({
      ...row,
      error:
        errorClass === null
          ? null
          : { errorClass, message: errorMessage ?? '', stack: errorStack ?? [] },
    }));
  }

  async files(id: string): Promise<StoredFile[]> {
    return this.database.query<StoredFile>(
      `select f.id, f.name, f.media_type as "mediaType", f.size_bytes::float8 as "sizeBytes", f.sha256
         from job_run_file rf join job_file f on f.id = rf.file_id
        where rf.run_id = $1 order by f.created_at, f.id`,
      [id],
    );
  }

  async log(id: string, after: string | null, limit: number): Promise<JobLogLine[]> {
    return this.database.query<JobLogLine>(
      `select id::text, at, attempt, level, text,
              case when text_de is not null then jsonb_build_object('en', text, 'de', text_de) end as texts
         from job_log_line
        where run_id = $1 and id > $2 order by id limit ${Math.trunc(limit)}`,
      [id, after ?? '0'],
    );
  }

  async totals(now: Date): Promise<RunTotals> {
    const byState = await this.database.query<{ state: JobState; count: number }>(
      `select state, count(*)::int as count from job_run
        where state in ('queued', 'running', 'waiting-for-approval', 'dead') group by state`,
    );
    const [oldest] = await this.database.query<{ seconds: number | null }>(
      `select extract(epoch from $1 - min(available_at))::float8 as seconds
         from job_run where state = 'queued' and not waits_for_others and available_at <= $1`,
      [now],
    );
    const outcomes = await this.database.query<RunTotals['outcomes'][number]>(
      `select type, outcome, total::float8 as total, seconds_sum as "secondsSum",
              last_seconds as "lastSeconds", extract(epoch from last_at)::float8 as "lastAtSeconds"
         from job_outcome`,
    );
    const [check] = await this.database.query<{ differences: number }>(
      `select (result ->> 'differenceCount')::int as differences from job_run
        where type = 'verify-ledger' and state = 'succeeded' and not parameters ? 'project'
        order by ended_at desc limit 1`,
    );
    return {
      ledgerDifferences: check?.differences ?? null,
      byState,
      oldestQueuedSeconds: oldest?.seconds ?? 0,
      outcomes,
    };
  }

  async dead(type: string | null): Promise<{ id: string; type: string }[]> {
    return this.database.query(
      `select id, type from job_run where state = 'dead' and ($1::text is null or type = $1) order by id`,
      [type],
    );
  }
}

function condition(
  filter: RunFilter,
  states: readonly JobState[] | null,
): { sql: string; values: SqlValue[] } {
  const values: SqlValue[] = [];
  const parts: string[] = [];
  const add = (sql: (place: string) => string, value: SqlValue): void => {
    values.push(value);
    parts.push(sql(`$${values.length}`));
  };
  if (filter.parentId === null) parts.push('r.parent_id is null');
  else add((place) => `r.parent_id = ${place}`, filter.parentId);
  if (states !== null) add((place) => `r.state = any(${place})`, states);
  if (filter.type !== null) add((place) => `r.type = ${place}`, filter.type);
  if (filter.actor !== null) {
    add((place) => `position(lower(${place}) in lower(r.actor_name)) > 0`, filter.actor);
  }
  if (filter.from !== null) add((place) => `r.created_at >= ${place}::timestamptz`, filter.from);
  if (filter.to !== null) add((place) => `r.created_at < ${place}::timestamptz`, filter.to);
  return { sql: parts.join(' and '), values };
}
