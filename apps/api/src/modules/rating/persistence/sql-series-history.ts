import { Injectable } from '@nestjs/common';
import { Decimal, looksAtHighWater } from '@os-credits/credits';
import type { Tx } from '../../../platform/database/index.js';
import {
  SeriesHistory,
  type HistoricReadings,
  type HistoricSeries,
} from '../application/series-history.js';
import {
  METRIC_RULES_COLUMNS,
  microsOf,
  toMetricRules,
  toReading,
  toReadings,
  type MetricRulesRow,
} from './columns.js';
import { RateWindows } from './rate-windows.js';

const SERIES_SQL = `
select s.id, s.site_id, s.metric_id, ${METRIC_RULES_COLUMNS},
       (select coalesce(array_agg(${microsOf('h.from_at')} || '-' || ${microsOf('h.to_at')}), '{}')
          from held_charge h
         where h.project_id = s.project_id and h.series_id = s.id and h.status = 'released') as released
  from series s
  join metric m on m.id = s.metric_id
 where s.project_id = $1
 order by s.id`;

/** The stretch with one reading more on either side; before the first retained one stands the anchor. */
const READINGS_SQL = `
with bounds as (
  select (select at from counted_reading where project_id = $1 and series_id = $2 and at < $3
           order by at desc limit 1) as from_at,
         (select at from counted_reading where project_id = $1 and series_id = $2 and at >= $4
           order by at limit 1) as to_at
)
select ${microsOf('r.at')} as at_micros, r.value::text
  from counted_reading r, bounds
 where r.project_id = $1 and r.series_id = $2
   and r.at >= coalesce(bounds.from_at, $3) and r.at <= coalesce(bounds.to_at, $4)
 order by r.at`;

/** {@link SeriesHistory} on PostgreSQL. */
@Injectable()
export class SqlSeriesHistory extends SeriesHistory {
  async projectsWithUse(tx: Tx, from: string, to: string): Promise<number[]> {
    const rows = await tx.query<{ project_id: number }>(
      `select distinct project_id from series where first_at < $2 and last_at >= $1 order by project_id`,
      [from, to],
    );
    return rows.map((row) => row.project_id);
  }

  async seriesOf(tx: Tx, projectId: number): Promise<HistoricSeries[]> {
    const rates = await RateWindows.load(tx, [projectId]);
    const rows = await tx.query<
      MetricRulesRow & { id: number; site_id: number; metric_id: number; released: string[] }
    >(SERIES_SQL, [projectId]);
    return rows.map((row) => ({
      projectId,
      id: row.id,
      siteId: row.site_id,
      metricId: row.metric_id,
      rules: toMetricRules(row),
      rates: rates.of({ projectId, metricId: row.metric_id, siteId: row.site_id }),
      releasedHolds: new Set(row.released),
    }));
  }

  async readings(
    tx: Tx,
    series: HistoricSeries,
    from: string,
    to: string,
  ): Promise<HistoricReadings> {
    const key = [series.projectId, series.id];
    const rows = await tx.query<{ at_micros: string; value: string }>(READINGS_SQL, [
      ...key,
      from,
      to,
    ]);
    const readings = toReadings(rows);
    const [first] = readings;
    const fromMicros = Date.parse(from) * 1000;
    if (first !== undefined && first.atMicros < fromMicros) {
      const highWater = looksAtHighWater(series.rules)
        ? await this.highWaterUpTo(tx, series, first.atMicros, first.value)
        : first.value;
      return { before: { last: first, highWater }, readings: readings.slice(1) };
    }
    return { before: await this.anchor(tx, key), readings };
  }

  private async highWaterUpTo(
    tx: Tx,
    series: HistoricSeries,
    atMicros: number,
    value: Decimal,
  ): Promise<Decimal> {
    const [row] = await tx.query<{ highest: string | null }>(
      `select greatest(
                (select max(value) from counted_reading
                  where project_id = $1 and series_id = $2 and at <= to_timestamp($3::numeric / 1000000)),
                (select high_water from series_anchor where project_id = $1 and series_id = $2))::text as highest`,
      [series.projectId, series.id, String(atMicros)],
    );
    const highest = row?.highest ?? null;
    return highest === null ? value : Decimal.of(highest);
  }

  private async anchor(tx: Tx, key: number[]): Promise<HistoricReadings['before']> {
    const [row] = await tx.query<{ at: string; value: string; high_water: string }>(
      `select ${microsOf('at')} as at, value::text, high_water::text
         from series_anchor where project_id = $1 and series_id = $2`,
      key,
    );
    const last = toReading(row?.at ?? null, row?.value ?? null);
    return last === null || row === undefined
      ? null
      : { last, highWater: Decimal.of(row.high_water) };
  }
}
