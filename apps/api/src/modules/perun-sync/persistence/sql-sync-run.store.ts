import { Injectable } from '@nestjs/common';
import { type SyncItemKind } from '@os-credits/contracts';
import { Database, type Queries, type Tx } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { type PlannedItem } from '../application/plan/change-set.js';
import {
  SyncRunStore,
  type ActiveSyncState,
  type NewSyncRun,
  type SyncRunNumbers,
} from '../application/sync.ports.js';

const ITEMS_PER_STATEMENT = 2_000;
/** States of a job in which it will still do something. */
const ACTIVE_JOB = `('queued', 'running', 'waiting-for-approval')`;

/** {@link SyncRunStore} on PostgreSQL. */
@Injectable()
export class SqlSyncRunStore extends SyncRunStore {
  constructor(private readonly database: Database) {
    super();
  }

  async begin(tx: Tx, run: NewSyncRun): Promise<{ id: string; state: string }> {
    await endLeftBehind(tx, run.jobId, run.startedAt);
    const [own] = await tx.query<{ id: string; state: string }>(
      `update sync_run set ended_at = null, error = null,
              state = case when state in ('computing', 'waiting', 'applying') then state else 'computing' end
        where job_id = $1 returning id, state`,
      [run.jobId],
    );
    if (own !== undefined) return own;
    const [made] = await tx.query<{ id: string; state: string }>(
      `insert into sync_run (id, job_id, scope, project_name, is_dry_run, actor, started_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id, state`,
      [run.id, run.jobId, run.scope, run.projectName, run.isDryRun, run.actor, run.startedAt],
    );
    if (made !== undefined) return made;
    throw new DomainError({
      code: 'conflict',
      kind: 'conflict',
      message: 'Another sync with Perun is under way; this one did nothing.',
    });
  }

  async lockActive(tx: Tx, id: string): Promise<ActiveSyncState | null> {
    const [row] = await tx.query<{ state: ActiveSyncState }>(
      `select state from sync_run
        where id = $1 and state in ('computing', 'waiting', 'applying') for no key update`,
      [id],
    );
    return row?.state ?? null;
  }

  async setState(tx: Tx, id: string, state: ActiveSyncState, now: Date): Promise<void> {
    await tx.query(
      `update sync_run set state = $2, waiting_since = case when $2 = 'waiting' then $3::timestamptz end
        where id = $1`,
      [id, state, now],
    );
  }

  async end(tx: Tx, id: string, state: 'done' | 'failed', now: Date): Promise<void> {
    await tx.query(`update sync_run set state = $2, ended_at = $3, error = null where id = $1`, [
      id,
      state,
      now,
    ]);
  }

  async addNumbers(tx: Tx, id: string, numbers: SyncRunNumbers): Promise<void> {
    await tx.query(
      `update sync_run
          set group_count = coalesce($2, group_count),
              changed_group_count = coalesce($3, changed_group_count),
              people_list_count = coalesce(people_list_count, 0) + coalesce($4, 0),
              call_count = call_count + $5, work_ms = work_ms + $6,
              extra_write_count = extra_write_count + $7
        where id = $1`,
      [
        id,
        numbers.groupCount ?? null,
        numbers.changedGroupCount ?? null,
        numbers.peopleGroupCount ?? null,
        numbers.callCount ?? 0,
        numbers.workMs ?? 0,
        numbers.extraWriteCount ?? 0,
      ],
    );
  }

  async setError(id: string, error: string): Promise<void> {
    await this.database.query(`update sync_run set error = $2 where id = $1`, [
      id,
      error.slice(0, 2_000),
    ]);
  }

  async removeItems(tx: Tx, id: string): Promise<void> {
    await tx.query(`delete from sync_item where sync_run_id = $1 and status <> 'applied'`, [id]);
    await tx.query(`update sync_run set people_list_count = 0 where id = $1`, [id]);
  }

  async addItems(tx: Tx, id: string, items: readonly PlannedItem[]): Promise<void> {
    for (let from = 0; from < items.length; from += ITEMS_PER_STATEMENT) {
      const part = items.slice(from, from + ITEMS_PER_STATEMENT);
      await tx.query(
        `insert into sync_item (sync_run_id, kind, status, group_id, project_name, subject, before, after,
                                guard, detail, payload)
         select $1, kind, status, "groupId", project, subject, before, after, guard, detail,
                coalesce(payload, '{}')
           from jsonb_to_recordset($2::jsonb) as i(kind text, status text, "groupId" int, project text,
                  subject text, before text, after text, guard text, detail text, payload jsonb)`,
        [id, storable(JSON.stringify(part))],
      );
    }
  }

  async countByStatus(
    id: string,
    tx: Queries = this.database,
  ): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.query<{ status: string; count: number }>(
      `select status, count(*)::int as count from sync_item where sync_run_id = $1 group by status`,
      [id],
    );
    return new Map(rows.map(({ status, count }) => [status, count]));
  }

  async countDue(id: string): Promise<ReadonlyMap<SyncItemKind, number>> {
    const rows = await this.database.query<{ kind: SyncItemKind; count: number }>(
      `select kind, count(*)::int as count from sync_item
        where sync_run_id = $1 and status in ('planned', 'approved') group by kind`,
      [id],
    );
    return new Map(rows.map(({ kind, count }) => [kind, count]));
  }

  async approvedGroups(id: string, grants: boolean): Promise<number[]> {
    const rows = await this.database.query<{ group_id: number }>(
      `select distinct group_id from sync_item
        where sync_run_id = $1 and decided_at is not null and status = 'applied'
          and (kind in ('project-new', 'project-renamed') or (kind = 'grant' and $2::boolean))`,
      [id, grants],
    );
    return rows.map((row) => row.group_id);
  }

  async skipWaiting(tx: Tx, id: string, detail: string): Promise<number> {
    const skipped = await tx.query(
      `update sync_item set status = 'skipped', detail = concat_ws(' ', detail, $2::text)
        where sync_run_id = $1 and status = 'waiting' returning id`,
      [id, detail],
    );
    return skipped.length;
  }

  async findForDecision(
    tx: Tx,
    id: string,
  ): Promise<{ state: string; jobId: string; isDryRun: boolean } | null> {
    const [row] = await tx.query<{ state: string; jobId: string; isDryRun: boolean }>(
      `select state, job_id as "jobId", is_dry_run as "isDryRun" from sync_run
        where id = $1 for no key update`,
      [id],
    );
    return row ?? null;
  }

  async decide(
    tx: Tx,
    decision: {
      readonly syncRunId: string;
      readonly items: 'all-waiting' | readonly string[];
      readonly decision: 'approve' | 'reject';
      readonly reason: string;
    },
    decidedBy: string,
    now: Date,
  ): Promise<number> {
    const { items } = decision;
    const ids = items === 'all-waiting' ? null : items.filter((id) => /^\d{1,18}$/.test(id));
    const decided = await tx.query(
      `update sync_item set status = $3, decided_by = $4, decided_at = $5, decision_reason = nullif($6::text, '')
        where sync_run_id = $1 and status = 'waiting' and ($2::bigint[] is null or id = any ($2))
       returning id`,
      [
        decision.syncRunId,
        ids,
        decision.decision === 'approve' ? 'approved' : 'rejected',
        decidedBy,
        now,
        decision.reason,
      ],
    );
    return decided.length;
  }

  async waitingSince(tx: Tx, before: Date): Promise<{ id: string; jobId: string }[]> {
    return tx.query(
      `select r.id, r.job_id as "jobId" from sync_run r join job_run j on j.id = r.job_id
        where r.state = 'waiting' and r.waiting_since < $1 and j.state = 'waiting-for-approval'
          for no key update of r`,
      [before],
    );
  }

  async removeEndedBefore(before: Date): Promise<number> {
    const removed = await this.database.query(
      `delete from sync_run where ended_at < $1 returning id`,
      [before],
    );
    return removed.length;
  }
}

/** A job that failed for good, or was cancelled, cannot end its run itself. */
async function endLeftBehind(tx: Tx, jobId: string, now: Date): Promise<void> {
  await tx.query(
    `update sync_run r
        set state = case when j.state = 'cancelled' then 'cancelled' else 'failed' end, ended_at = $2
       from (select s.id, (select state from job_run where id = s.job_id) as state
               from sync_run s where s.state in ('computing', 'waiting', 'applying')) j
      where r.id = j.id and r.job_id <> $1 and (j.state is null or j.state not in ${ACTIVE_JOB})`,
    [jobId, now],
  );
}

/** PostgreSQL's `jsonb` takes neither NUL nor halves of surrogate pairs; Perun's texts may hold anything. */
function storable(json: string): string {
  return json.replaceAll('\\u0000', '\\ufffd').toWellFormed();
}
