import { Injectable } from '@nestjs/common';
import { toTimestamp, type SqlValue, type Tx } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import {
  HeldChargeRepository,
  type DecidedInterval,
  type HeldDecision,
  type HeldFilter,
  type HeldIntervalKey,
} from '../application/held-charges.ports.js';
import { columnsOf, microsOf } from './columns.js';

const LOCK_NOT_AVAILABLE = '55P03';
/** A pass of rating lasts a second or two; somebody waits for the answer. */
const LOCK_MS_MAX = 20_000;

const COLUMNS = `h.project_id, h.series_id, ${microsOf('h.from_at')} as from_micros,
       ${microsOf('h.to_at')} as to_micros, h.quantity::text, h.limit_per_hour::text, h.status`;

/** Placeholders $1 project, $2 site, $3 metric. */
const HELD = `held_charge h
  join series s on s.project_id = h.project_id and s.id = h.series_id
  join project p on p.id = h.project_id
  join site si on si.id = s.site_id
  join metric m on m.id = s.metric_id
 where h.status = 'held' and ($1::text is null or p.name = $1) and ($2::text is null or si.name = $2)
   and ($3::text is null or m.name = $3)`;

interface HeldRow {
  readonly project_id: number;
  readonly series_id: number;
  readonly from_micros: string;
  readonly to_micros: string;
  readonly quantity: string;
  readonly limit_per_hour: string;
  readonly status: DecidedInterval['status'];
}

/** Decisions about held charges on PostgreSQL. */
@Injectable()
export class SqlHeldChargeRepository extends HeldChargeRepository {
  async lockRating(tx: Tx): Promise<void> {
    await tx.query(`select set_config('lock_timeout', $1, true)`, [String(LOCK_MS_MAX)]);
    try {
      await tx.query(`select pg_advisory_xact_lock(hashtext('os_credits.rating'))`);
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      throw new DomainError({
        code: 'overloaded',
        kind: 'dependency',
        message: 'Readings are being rated, and it takes long. Nothing was decided; try again.',
        retryAfterSeconds: 30,
      });
    }
  }

  async find(tx: Tx, keys: readonly HeldIntervalKey[]): Promise<DecidedInterval[]> {
    const rows = await tx.query<HeldRow>(
      `select ${COLUMNS}
         from held_charge h
         join unnest($1::int[], $2::int[], $3::timestamptz[], $4::timestamptz[]) k(project_id, series_id, from_at, to_at)
        using (project_id, series_id, from_at, to_at)`,
      keyColumns(keys),
    );
    return rows.map(toInterval);
  }

  async findHeld(tx: Tx, filter: HeldFilter, limit: number): Promise<DecidedInterval[]> {
    const rows = await tx.query<HeldRow>(
      `select ${COLUMNS} from ${HELD} order by h.to_at, h.project_id, h.series_id, h.from_at limit $4`,
      [...filterValues(filter), limit],
    );
    return rows.map(toInterval);
  }

  async countHeld(tx: Tx, filter: HeldFilter): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*)::int as count from ${HELD}`,
      filterValues(filter),
    );
    return row?.count ?? 0;
  }

  async decide(
    tx: Tx,
    intervals: readonly DecidedInterval[],
    decision: {
      readonly decision: HeldDecision;
      readonly at: Date;
      readonly by: string;
      readonly reason: string;
    },
  ): Promise<void> {
    await tx.query(
      `with decided as (
         update held_charge h
            set status = $5, decided_at = $6, decided_by = $7, decision_reason = $8
           from unnest($1::int[], $2::int[], $3::timestamptz[], $4::timestamptz[]) k(project_id, series_id, from_at, to_at)
          where (h.project_id, h.series_id, h.from_at, h.to_at) = (k.project_id, k.series_id, k.from_at, k.to_at)
         returning h.*)
       insert into held_charge_decision
              (project_id, series_id, from_at, to_at, quantity, limit_per_hour, decision, decided_at, decided_by, reason)
       select project_id, series_id, from_at, to_at, quantity, limit_per_hour, status, decided_at, decided_by,
              decision_reason
         from decided`,
      [...keyColumns(intervals), decision.decision, decision.at, decision.by, decision.reason],
    );
  }
}

function keyColumns(keys: readonly HeldIntervalKey[]): SqlValue[] {
  return columnsOf(
    keys,
    (one) => one.projectId,
    (one) => one.seriesId,
    (one) => toTimestamp(one.fromMicros),
    (one) => toTimestamp(one.toMicros),
  );
}

function filterValues({ project, site, metric }: HeldFilter): SqlValue[] {
  return [project ?? null, site ?? null, metric ?? null];
}

function toInterval(row: HeldRow): DecidedInterval {
  return {
    projectId: row.project_id,
    seriesId: row.series_id,
    fromMicros: Number(row.from_micros),
    toMicros: Number(row.to_micros),
    quantity: row.quantity,
    limitPerHour: row.limit_per_hour,
    status: row.status,
  };
}

function isLockTimeout(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === LOCK_NOT_AVAILABLE) return true;
  }
  return false;
}
