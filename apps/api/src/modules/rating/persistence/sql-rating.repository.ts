import { Injectable } from '@nestjs/common';
import type { Reading } from '@os-credits/credits';
import {
  Database,
  toTimestamp,
  type Queries,
  type SqlValue,
  type Tx,
} from '../../../platform/database/index.js';
import {
  RatingRepository,
  type ChargeChange,
  type ClaimedPayloads,
  type NeighbouredReading,
  type NewReading,
  type NotedInterval,
  type RatedSeries,
  type SeriesAdvance,
} from '../application/rating.ports.js';
import {
  columnsOf,
  microsOf,
  toMetricRules,
  toReading,
  toReadings,
  type MetricRulesRow,
} from './columns.js';
import { RateWindows } from './rate-windows.js';
import { RATE_PLAIN_SQL } from './rate-plain.sql.js';
import {
  CHANGE_CHARGES_SQL,
  FIND_NEIGHBOURS_SQL,
  LOAD_SERIES_SQL,
  COUNT_DUPLICATES_SQL,
  QUARANTINE_CONFLICTS_SQL,
} from './rating.sql.js';

interface SeriesRow extends MetricRulesRow {
  project_id: number;
  series_id: number;
  site_id: number;
  metric_id: number;
  first_at: string | null;
  last_at: string | null;
  last_value: string | null;
  high_water: string | null;
}

/** Up to this many readings, looking each series up costs less than reading them all. */
const SMALL_PASS_READINGS = 1000;

/** Rating on PostgreSQL: set-based, many series a statement. */
@Injectable()
export class SqlRatingRepository extends RatingRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async tryLock(tx: Tx): Promise<boolean> {
    // Sorting and hashing a pass needs room; both settings end with the transaction.
    await tx.query(`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`);
    const [row] = await tx.query<{ locked: boolean }>(
      `select pg_try_advisory_xact_lock(hashtext('os_credits.rating')) as locked`,
    );
    return row?.locked ?? false;
  }

  async claimPayloads(tx: Tx, readingsMax: number): Promise<ClaimedPayloads> {
    const rows = await tx.query<{
      batch_id: string;
      reading_count: number;
      is_released: boolean;
    }>(
      `select batch_id, reading_count,
              exists (select from ingest_batch b where b.id = batch_id and b.wire = 'released') as is_released
         from (select batch_id, reading_count, sum(reading_count) over (order by batch_id) - reading_count as before
                 from (select batch_id, reading_count from ingest_payload order by batch_id limit 2000) oldest) queue
        where before < $1
        order by batch_id`,
      [readingsMax],
    );
    return {
      batchIds: rows.map((row) => row.batch_id),
      releasedIds: rows.filter((row) => row.is_released).map((row) => row.batch_id),
      readingCount: rows.reduce((sum, row) => sum + row.reading_count, 0),
    };
  }

  async ratePlain(
    tx: Tx,
    { batchIds, releasedIds, readingCount }: ClaimedPayloads,
  ): Promise<{ storedCount: number; others: NewReading[] }> {
    await this.joinBySize(tx, readingCount);
    const rows = await tx.query<{
      project_id: number | null;
      series_id: number | null;
      at_micros: string | null;
      value: string | null;
      stored: string | null;
    }>(RATE_PLAIN_SQL, [batchIds, releasedIds]);
    await tx.query(`select set_config('enable_nestloop', 'on', true)`);
    let storedCount = 0;
    const others: NewReading[] = [];
    for (const row of rows) {
      const reading = toReading(row.at_micros, row.value);
      if (row.stored !== null) storedCount = Number(row.stored);
      else if (reading !== null && row.project_id !== null && row.series_id !== null) {
        others.push({ projectId: row.project_id, seriesId: row.series_id, reading });
      }
    }
    return { storedCount, others };
  }

  /**
   * The planner cannot know how many readings are in the arrays and sometimes joins a hundred thousand of
   * them pair by pair. Only a small pass is better off that way.
   */
  private async joinBySize(tx: Tx, readingCount: number): Promise<void> {
    if (readingCount <= SMALL_PASS_READINGS) return;
    await tx.query(`select set_config('enable_nestloop', 'off', true)`);
  }

  async countDuplicates(tx: Tx, batchIds: readonly string[]): Promise<void> {
    await tx.query(COUNT_DUPLICATES_SQL, [batchIds]);
  }

  async quarantineConflicts(tx: Tx, batchIds: readonly string[]): Promise<number> {
    const rows = await tx.query(QUARANTINE_CONFLICTS_SQL, [batchIds]);
    return rows.length;
  }

  async removePayloads(tx: Tx, batchIds: readonly string[]): Promise<void> {
    await tx.query('delete from ingest_payload where batch_id = any($1::bigint[])', [batchIds]);
  }

  async loadSeries(
    tx: Tx,
    keys: readonly { projectId: number; seriesId: number }[],
  ): Promise<RatedSeries[]> {
    const rows = await tx.query<SeriesRow>(
      LOAD_SERIES_SQL,
      columnsOf(
        keys,
        (key) => key.projectId,
        (key) => key.seriesId,
      ),
    );
    const rates = await RateWindows.load(
      tx,
      rows.map((row) => row.project_id),
    );
    return rows.map((row) => ({
      projectId: row.project_id,
      seriesId: row.series_id,
      last: toReading(row.last_at, row.last_value),
      firstAtMicros: row.first_at === null ? null : Number(row.first_at),
      highWater: row.high_water,
      rules: toMetricRules(row),
      rates: rates.of({ projectId: row.project_id, metricId: row.metric_id, siteId: row.site_id }),
    }));
  }

  async findNeighbours(tx: Tx, readings: readonly NewReading[]): Promise<NeighbouredReading[]> {
    const rows = await tx.query<{
      position: string;
      before_at: string | null;
      before_value: string | null;
      after_at: string | null;
      after_value: string | null;
    }>(
      FIND_NEIGHBOURS_SQL,
      columnsOf(
        readings,
        (one) => one.projectId,
        (one) => one.seriesId,
        (one) => toTimestamp(one.reading.atMicros),
      ),
    );
    return rows.map((row) => {
      const reading = readings[Number(row.position) - 1];
      if (reading === undefined)
        throw new Error('the database answered for a reading that was not asked for');
      return {
        ...reading,
        before: toReading(row.before_at, row.before_value),
        after: toReading(row.after_at, row.after_value),
      };
    });
  }

  async loadTail(
    tx: Tx,
    series: { projectId: number; seriesId: number },
    fromMicros: number | null,
  ): Promise<{ readings: Reading[]; highWaterBefore: string | null }> {
    const from = fromMicros === null ? '-infinity' : toTimestamp(fromMicros);
    const keys = [series.projectId, series.seriesId, from];
    const rows = await tx.query<{ at_micros: string; value: string }>(
      `select ${microsOf('at')} as at_micros, value::text
         from counted_reading where project_id = $1 and series_id = $2 and at >= $3 order by at`,
      keys,
    );
    const [top] = await tx.query<{ high_water: string | null }>(
      `select greatest(
         (select max(value) from counted_reading where project_id = $1 and series_id = $2 and at <= $3),
         (select high_water from series_anchor where project_id = $1 and series_id = $2))::text as high_water`,
      keys,
    );
    return { readings: toReadings(rows), highWaterBefore: top?.high_water ?? null };
  }

  async releasedHolds(tx: Tx, intervals: readonly NotedInterval[]): Promise<Set<string>> {
    if (intervals.length === 0) return new Set();
    const rows = await tx.query<{
      project_id: number;
      series_id: number;
      from_at: string;
      to_at: string;
    }>(
      `select h.project_id, h.series_id, ${microsOf('h.from_at')} as from_at, ${microsOf('h.to_at')} as to_at
         from held_charge h
         join unnest($1::int[], $2::int[], $3::timestamptz[], $4::timestamptz[]) k(project_id, series_id, from_at, to_at)
        using (project_id, series_id, from_at, to_at)
        where h.status = 'released'`,
      intervalColumns(intervals),
    );
    return new Set(
      rows.map((row) => `${row.project_id}.${row.series_id}.${row.from_at}-${row.to_at}`),
    );
  }

  async changeCharges(tx: Tx, changes: readonly ChargeChange[]): Promise<void> {
    if (changes.length === 0) return;
    await tx.query(
      CHANGE_CHARGES_SQL,
      columnsOf(
        changes,
        (change) => change.projectId,
        (change) => change.seriesId,
        (change) => toTimestamp(change.hourMicros),
        (change) => change.costTableId,
        (change) => change.rate,
        (change) => change.quantity,
        (change) => toTimestamp(change.fromMicros),
        (change) => toTimestamp(change.toMicros),
        (change) => change.readingCount,
      ),
    );
  }

  async noteResets(
    tx: Tx,
    added: readonly NotedInterval[],
    removed: readonly NotedInterval[],
  ): Promise<void> {
    await removeIntervals(tx, 'data_quality_event', `kind = 'reset'`, removed);
    if (added.length === 0) return;
    await tx.query(
      `insert into data_quality_event (project_id, series_id, kind, from_at, to_at, from_value, to_value)
       select project_id, series_id, 'reset', from_at, to_at, from_value, to_value
         from unnest($1::int[], $2::int[], $3::timestamptz[], $4::timestamptz[], $5::numeric[], $6::numeric[])
              k(project_id, series_id, from_at, to_at, from_value, to_value)
       on conflict do nothing`,
      [
        ...intervalColumns(added),
        ...columnsOf(
          added,
          (one) => one.from.value.toString(),
          (one) => one.to.value.toString(),
        ),
      ],
    );
  }

  async noteHolds(
    tx: Tx,
    added: readonly NotedInterval[],
    removed: readonly NotedInterval[],
  ): Promise<void> {
    await removeIntervals(tx, 'held_charge', 'true', removed);
    if (added.length === 0) return;
    await tx.query(
      `insert into held_charge (project_id, series_id, from_at, to_at, quantity, limit_per_hour)
       select * from unnest($1::int[], $2::int[], $3::timestamptz[], $4::timestamptz[], $5::numeric[], $6::numeric[])
       on conflict (project_id, series_id, from_at, to_at) do update
          set quantity = excluded.quantity, limit_per_hour = excluded.limit_per_hour`,
      [
        ...intervalColumns(added),
        ...columnsOf(
          added,
          (one) => one.quantity,
          (one) => one.limitPerHour,
        ),
      ],
    );
  }

  async advanceSeries(tx: Tx, advances: readonly SeriesAdvance[]): Promise<void> {
    if (advances.length === 0) return;
    await tx.query(
      `update series s
          set first_at = k.first_at, last_at = k.last_at, last_value = k.last_value, high_water = k.high_water
         from unnest($1::int[], $2::int[], $3::timestamptz[], $4::timestamptz[], $5::numeric[], $6::numeric[])
              k(project_id, id, first_at, last_at, last_value, high_water)
        where s.project_id = k.project_id and s.id = k.id`,
      columnsOf(
        advances,
        (one) => one.projectId,
        (one) => one.seriesId,
        (one) => toTimestamp(one.firstAtMicros),
        (one) => toTimestamp(one.last.atMicros),
        (one) => one.last.value.toString(),
        (one) => one.highWater,
      ),
    );
  }

  async countOutcomes(tx: Tx, totals: Readonly<Record<string, number>>): Promise<void> {
    const rows = Object.entries(totals).filter(([, total]) => total > 0);
    if (rows.length === 0) return;
    await tx.query(
      `insert into rating_total as t (outcome, total) select * from unnest($1::text[], $2::bigint[])
       on conflict (outcome) do update set total = t.total + excluded.total`,
      columnsOf(
        rows,
        ([outcome]) => outcome,
        ([, total]) => total,
      ),
    );
  }

  async ensurePartitionsFor(
    batchIds: readonly string[],
    queries: Queries = this.database,
  ): Promise<void> {
    await queries.query(
      `select ensure_reading_partitions(min(at), max(at) + interval '1 second')
         from ingest_payload p, unnest(p.ats) at where p.batch_id = any($1::bigint[])`,
      [batchIds],
    );
  }
}

function intervalColumns(intervals: readonly NotedInterval[]): SqlValue[][] {
  return columnsOf(
    intervals,
    (one) => one.projectId,
    (one) => one.seriesId,
    (one) => toTimestamp(one.from.atMicros),
    (one) => toTimestamp(one.to.atMicros),
  );
}

/** Takes intervals that no longer lie between neighbours out of a table that is keyed by them. */
async function removeIntervals(
  tx: Tx,
  table: 'data_quality_event' | 'held_charge',
  condition: string,
  intervals: readonly NotedInterval[],
): Promise<void> {
  if (intervals.length === 0) return;
  await tx.query(
    `delete from ${table} t
      using unnest($1::int[], $2::int[], $3::timestamptz[], $4::timestamptz[]) k(project_id, series_id, from_at, to_at)
      where ${condition}
        and (t.project_id, t.series_id, t.from_at, t.to_at) = (k.project_id, k.series_id, k.from_at, k.to_at)`,
    intervalColumns(intervals),
  );
}
