import type { Decimal, MetricRules, RateWindow, Reading, SeriesState } from '@os-credits/credits';
import type { Tx } from '../../../platform/database/index.js';

export interface VerifiedSeries {
  readonly projectId: number;
  readonly id: number;
  readonly siteName: string;
  readonly metricName: string;
  readonly rules: MetricRules;
  readonly rates: readonly RateWindow[];
  /** What retention dropped ends with this; `null` when nothing was dropped. */
  readonly before: SeriesState | null;
  /** `fromMicros-toMicros` of the held charges that staff released. */
  readonly releasedHolds: ReadonlySet<string>;
}

/** Posted and open quantity of one series, hour and cost table. */
export interface BookedCharge {
  readonly seriesId: number;
  readonly hourMicros: number;
  readonly costTableId: number;
  readonly quantity: Decimal;
}

/** Two ways to compute one sum; they must agree. */
export interface ComparedSum {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** What verification reads, on the caller's snapshot. */
export abstract class VerificationReads {
  abstract projects(tx: Tx, name: string | null): Promise<{ id: number; name: string }[]>;
  abstract series(tx: Tx, projectId: number): Promise<VerifiedSeries[]>;
  abstract readings(tx: Tx, series: VerifiedSeries): Promise<Reading[]>;
  abstract charges(tx: Tx, projectId: number): Promise<BookedCharge[]>;
  abstract sums(tx: Tx, projectId: number): Promise<ComparedSum[]>;
}
