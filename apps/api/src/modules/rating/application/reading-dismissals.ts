import { type Reading } from '@os-credits/credits';
import { type Tx } from '../../../platform/database/index.js';

/** A rated reading that does not count any more. */
export interface DismissedReading {
  readonly projectId: number;
  readonly seriesId: number;
  readonly reading: Reading;
}

/** Readings that were rated and do not count, because staff found them wrong. */
export abstract class ReadingDismissals {
  /**
   * Notes that readings do not count, and takes their series back to the last ones that do, with first
   * reading and highest value. Nothing is deleted.
   */
  abstract add(
    tx: Tx,
    readings: readonly DismissedReading[],
    by: { readonly planId: string; readonly at: Date },
  ): Promise<void>;
}
