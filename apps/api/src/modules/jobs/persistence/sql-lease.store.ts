import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/index.js';
import { type JobActor } from '../application/job-type.js';
import {
  LeaseStore,
  type AttemptEnd,
  type ClaimedRun,
  type Lease,
  type NewLogLine,
  type StoredProgress,
} from '../application/jobs.ports.js';

/** The condition of every write of a worker; `$1` to `$3` are run, worker and attempt. */
const HELD = `id = $1 and state = 'running' and lease_worker = $2 and attempt = $3`;

/** When a lease of so many milliseconds ends; of the moment, not of the transaction's begin. */
const leaseEnd = (milliseconds: string): string =>
  `clock_timestamp() + ${milliseconds} * interval '1 millisecond'`;

/** The runs that {@link LeaseStore.overdue} means; `$1` is the instant of cancelling. */
const OVERDUE = `state = 'running' and (lease_until < clock_timestamp() or cancel_requested_at < $1)`;

interface ClaimedRow extends Omit<ClaimedRun, 'actor'> {
  readonly actorKind: JobActor['kind'];
  readonly actorId: string;
  readonly actorName: string;
}

/** {@link LeaseStore} in PostgreSQL. */
@Injectable()
export class SqlLeaseStore extends LeaseStore {
  constructor(private readonly database: Database) {
    super();
  }

  async hasQueued(): Promise<boolean> {
    const rows = await this.database.query(
      `select id from job_run where state = 'queued' and queue_entry_id is not null limit 1`,
    );
    return rows.length === 1;
  }

  async runningByType(tx: Tx): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ type: string; count: number }>(
      `select type, count(*) filter (where state = 'running' and not waits_for_children)::int as count
         from job_run where state in ('queued', 'running') group by type`,
    );
    return new Map(rows.map(({ type, count }) => [type, count]));
  }

  async claim(
    tx: Tx,
    id: string,
    lease: { worker: string; leaseMs: number; now: Date },
  ): Promise<ClaimedRun | null> {
    const [row] = await tx.query<ClaimedRow>(
      `update job_run
          set state = 'running', attempt = attempt + 1, lease_worker = $2, lease_until = ${leaseEnd('$3')},
              started_at = coalesce(started_at, $4), queue_entry_id = null, waits_for_children = false,
              error_class = null, error_message = null, progress_per_second = null,
              progress_remaining_seconds = null
        where id = $1 and state = 'queued'
        returning id, type, parameters, is_dry_run as "isDryRun", attempt,
                  attempts_counted as "attemptsCounted", attempts_max as "attemptsMax", checkpoint,
                  actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName"`,
      [id, lease.worker, lease.leaseMs, lease.now],
    );
    if (row === undefined) return null;
    await tx.query(
      'insert into job_attempt (run_id, attempt, worker, started_at) values ($1, $2, $3, $4)',
      [id, row.attempt, lease.worker, lease.now],
    );
    const { actorKind, actorId, actorName, ...run } = row;
    return { ...run, actor: { kind: actorKind, id: actorId, name: actorName } };
  }

  async prolong(
    leases: readonly Lease[],
    leaseMs: number,
  ): Promise<ReadonlyMap<string, { readonly isCancelRequested: boolean }>> {
    const [first] = leases;
    if (first === undefined) return new Map();
    const runs = leases.map(({ runId }) => runId);
    const attempts = leases.map(({ attempt }) => attempt);
    const ours = `from job_run r join unnest($1::uuid[], $2::int[]) as ours (id, attempt)
         on ours.id = r.id and ours.attempt = r.attempt
       where r.state = 'running' and r.lease_worker = $3`;
    await this.database.query(
      `update job_run set lease_until = ${leaseEnd('$4')}
        where id in (select r.id ${ours} for update of r skip locked)`,
      [runs, attempts, first.worker, leaseMs],
    );
    const rows = await this.database.query<{ id: string; isCancelRequested: boolean }>(
      `select r.id, r.cancel_requested_at is not null as "isCancelRequested" ${ours}`,
      [runs, attempts, first.worker],
    );
    return new Map(rows.map(({ id, isCancelRequested }) => [id, { isCancelRequested }]));
  }

  async saveProgress(lease: Lease, progress: StoredProgress, now: Date): Promise<boolean> {
    const rows = await this.database.query(
      `update job_run
          set progress_done = $4, progress_total = $5, progress_phase = $6, progress_per_second = $7,
              progress_remaining_seconds = $8, progress_at = $9
        where ${HELD} returning id`,
      [
        ...keys(lease),
        progress.done,
        progress.total,
        progress.phase === null ? null : JSON.stringify(progress.phase),
        progress.perSecond,
        progress.remainingSeconds,
        now,
      ],
    );
    return rows.length === 1;
  }

  async saveCheckpoint(
    tx: Tx,
    lease: Lease,
    checkpoint: unknown,
    leaseMs: number,
  ): Promise<boolean> {
    // The lease is prolonged too: while this transaction is open the row is locked for the heartbeat.
    const rows = await tx.query(
      `update job_run set checkpoint = $4, lease_until = ${leaseEnd('$5')} where ${HELD} returning id`,
      [...keys(lease), JSON.stringify(checkpoint), leaseMs],
    );
    return rows.length === 1;
  }

  async addLogLines(lease: Lease, lines: readonly NewLogLine[]): Promise<boolean> {
    // The row lock keeps the ids of one run's lines in the order in which they can be seen.
    const rows = await this.database.query(
      `with run as (select id, attempt from job_run where ${HELD} for update)
       insert into job_log_line (run_id, attempt, at, level, text, text_de)
       select run.id, run.attempt, line.at, line.level, line.text, line.text_de
         from run, unnest($4::timestamptz[], $5::text[], $6::text[], $7::text[])
           with ordinality as line (at, level, text, text_de, position)
        order by line.position returning id`,
      [
        ...keys(lease),
        lines.map(({ at }) => at.toISOString()),
        lines.map(({ level }) => level),
        lines.map(({ text }) => (typeof text === 'string' ? text : text.en)),
        lines.map(({ text }) => (typeof text === 'string' ? null : text.de)),
      ],
    );
    return rows.length === lines.length;
  }

  async endAttempt(tx: Tx, lease: Lease, end: AttemptEnd, now: Date): Promise<boolean> {
    const isOver = ['succeeded', 'failed', 'cancelled', 'dead'].includes(end.to);
    const hasResult = end.result !== undefined;
    const rows = await tx.query(
      `update job_run
          set state = $4, lease_worker = null, lease_until = null, waits_for_children = false,
              ended_at = $5, available_at = $6, attempts_counted = attempts_counted + $7,
              error_class = $8, error_message = $9,
              result = case when $10 then $11::jsonb else result end,
              progress_remaining_seconds = null
        where ${HELD} returning id`,
      [
        ...keys(lease),
        end.to,
        isOver ? now : null,
        end.availableAt,
        end.isCounted ? 1 : 0,
        end.error?.errorClass ?? null,
        end.error?.message ?? null,
        hasResult,
        hasResult ? JSON.stringify(end.result) : null,
      ],
    );
    if (rows.length === 0) return false;
    await tx.query(
      `update job_attempt set ended_at = $3, outcome = $4, error_class = $5, error_message = $6, error_stack = $7
        where run_id = $1 and attempt = $2`,
      [
        lease.runId,
        lease.attempt,
        now,
        end.outcome,
        end.error?.errorClass ?? null,
        end.error?.message ?? null,
        end.error === null ? null : [...end.error.stack],
      ],
    );
    return true;
  }

  async setWaitingForChildren(lease: Lease, result: unknown): Promise<boolean> {
    const rows = await this.database.query(
      `update job_run set waits_for_children = true, result = $4 where ${HELD} returning id`,
      [...keys(lease), JSON.stringify(result ?? null)],
    );
    return rows.length === 1;
  }

  async overdue(cancelRequestedBefore: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from job_run
        where ${OVERDUE} order by id`,
      [cancelRequestedBefore],
    );
    return rows.map(({ id }) => id);
  }

  async isOverdue(tx: Tx, id: string, cancelRequestedBefore: Date): Promise<boolean> {
    const rows = await tx.query(`select id from job_run where ${OVERDUE} and id = $2`, [
      cancelRequestedBefore,
      id,
    ]);
    return rows.length === 1;
  }

  async dueWithoutEntry(now: Date): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from job_run
        where state = 'queued' and queue_entry_id is null and not waits_for_others and available_at <= $1
        order by available_at, id limit 1000`,
      [now],
    );
    return rows.map(({ id }) => id);
  }
}

function keys(lease: Lease): [string, string, number] {
  return [lease.runId, lease.worker, lease.attempt];
}
