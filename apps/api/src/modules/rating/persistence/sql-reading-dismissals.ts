import { Injectable } from '@nestjs/common';
import { toTimestamp, type Tx } from '../../../platform/database/index.js';
import { ReadingDismissals, type DismissedReading } from '../application/reading-dismissals.js';
import { columnsOf } from './columns.js';

/**
 * The state that series are rated on from, after some of their readings were dismissed. The anchor stands in
 * for what retention dropped; `stored_to` keeps the latest reading that is stored, whether it counts or not.
 * $1, $2 the series
 */
const RESTATE_SERIES_SQL = `
update series s
   set stored_to = greatest(s.stored_to, s.last_at),
       first_at = case when a.at is null then first.at else s.first_at end,
       last_at = coalesce(last.at, a.at), last_value = coalesce(last.value, a.value),
       high_water = greatest(top.value, a.high_water)
  from unnest($1::int[], $2::int[]) k(project_id, id)
  left join lateral (
    select at, value from counted_reading r
     where r.project_id = k.project_id and r.series_id = k.id order by at desc limit 1) last on true
  left join lateral (
    select at from counted_reading r
     where r.project_id = k.project_id and r.series_id = k.id order by at limit 1) first on true
  left join lateral (
    select max(value) as value from counted_reading r
     where r.project_id = k.project_id and r.series_id = k.id) top on true
  left join series_anchor a on a.project_id = k.project_id and a.series_id = k.id
 where s.project_id = k.project_id and s.id = k.id`;

/** {@link ReadingDismissals} on PostgreSQL. */
@Injectable()
export class SqlReadingDismissals extends ReadingDismissals {
  async add(
    tx: Tx,
    readings: readonly DismissedReading[],
    { planId, at }: { planId: string; at: Date },
  ): Promise<void> {
    if (readings.length === 0) return;
    await tx.query(
      `insert into dismissed_reading (project_id, series_id, at, value, batch_id, plan_id, dismissed_at)
       select k.project_id, k.series_id, k.at, k.value, r.batch_id, $5::uuid, $6::timestamptz
         from unnest($1::int[], $2::int[], $3::timestamptz[], $4::numeric[]) k(project_id, series_id, at, value)
         join counted_reading r on r.project_id = k.project_id and r.series_id = k.series_id and r.at = k.at
                               and r.value = k.value`,
      [
        ...columnsOf(
          readings,
          (one) => one.projectId,
          (one) => one.seriesId,
          (one) => toTimestamp(one.reading.atMicros),
          (one) => one.reading.value.toString(),
        ),
        planId,
        at,
      ],
    );
    const series = new Map(readings.map((one) => [`${one.projectId}.${one.seriesId}`, one]));
    await tx.query(
      RESTATE_SERIES_SQL,
      columnsOf(
        [...series.values()],
        (one) => one.projectId,
        (one) => one.seriesId,
      ),
    );
  }
}
