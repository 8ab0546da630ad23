import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import { SyncTimetable } from '../application/sync-timetable.js';

/** {@link SyncTimetable} on PostgreSQL. */
@Injectable()
export class SqlSyncTimetable extends SyncTimetable {
  constructor(private readonly database: Database) {
    super();
  }

  async makeScheduleOnce(): Promise<void> {
    await this.database.query(
      `with first as (
         update perun_state set is_schedule_made = true where not is_schedule_made returning id)
       insert into job_schedule (name, type, parameters, cron, timezone, updated_by)
       select 'Nightly sync with Perun', 'perun-sync', '{"scope": "all", "refreshPeople": "needed"}',
              '0 2 * * *', 'Europe/Berlin', 'system'
         from first
        where not exists (select from job_schedule where type = 'perun-sync')
       on conflict (name) do nothing`,
    );
  }

  async history(): Promise<{
    hasSucceeded: boolean;
    isActive: boolean;
    lastStartedAt: string | null;
  }> {
    const [row] = await this.database.query<{
      hasSucceeded: boolean;
      isActive: boolean;
      lastStartedAt: string | null;
    }>(
      `select exists (select from sync_run where state = 'done' and not is_dry_run and scope <> 'project') as "hasSucceeded",
              exists (select from job_run where type = 'perun-sync'
                         and state in ('queued', 'running', 'waiting-for-approval')) as "isActive",
              (select max(started_at) from sync_run where not is_dry_run and scope <> 'project') as "lastStartedAt"`,
    );
    return row ?? { hasSucceeded: false, isActive: false, lastStartedAt: null };
  }
}
