import { Decimal, type RateWindow } from '@os-credits/credits';
import type { Queries } from '../../../platform/database/index.js';
import { LOAD_RATES_SQL } from './rating.sql.js';

/** Every rate that was, is or will be in force, oldest first. */
export class RateWindows {
  private constructor(private readonly windows: ReadonlyMap<string, RateWindow[]>) {}

  static async load(queries: Queries): Promise<RateWindows> {
    const rows = await queries.query<{
      metric_id: number;
      site_id: number;
      cost_table_id: number;
      from_micros: string | null;
      to_micros: string | null;
      rate: string;
    }>(LOAD_RATES_SQL);
    const windows = new Map<string, RateWindow[]>();
    for (const row of rows) {
      const key = `${row.metric_id}.${row.site_id}`;
      const ofSeries = windows.get(key) ?? [];
      ofSeries.push({
        fromMicros: row.from_micros === null ? -Infinity : Number(row.from_micros),
        toMicros: row.to_micros === null ? Infinity : Number(row.to_micros),
        costTableId: row.cost_table_id,
        rate: Decimal.of(row.rate),
      });
      windows.set(key, ofSeries);
    }
    return new RateWindows(windows);
  }

  of(metricId: number, siteId: number): readonly RateWindow[] {
    return this.windows.get(`${metricId}.${siteId}`) ?? [];
  }
}
