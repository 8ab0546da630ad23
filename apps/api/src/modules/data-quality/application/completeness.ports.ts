import { type Tx } from '../../../platform/database/index.js';
import { type CountedHour, type DueHour } from './due-hours.js';

export interface CompletenessHourRow {
  readonly site: string;
  readonly siteName: string;
  readonly metric: string;
  readonly metricFriendlyName: string;
  readonly hour: string;
  readonly seriesCount: number;
  readonly silentSeriesCount: number;
  /** Decimal text. */
  readonly expectedCount: string;
  readonly receivedCount: number;
}

export interface SiteMetricRow {
  readonly site: string;
  readonly metric: string;
  readonly lastReadingAt: string | null;
  readonly isSilent: boolean;
}

/** What counting readings reads and writes. */
export abstract class CompletenessRepository {
  /** Becomes the only counter until the transaction ends; `false` when another process counts. */
  abstract tryLock(tx: Tx): Promise<boolean>;
  /** Whether readings that were received before an instant still wait for rating. */
  abstract isRatingBehind(tx: Tx, receivedBefore: Date): Promise<boolean>;
  /**
   * An instant of the database's clock at which nothing was being rated, dismissed or replaced: all that was
   * noted before it is visible by now. `null` while something is.
   */
  abstract quietInstant(): Promise<string | null>;
  /** Hours that were counted; older ones only where readings of them were dismissed since. */
  abstract countedSince(tx: Tx, from: Date): Promise<CountedHour[]>;
  /**
   * Counts an hour, notes its gaps and remembers the rhythm of every series.
   *
   * @param at.countedAt a quiet instant before: what is dismissed or replaced later has the hour counted again
   */
  abstract countHour(
    tx: Tx,
    hour: DueHour,
    at: { readonly now: Date; readonly countedAt: string },
  ): Promise<void>;
  /** Notes sites from which nothing comes, and the return of those from which something does. */
  abstract noteSilences(tx: Tx, now: Date, alsoEnded: boolean): Promise<void>;
  /** Takes back open gaps that late readings have filled. */
  abstract removeFilledGaps(tx: Tx, now: Date): Promise<void>;

  /** End of the last hour that was counted. */
  abstract countedTo(): Promise<string | null>;
  abstract hours(from: Date, to: Date, site: string | null): Promise<CompletenessHourRow[]>;
  abstract siteMetrics(site: string | null): Promise<SiteMetricRow[]>;
}
