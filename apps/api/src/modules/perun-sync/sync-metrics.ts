import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { Metrics } from '../../platform/metrics/index.js';

/** What the database knows about syncs, as metrics of the HTTP process. */
@Injectable()
export class SyncMetrics {
  constructor(
    @Inject(Metrics) metrics: Metrics,
    @Inject(Database) private readonly database: Database,
  ) {
    const lastSuccess = metrics.gauge(
      'os_credits_perun_sync_last_success_timestamp_seconds',
      'When the last sync with Perun ended well; 0 before the first',
    );
    const duration = metrics.gauge(
      'os_credits_perun_sync_duration_seconds',
      'Time at work of the last sync that ended well, without waiting for people',
    );
    const calls = metrics.gauge(
      'os_credits_perun_sync_calls',
      'Calls to Perun of the last sync that ended well',
    );
    const items = metrics.gauge(
      'os_credits_perun_sync_items',
      'Changes of the last sync that ended well, by kind and outcome',
      ['kind', 'outcome'],
    );
    const drift = metrics.gauge(
      'os_credits_perun_drift_open',
      'Values of ours that Perun holds otherwise and nobody decided about',
    );
    const waiting = metrics.gauge(
      'os_credits_perun_sync_waiting_items',
      'Changes that wait for a decision',
    );
    metrics.beforeScrape(async () => {
      const [row] = await this.database.query<{
        at: number;
        seconds: number;
        calls: number;
        drift: number;
        waiting: number;
      }>(NUMBERS_SQL);
      lastSuccess.set(row?.at ?? 0);
      duration.set(row?.seconds ?? 0);
      calls.set(row?.calls ?? 0);
      drift.set(row?.drift ?? 0);
      waiting.set(row?.waiting ?? 0);
      items.reset();
      const rows = await this.database.query<{ kind: string; outcome: string; count: number }>(
        ITEMS_SQL,
      );
      for (const { kind, outcome, count } of rows) items.set({ kind, outcome }, count);
    });
  }
}

const LAST_SQL = `
  select id, ended_at, work_ms, call_count from sync_run
   where state = 'done' and not is_dry_run order by ended_at desc limit 1`;

const NUMBERS_SQL = `
with last as (${LAST_SQL})
select coalesce(extract(epoch from (select ended_at from last)), 0)::float8 as at,
       coalesce((select work_ms from last), 0)::float8 / 1000 as seconds,
       coalesce((select call_count from last), 0) as calls,
       (select count(*)::int from perun_drift where status = 'open') as drift,
       (select count(*)::int from sync_item i join sync_run r on r.id = i.sync_run_id
         where i.status = 'waiting' and r.state = 'waiting') as waiting`;

const ITEMS_SQL = `
with last as (${LAST_SQL})
select kind, status as outcome, count(*)::int as count
  from sync_item where sync_run_id = (select id from last) group by kind, status`;
