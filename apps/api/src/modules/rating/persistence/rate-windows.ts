import { Decimal, type RateWindow } from '@os-credits/credits';
import type { Queries } from '../../../platform/database/index.js';
import { LOAD_OWN_RATES_SQL, LOAD_RATES_SQL } from './rating.sql.js';

interface RateRow {
  metric_id: number;
  site_id: number;
  cost_table_id: number;
  from_micros: string | null;
  to_micros: string | null;
  rate: string;
}
type WindowsByKey = ReadonlyMap<string, RateWindow[]>;

/** Every rate that was, is or will be in force for some projects, oldest first. */
export class RateWindows {
  private constructor(
    private readonly general: WindowsByKey,
    private readonly own: WindowsByKey,
  ) {}

  static async load(queries: Queries, projectIds: readonly number[]): Promise<RateWindows> {
    const general = await queries.query<RateRow>(LOAD_RATES_SQL);
    const own = await queries.query<RateRow & { project_id: number }>(LOAD_OWN_RATES_SQL, [
      [...new Set(projectIds)],
    ]);
    return new RateWindows(
      byKey(general, (row) => `${row.metric_id}.${row.site_id}`),
      byKey(own, (row) => `${row.project_id}.${row.metric_id}.${row.site_id}`),
    );
  }

  /** A project's own rate replaces the general one of the same cost table. */
  of(series: {
    readonly projectId: number;
    readonly metricId: number;
    readonly siteId: number;
  }): readonly RateWindow[] {
    const general = this.general.get(`${series.metricId}.${series.siteId}`) ?? [];
    const own = this.own.get(`${series.projectId}.${series.metricId}.${series.siteId}`);
    if (own === undefined) return general;
    const ownTables = new Set(own.map((window) => window.costTableId));
    return [...general.filter((window) => !ownTables.has(window.costTableId)), ...own].sort(
      (a, b) => a.fromMicros - b.fromMicros,
    );
  }
}

function byKey<Row extends RateRow>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): WindowsByKey {
  const windows = new Map<string, RateWindow[]>();
  for (const row of rows) {
    const ofKey = windows.get(keyOf(row)) ?? [];
    ofKey.push({
      fromMicros: row.from_micros === null ? -Infinity : Number(row.from_micros),
      toMicros: row.to_micros === null ? Infinity : Number(row.to_micros),
      costTableId: row.cost_table_id,
      rate: Decimal.of(row.rate),
    });
    windows.set(keyOf(row), ofKey);
  }
  return windows;
}
