import { Injectable } from '@nestjs/common';
import { bookGrowth, Decimal, type Booking } from '@os-credits/credits';
import type { Tx } from '../../../platform/database/index.js';
import type { HeldInterval } from './held-charges.ports.js';
import { RatingRepository, type RatedSeries } from './rating.ports.js';

/** An interval as it is, or would be, booked. */
export interface PricedInterval<Interval extends HeldInterval> {
  readonly interval: Interval;
  readonly series: RatedSeries;
  readonly bookings: readonly Booking[];
  readonly credits: Decimal;
}

/** Books growth on hours and cost tables as rating does, without posting anything. */
@Injectable()
export class PriceIntervals {
  constructor(private readonly rating: RatingRepository) {}

  async run<Interval extends HeldInterval>(
    tx: Tx,
    intervals: readonly Interval[],
  ): Promise<PricedInterval<Interval>[]> {
    const keys = new Map(intervals.map((one) => [keyOf(one), one]));
    if (keys.size === 0) return [];
    const loaded = await this.rating.loadSeries(tx, [...keys.values()]);
    const seriesByKey = new Map(loaded.map((series) => [keyOf(series), series]));
    return intervals.map((interval) => {
      const series = seriesByKey.get(keyOf(interval));
      if (series === undefined) throw new Error(`series ${keyOf(interval)} does not exist`);
      const quantity = Decimal.of(interval.quantity);
      const bookings = bookGrowth({ ...interval, quantity }, series.rates);
      const credits = Decimal.sum(bookings.map((one) => one.quantity.times(one.rate)));
      return { interval, series, bookings, credits };
    });
  }
}

function keyOf(series: { readonly projectId: number; readonly seriesId: number }): string {
  return `${series.projectId}.${series.seriesId}`;
}
