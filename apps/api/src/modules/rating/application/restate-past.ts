import { Injectable } from '@nestjs/common';
import { type RatedInterval } from '@os-credits/credits';
import { type Tx } from '../../../platform/database/index.js';
import { notedInterval } from './rate-others.js';
import { RatingRepository, type NotedInterval } from './rating.ports.js';
import { type HistoricSeries } from './series-history.js';

/** What rating a series' past anew changes beside its charges. */
export interface RestatedNotes {
  readonly resetsMade: NotedInterval[];
  readonly resetsRemoved: NotedInterval[];
  readonly holdsMade: NotedInterval[];
  readonly holdsRemoved: NotedInterval[];
}

/** An interval of a series, to be noted as rated by `series.rules`. */
export function restatedInterval(series: HistoricSeries, interval: RatedInterval): NotedInterval {
  return notedInterval({ ...series, seriesId: series.id }, interval);
}

/** Writes of the past what a re-rating found, so that rating and verification go on from there. */
@Injectable()
export class RestatePast {
  constructor(private readonly rating: RatingRepository) {}

  /** Only within the transaction that posts the charges, under the lock of rating. */
  async notes(tx: Tx, notes: RestatedNotes): Promise<void> {
    await this.rating.noteResets(tx, notes.resetsMade, notes.resetsRemoved);
    await this.rating.noteHolds(tx, notes.holdsMade, notes.holdsRemoved);
  }
}
