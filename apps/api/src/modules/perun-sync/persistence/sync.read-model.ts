import { Injectable } from '@nestjs/common';
import {
  perunCheck,
  type Drift,
  type ListDriftResponse,
  type ListSyncItemsResponse,
  type ListSyncRunsResponse,
  type PerunCheck,
  type PerunStatus,
  type SyncItem,
  type SyncRun,
  type listDriftQuery,
  type listSyncItemsQuery,
  type listSyncRunsQuery,
} from '@os-credits/contracts';
import { z } from 'zod';
import { Database } from '../../../platform/database/index.js';
import { decodeCursor, encodeCursor } from '../../../platform/http/index.js';
import { SyncReads } from '../application/sync-reads.js';
import { SyncRules } from '../application/sync-rules.js';

/** A run whose job ended without it can no longer say so itself. */
const STATE = `case when r.state not in ('computing', 'waiting', 'applying') then r.state
       when j.state in ('failed', 'dead') then 'failed'
       when j.state = 'cancelled' then 'cancelled' else r.state end`;

const RUN_COLUMNS = `
  r.id, r.job_id as "jobId", ${STATE} as state, r.scope, r.project_name as project,
  r.is_dry_run as "isDryRun", r.started_at as "startedAt", coalesce(r.ended_at, j.ended_at) as "endedAt",
  r.actor, r.call_count as "callCount", r.group_count as "groupCount", r.error,
  coalesce(counted.counts, '[]') as counts, coalesce(counted.waiting, 0) as "waitingCount"`;

const RUN_FROM = `
  from sync_run r
  left join job_run j on j.id = r.job_id
  left join lateral (
    select json_agg(json_build_object('kind', kind, 'status', status, 'count', count) order by kind, status) as counts,
           coalesce(sum(count) filter (where status = 'waiting'), 0)::int as waiting
      from (select kind, status, count(*)::int as count from sync_item
             where sync_run_id = r.id group by kind, status) k) counted on true`;

const runKey = z.tuple([z.string(), z.string()]);
const itemKey = z.tuple([z.boolean(), z.string(), z.string()]);
const driftKey = z.tuple([z.boolean(), z.string(), z.string()]);

/** {@link SyncReads} on PostgreSQL. */
@Injectable()
export class SyncReadModel extends SyncReads {
  constructor(
    private readonly database: Database,
    private readonly rules: SyncRules,
  ) {
    super();
  }

  async listRuns(query: z.output<typeof listSyncRunsQuery>): Promise<ListSyncRunsResponse> {
    const after = decodeCursor(query.cursor, runKey);
    const rows = await this.database.query<SyncRun>(
      `select ${RUN_COLUMNS} ${RUN_FROM}
        where ($1::text is null or ${STATE} = $1)
          and ($2::timestamptz is null or (r.started_at, r.id) < ($2, $3::uuid))
        order by r.started_at desc, r.id desc limit $4`,
      [query.state ?? null, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
    );
    const { page, last } = pageOf(rows, query.limit);
    return { runs: page, nextCursor: last && encodeCursor([last.startedAt, last.id]) };
  }

  async findRun(id: string): Promise<SyncRun | null> {
    const [row] = await this.database.query<SyncRun>(
      `select ${RUN_COLUMNS} ${RUN_FROM} where r.id = $1`,
      [id],
    );
    return row ?? null;
  }

  async listItems(
    id: string,
    query: z.output<typeof listSyncItemsQuery>,
  ): Promise<ListSyncItemsResponse> {
    const after = decodeCursor(query.cursor, itemKey);
    const rows = await this.database.query<SyncItem>(
      `select id::text, kind, status, project_name as project, group_id as "groupId", subject, before, after,
              guard, detail, decided_by as "decidedBy", decided_at as "decidedAt",
              decision_reason as "decisionReason"
         from sync_item
        where sync_run_id = $1
          and ($2::text is null or status = $2) and ($3::text is null or kind = $3)
          and ($4::text is null or project_name ilike '%' || $4 || '%')
          and ($5::boolean is null
               or ((status <> 'waiting'), coalesce(project_name, ''), id) > ($5, $6::text, $7::bigint))
        order by (status <> 'waiting'), coalesce(project_name, ''), id limit $8`,
      [
        id,
        query.status ?? null,
        query.kind ?? null,
        query.project === undefined ? null : query.project.replace(/[\\%_]/g, '\\$&'),
        after?.[0] ?? null,
        after?.[1] ?? null,
        after?.[2] ?? null,
        query.limit + 1,
      ],
    );
    const { page, last } = pageOf(rows, query.limit);
    return {
      items: page,
      nextCursor: last && encodeCursor([last.status !== 'waiting', last.project ?? '', last.id]),
    };
  }

  async listDrift(query: z.output<typeof listDriftQuery>): Promise<ListDriftResponse> {
    const after = decodeCursor(query.cursor, driftKey);
    const rows = await this.drift(
      `where ($2::text is null or d.status = $2)
         and ($3::boolean is null or (d.status <> 'open') > $3
              or ((d.status <> 'open') = $3 and (d.detected_at, d.id) < ($4::timestamptz, $5::bigint)))
       order by (d.status <> 'open'), d.detected_at desc, d.id desc limit $6`,
      [
        query.status ?? null,
        after?.[0] ?? null,
        after?.[1] ?? null,
        after?.[2] ?? null,
        query.limit + 1,
      ],
    );
    const [open] = await this.database.query<{ count: number }>(
      `select count(*)::int as count from perun_drift where status = 'open'`,
    );
    const { page, last } = pageOf(rows, query.limit);
    return {
      drift: page,
      openCount: open?.count ?? 0,
      nextCursor: last && encodeCursor([last.status !== 'open', last.detectedAt, last.id]),
    };
  }

  async findDrift(id: string): Promise<Drift | null> {
    if (!/^\d{1,18}$/.test(id)) return null;
    const [row] = await this.drift('where d.id = $2', [id]);
    return row ?? null;
  }

  async status(): Promise<Omit<PerunStatus, 'mode' | 'host' | 'grantsOwnedBy' | 'attributes'>> {
    const [row] = await this.database.query<
      Omit<PerunStatus, 'mode' | 'host' | 'grantsOwnedBy' | 'attributes' | 'lastCheck'> & {
        lastCheck: unknown;
      }
    >(STATUS_SQL);
    if (row === undefined) throw new Error('the state of Perun has no row');
    const lastCheck = perunCheck.safeParse(row.lastCheck);
    return { ...row, lastCheck: lastCheck.success ? lastCheck.data : null };
  }

  async saveCheck(check: PerunCheck): Promise<void> {
    await this.database.query(`update perun_state set last_check = $1`, [JSON.stringify(check)]);
  }

  /** @param rest from `where` on; its placeholders begin at $2 */
  private drift(rest: string, values: (string | number | boolean | null)[]): Promise<Drift[]> {
    const { resources } = this.rules;
    return this.database.query<Drift>(
      `select d.id::text, p.name as project, d.attribute,
              case when d.resource_id is not null
                   then coalesce((select coalesce(s.display_name, s.name)
                                    from jsonb_to_recordset($1::jsonb) as r(id int, site text)
                                    left join site s on s.name = r.site
                                   where r.id = d.resource_id), d.resource_id::text) end as site,
              d.ours, d.theirs, trim_scale(d.difference)::text as difference, d.changed_by as "changedBy",
              d.changed_at as "changedAt", d.detected_at as "detectedAt", d.status,
              d.difference is not null and d.status = 'open' as "canTakeTheirs",
              d.resolved_at as "resolvedAt", d.resolved_by as "resolvedBy", d.reason
         from perun_drift d join project p on p.id = d.project_id ${rest}`,
      [JSON.stringify(resources), ...values],
    );
  }
}

const STATUS_SQL = `
select state.last_check as "lastCheck",
       (select json_build_object('syncRunId', r.id,
                 'at', to_char(r.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                 'durationMs', r.work_ms, 'callCount', r.call_count)
          from sync_run r where r.state = 'done' and not r.is_dry_run
         order by r.ended_at desc limit 1) as "lastSuccess",
       (select r.id from sync_run r join job_run j on j.id = r.job_id
         where r.state in ('computing', 'waiting', 'applying')
           and j.state in ('queued', 'running', 'waiting-for-approval')) as "activeSyncRunId",
       (select min(next_run_at) from job_schedule where type = 'perun-sync' and not is_paused) as "nextRunAt",
       (select count(*)::int from perun_drift where status = 'open') as "openDriftCount",
       (select count(*)::int from sync_item i join sync_run r on r.id = i.sync_run_id
         where i.status = 'waiting' and r.state = 'waiting' and not r.is_dry_run) as "waitingItemCount",
       (select json_build_object(
                 'active', count(*) filter (where status = 'active'),
                 'inactive', count(*) filter (where status = 'inactive'),
                 'unverified', count(*) filter (where status = 'unverified')) from project) as "projectCounts"
  from perun_state state`;

/** One row more than the page tells whether another page follows. */
function pageOf<Row>(rows: readonly Row[], limit: number): { page: Row[]; last: Row | null } {
  const page = rows.slice(0, limit);
  return { page, last: rows.length > limit ? (page.at(-1) ?? null) : null };
}
