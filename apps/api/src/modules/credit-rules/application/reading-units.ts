import type { Queries, Tx } from '../../../platform/database/index.js';

/** A metric with the units that its readings were in. */
export interface ReportedMetric {
  readonly id: number;
  readonly name: string;
  readonly friendlyName: string;
  /** The unit that rates refer to. */
  readonly unit: string;
  readonly hasReadings: boolean;
  /** Oldest first; the last one has no end. */
  readonly periods: readonly UnitPeriod[];
}

/** Intervals that end after the period before and at `until` at the latest were read in a unit. */
export interface UnitPeriod {
  readonly until: string | null;
  readonly readingUnit: string;
}

/** Which unit a metric's readings were in when, for whoever rates its past anew. */
export abstract class ReadingUnits {
  /** By its name on the wire. */
  abstract find(queries: Queries, name: string): Promise<ReportedMetric | null>;
  /**
   * States that the readings of intervals that end in `(from, to]` were in another unit; reset policy and
   * plausible maximum of that time stay. Only within a transaction that re-rates, because what was charged
   * there no longer follows from the rules.
   */
  abstract correct(
    tx: Tx,
    metricId: number,
    correction: {
      readonly readingUnit: string;
      readonly readingFactor: string;
      readonly from: string;
      readonly to: string;
    },
  ): Promise<void>;
}
