import { Injectable } from '@nestjs/common';
import { Database, type SqlValue, type Tx } from '../../../platform/database/index.js';
import {
  ScheduleStore,
  type ScheduleStamp,
  type ScheduleValues,
  type StoredSchedule,
} from '../application/schedule-store.js';

const COLUMNS = `s.id, s.name, s.type, s.parameters, s.is_dry_run as "isDryRun", s.cron, s.timezone,
  s.missed_rule as "missedRule", s.is_paused as "isPaused", s.next_run_at as "nextRunAt",
  s.last_run_id as "lastRunId", s.last_run_at as "lastRunAt", s.last_error as "lastError",
  (select state from job_run r where r.id = s.last_run_id) as "lastRunState",
  s.version, s.updated_at as "updatedAt", s.updated_by as "updatedBy"`;

/** {@link ScheduleStore} in PostgreSQL. */
@Injectable()
export class SqlScheduleStore extends ScheduleStore {
  constructor(private readonly database: Database) {
    super();
  }

  async list(): Promise<StoredSchedule[]> {
    return this.database.query<StoredSchedule>(
      `select ${COLUMNS} from job_schedule s order by lower(s.name), s.id`,
    );
  }

  async find(id: string): Promise<StoredSchedule | null> {
    const [row] = await this.database.query<StoredSchedule>(
      `select ${COLUMNS} from job_schedule s where s.id = $1`,
      [id],
    );
    return row ?? null;
  }

  async insert(tx: Tx, values: ScheduleValues, stamp: ScheduleStamp): Promise<string | null> {
    const [row] = await tx.query<{ id: string }>(
      `insert into job_schedule (name, type, parameters, is_dry_run, cron, timezone, missed_rule, is_paused,
         next_run_at, updated_at, updated_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (name) do nothing returning id`,
      [...columnsOf(values), stamp.at, stamp.by],
    );
    return row?.id ?? null;
  }

  async update(
    tx: Tx,
    id: string,
    version: number,
    values: ScheduleValues,
    stamp: ScheduleStamp,
  ): Promise<'updated' | 'other-version' | 'name-taken'> {
    const [namesake] = await tx.query(
      'select id from job_schedule where name = $1 and id <> $2 for key share',
      [values.name, id],
    );
    if (namesake !== undefined) return 'name-taken';
    const rows = await tx.query(
      `update job_schedule
          set name = $1, type = $2, parameters = $3, is_dry_run = $4, cron = $5, timezone = $6,
              missed_rule = $7, is_paused = $8, next_run_at = $9, updated_at = $10, updated_by = $11,
              version = version + 1, last_error = null
        where id = $12 and version = $13 returning id`,
      [...columnsOf(values), stamp.at, stamp.by, id, version],
    );
    return rows.length === 1 ? 'updated' : 'other-version';
  }

  async remove(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.query('delete from job_schedule where id = $1 returning id', [id]);
    return rows.length === 1;
  }

  async lockDue(tx: Tx, now: Date): Promise<StoredSchedule | null> {
    const [row] = await tx.query<StoredSchedule>(
      `select ${COLUMNS} from job_schedule s
        where not s.is_paused and (s.next_run_at is null or s.next_run_at <= $1)
        order by s.next_run_at nulls first, s.id limit 1 for update of s skip locked`,
      [now],
    );
    return row ?? null;
  }

  async setNext(
    tx: Tx,
    id: string,
    change: {
      readonly nextRunAt: Date | null;
      readonly run: { readonly id: string; readonly at: Date } | null;
      readonly error: string | null;
    },
  ): Promise<void> {
    await tx.query(
      `update job_schedule
          set next_run_at = $2::timestamptz, is_paused = is_paused or $2::timestamptz is null, last_error = $3, last_run_id = coalesce($4, last_run_id),
              last_run_at = coalesce($5, last_run_at)
        where id = $1`,
      [id, change.nextRunAt, change.error, change.run?.id ?? null, change.run?.at ?? null],
    );
  }
}

function columnsOf(values: ScheduleValues): SqlValue[] {
  return [
    values.name,
    values.type,
    JSON.stringify(values.parameters),
    values.isDryRun,
    values.cron,
    values.timezone,
    values.missedRule,
    values.isPaused,
    values.nextRunAt,
  ];
}
