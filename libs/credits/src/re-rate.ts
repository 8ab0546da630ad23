import {
  bookGrowth,
  type Booking,
  type MetricRules,
  type RateWindow,
  type Reading,
} from './interval.js';
import {
  chargesByHour,
  rateReadings,
  type HourCharge,
  type RatedInterval,
  type SeriesState,
} from './rate-readings.js';

/**
 * What a series' charges change by where other rates had been in force: by hour and cost table, signed. An
 * hour that moves from one table to another gives two lines, minus its quantity under the one and plus
 * under the other. Exact: what was booked under the old rates, plus the difference, is what would have been
 * booked under the new ones.
 *
 * @param readings sorted by time; the first opens the series unless `before` says what preceded it
 * @param isCounted whether a held interval counts, because staff released it
 */
export function reRatedDifference(
  readings: Iterable<Reading>,
  context: {
    readonly rules: MetricRules;
    readonly oldRates: readonly RateWindow[];
    readonly newRates: readonly RateWindow[];
    readonly before: SeriesState | null;
    readonly isCounted: (interval: RatedInterval) => boolean;
  },
): HourCharge[] {
  const changes: Booking[] = [];
  for (const interval of rateReadings(readings, context.rules, context.oldRates, context.before)) {
    if (interval.isHeld && !context.isCounted(interval)) continue;
    const span = {
      fromMicros: interval.from.atMicros,
      toMicros: interval.to.atMicros,
      quantity: interval.quantity,
    };
    for (const booking of interval.bookings) {
      changes.push({ ...booking, quantity: booking.quantity.negated() });
    }
    changes.push(...bookGrowth(span, context.newRates));
  }
  return chargesByHour(changes);
}
