import type { Tx } from '../../../platform/database/index.js';

export type HeldDecision = 'released' | 'dismissed';

/** An interval above the plausible maximum. */
export interface HeldInterval {
  readonly projectId: number;
  readonly seriesId: number;
  readonly fromMicros: number;
  readonly toMicros: number;
  /** In the metric's unit; plain decimal. */
  readonly quantity: string;
}

export interface DecidedInterval extends HeldInterval {
  readonly limitPerHour: string;
  readonly status: 'held' | HeldDecision;
}

export type HeldIntervalKey = Omit<HeldInterval, 'quantity'>;

/** Names; what is left out is not looked at. */
export interface HeldFilter {
  readonly project?: string | undefined;
  readonly site?: string | undefined;
  readonly metric?: string | undefined;
}

/** What decisions about held charges read and write. */
export abstract class HeldChargeRepository {
  /**
   * Waits until no rating is under way, and keeps ratings out until the transaction ends.
   *
   * @throws DomainError `overloaded` where rating does not end in time
   */
  abstract lockRating(tx: Tx): Promise<void>;
  abstract find(tx: Tx, keys: readonly HeldIntervalKey[]): Promise<DecidedInterval[]>;
  /** Held ones, oldest interval first. */
  abstract findHeld(tx: Tx, filter: HeldFilter, limit: number): Promise<DecidedInterval[]>;
  abstract countHeld(tx: Tx, filter: HeldFilter): Promise<number>;
  abstract decide(
    tx: Tx,
    intervals: readonly DecidedInterval[],
    decision: {
      readonly decision: HeldDecision;
      readonly at: Date;
      readonly by: string;
      readonly reason: string;
    },
  ): Promise<void>;
}
