import { Injectable } from '@nestjs/common';
import { ACTIVE_JOB_STATES, type JobState } from '@os-credits/contracts';
import { type Tx } from '../../../platform/database/index.js';
import {
  RunStore,
  type ChildRun,
  type LockedRun,
  type NewLogLine,
  type NewRun,
} from '../application/jobs.ports.js';
import { statesBefore } from '../application/job-states.js';

const ACTIVE: readonly JobState[] = ACTIVE_JOB_STATES;

/** {@link RunStore} in PostgreSQL. */
@Injectable()
export class SqlRunStore extends RunStore {
  async insert(tx: Tx, run: NewRun): Promise<boolean> {
    const rows = await tx.query(
      `insert into job_run (id, type, parameters, is_dry_run, priority, unique_key, idempotency_key,
         idempotency_hash, state, attempts_max, actor_kind, actor_id, actor_name, parent_id, repeat_of,
         schedule_id, created_at, available_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, $10, $11, $12, $13, $14, $15, $16, $16)
       on conflict do nothing returning id`,
      [
        run.id,
        run.type,
        JSON.stringify(run.parameters),
        run.isDryRun,
        run.priority,
        run.uniqueKey,
        run.idempotency?.key ?? null,
        run.idempotency?.hash ?? null,
        run.attemptsMax,
        run.actor.kind,
        run.actor.id,
        run.actor.name,
        run.parentId,
        run.repeatOf,
        run.scheduleId,
        run.createdAt,
      ],
    );
    return rows.length === 1;
  }

  async activeWithKey(tx: Tx, uniqueKey: string): Promise<string | null> {
    const [row] = await tx.query<{ id: string }>(
      'select id from job_run where unique_key = $1 and state = any($2)',
      [uniqueKey, ACTIVE],
    );
    return row?.id ?? null;
  }

  async withIdempotencyKey(
    tx: Tx,
    actorId: string,
    key: string,
  ): Promise<{ id: string; hash: string } | null> {
    const [row] = await tx.query<{ id: string; hash: string }>(
      `select id, idempotency_hash as hash from job_run where actor_id = $1 and idempotency_key = $2`,
      [actorId, key],
    );
    return row ?? null;
  }

  async lock(tx: Tx, id: string, whenHeld: 'wait' | 'skip' = 'wait'): Promise<LockedRun | null> {
    const [row] = await tx.query<LockedRun>(
      `select id, type, parameters, is_dry_run as "isDryRun", priority, state, attempt,
              attempts_counted as "attemptsCounted", attempts_max as "attemptsMax",
              lease_worker as "leaseWorker", queue_entry_id as "queueEntryId",
              checkpoint is not null as "hasCheckpoint", cancel_requested_at as "cancelRequestedAt",
              unique_key as "uniqueKey", parent_id as "parentId"
         from job_run where id = $1 for update ${whenHeld === 'skip' ? 'skip locked' : ''}`,
      [id],
    );
    return row ?? null;
  }

  async children(tx: Tx, parentId: string): Promise<ChildRun[]> {
    return tx.query<ChildRun>(
      'select id, type, parameters, state from job_run where parent_id = $1 order by created_at, id',
      [parentId],
    );
  }

  async activeDescendants(tx: Tx, id: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `with recursive below as (
         select id, state from job_run where parent_id = $1
         union all
         select r.id, r.state from job_run r join below b on r.parent_id = b.id)
       select id from below where state = any($2) order by id`,
      [id, ACTIVE],
    );
    return rows.map((row) => row.id);
  }

  async enqueue(
    tx: Tx,
    id: string,
    change: { availableAt: Date; isFromStart: boolean; isOverBefore: boolean },
  ): Promise<void> {
    await tx.query(
      `update job_run
          set state = 'queued', available_at = $2, ended_at = null, cancel_requested_at = null,
              cancel_requested_by = null, error_class = null, error_message = null,
              checkpoint = case when $3 then null else checkpoint end,
              progress_done = case when $3 then 0 else progress_done end,
              progress_total = case when $3 then null else progress_total end,
              progress_phase = case when $3 then null else progress_phase end,
              progress_at = case when $3 then null else progress_at end,
              progress_per_second = null, progress_remaining_seconds = null,
              result = case when $4 then null else result end,
              started_at = case when $4 then null else started_at end,
              attempts_counted = case when $4 then 0 else attempts_counted end
        where id = $1 and state = any($5)`,
      [
        id,
        change.availableAt,
        change.isFromStart,
        change.isOverBefore,
        statesBefore(change.isOverBefore ? 'restart' : 'approve'),
      ],
    );
  }

  async cancelIdle(tx: Tx, id: string, now: Date): Promise<void> {
    await tx.query(
      `update job_run set state = 'cancelled', ended_at = $2, queue_entry_id = null, waits_for_others = false
        where id = $1 and state = any($3)`,
      [id, now, statesBefore('cancel').filter((state) => state !== 'running')],
    );
  }

  async requestCancel(tx: Tx, id: string, by: string, now: Date): Promise<void> {
    await tx.query(
      `update job_run set cancel_requested_at = coalesce(cancel_requested_at, $3),
              cancel_requested_by = coalesce(cancel_requested_by, $2)
        where id = $1 and state = any($4)`,
      [id, by, now, ACTIVE],
    );
  }

  async setQueueEntry(tx: Tx, id: string, entryId: string): Promise<void> {
    await tx.query(`update job_run set queue_entry_id = $2 where id = $1 and state = 'queued'`, [
      id,
      entryId,
    ]);
  }

  async countOutcome(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `insert into job_outcome (type, outcome, total, seconds_sum, last_seconds, last_at)
       select type, state, 1, seconds, seconds, ended_at
         from (select type, state, ended_at,
                      extract(epoch from ended_at - coalesce(started_at, ended_at))::double precision as seconds
                 from job_run where id = $1 and ended_at is not null and not is_dry_run) run
       on conflict (type, outcome) do update
         set total = job_outcome.total + 1, seconds_sum = job_outcome.seconds_sum + excluded.seconds_sum,
             last_seconds = excluded.last_seconds,
             last_at = greatest(job_outcome.last_at, excluded.last_at)`,
      [id],
    );
  }

  async addLogLine(tx: Tx, id: string, line: NewLogLine): Promise<void> {
    const { text } = line;
    await tx.query(
      `with run as (select id, attempt from job_run where id = $1 for update)
       insert into job_log_line (run_id, attempt, at, level, text, text_de)
       select id, attempt, $2, $3, $4, $5 from run`,
      [id, line.at, line.level, ...(typeof text === 'string' ? [text, null] : [text.en, text.de])],
    );
  }
}
