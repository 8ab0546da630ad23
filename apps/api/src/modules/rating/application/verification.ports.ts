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

/**
 * Posted and open quantity of one series, hour and rate. Not of one cost table: a table that takes over at
 * the same rate, as a re-rating may let it, changes nothing that is owed and posts nothing.
 */
export interface BookedCharge {
  readonly seriesId: number;
  readonly hourMicros: number;
  /** Credits per unit, as {@link Decimal.toString} writes it. */
  readonly rate: string;
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
