import type { MetricRules, RateWindow, Reading, SeriesState } from '@os-credits/credits';
import type { Tx } from '../../../platform/database/index.js';

/** A series with what its readings are rated by, as the transaction sees it. */
export interface HistoricSeries {
  readonly projectId: number;
  readonly id: number;
  readonly siteId: number;
  readonly metricId: number;
  readonly rules: MetricRules;
  readonly rates: readonly RateWindow[];
  /** `fromMicros-toMicros` of the held charges that staff released. */
  readonly releasedHolds: ReadonlySet<string>;
}

/** Readings of a stretch with the neighbours on both sides. */
export interface HistoricReadings {
  /** The last reading before the stretch; null where the series begins in it. */
  readonly before: SeriesState | null;
  /** Sorted by time; the last one may lie after the stretch. */
  readonly readings: readonly Reading[];
}

/** The past of projects' series, for whoever computes what other rules would have made of it. */
export abstract class SeriesHistory {
  /** Projects with a reading in the stretch or an interval over it, by id. */
  abstract projectsWithUse(tx: Tx, from: string, to: string): Promise<number[]>;
  abstract seriesOf(tx: Tx, projectId: number): Promise<HistoricSeries[]>;
  /** Readings that the intervals overlapping `[from, to)` lie between. */
  abstract readings(
    tx: Tx,
    series: HistoricSeries,
    from: string,
    to: string,
  ): Promise<HistoricReadings>;
}
