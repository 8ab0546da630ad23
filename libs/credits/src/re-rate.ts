import { Decimal } from './decimal.js';
import { type Booking, type MetricRules, type RateWindow, type Reading } from './interval.js';
import {
  chargesByHour,
  rateReadings,
  type HourCharge,
  type RatedInterval,
  type SeriesState,
} from './rate-readings.js';

/** A stretch of a series with what its readings are rated by. */
export interface RatedStretch {
  /** Sorted by time; the first opens the series unless `before` says what preceded it. */
  readonly readings: readonly Reading[];
  readonly before: SeriesState | null;
  readonly rules: MetricRules;
  readonly rates: readonly RateWindow[];
}

/** Intervals that begin to be remarkable, and that cease to be. */
export interface IntervalChange {
  readonly made: RatedInterval[];
  readonly removed: RatedInterval[];
}

/** What changes for a series that is rated anew. */
export interface ReRating {
  /** By hour and cost table, signed. */
  readonly charges: HourCharge[];
  readonly resets: IntervalChange;
  /** An interval that is held before and after with another quantity is among `made` only. */
  readonly holds: IntervalChange;
}

/**
 * What a series' charges change by where its past had been another: with other rates, other rules of its
 * metric, or without some of its readings. What was booked, plus the difference, is what rating the other
 * past from scratch books, exactly, in every hour and at every rate.
 *
 * Use that only moves from one cost table to another of the same rate changes nothing that is owed and is
 * left out; where a part of it does, only that part remains.
 *
 * @param next the same stretch as it should have been; its edges are those of `old`
 * @param isReleased whether a held interval counts, because staff released it
 */
export function reRatedDifference(
  old: RatedStretch,
  next: RatedStretch,
  isReleased: (interval: RatedInterval) => boolean,
): ReRating {
  const before = rate(old, isReleased);
  const after = rate(next, isReleased);
  const changes = [
    ...before.bookings.map((booking) => ({ ...booking, quantity: booking.quantity.negated() })),
    ...after.bookings,
  ];
  return {
    charges: netOfRate(chargesByHour(changes)),
    resets: changeOf(before.resets, after.resets, () => true),
    holds: changeOf(before.holds, after.holds, (a, b) => a.quantity.equals(b.quantity)),
  };
}

interface RatedOnce {
  readonly bookings: Booking[];
  readonly resets: RatedInterval[];
  readonly holds: RatedInterval[];
}

function rate(stretch: RatedStretch, isReleased: (interval: RatedInterval) => boolean): RatedOnce {
  const rated: RatedOnce = { bookings: [], resets: [], holds: [] };
  const { readings, rules, rates, before } = stretch;
  for (const interval of rateReadings(readings, rules, rates, before)) {
    if (interval.isReset) rated.resets.push(interval);
    if (interval.isHeld) rated.holds.push(interval);
    if (!interval.isHeld || isReleased(interval)) rated.bookings.push(...interval.bookings);
  }
  return rated;
}

function changeOf(
  before: readonly RatedInterval[],
  after: readonly RatedInterval[],
  isSame: (a: RatedInterval, b: RatedInterval) => boolean,
): IntervalChange {
  const old = new Map(before.map((interval) => [keyOf(interval), interval]));
  const made = after.filter((interval) => {
    const known = old.get(keyOf(interval));
    old.delete(keyOf(interval));
    return known === undefined || !isSame(known, interval);
  });
  return { made, removed: [...old.values()] };
}

/** Leaves of the charges of one hour and rate what they differ by, on one of the cost tables that gain it. */
function netOfRate(charges: readonly HourCharge[]): HourCharge[] {
  const groups = new Map<string, HourCharge[]>();
  for (const charge of charges) {
    const key = `${charge.hourMicros}.${charge.rate.toString()}`;
    groups.set(key, [...(groups.get(key) ?? []), charge]);
  }
  return [...groups.values()].flatMap((ofRate) => {
    const quantity = Decimal.sum(ofRate.map((one) => one.quantity));
    const gaining = ofRate.find((one) => one.quantity.isNegative() === quantity.isNegative());
    return quantity.isZero() || gaining === undefined ? [] : [{ ...gaining, quantity }];
  });
}

function keyOf(interval: RatedInterval): string {
  return `${interval.from.atMicros}-${interval.to.atMicros}`;
}
