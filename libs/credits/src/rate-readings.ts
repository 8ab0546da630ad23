import { type Decimal } from './decimal.js';
import {
  bookGrowth,
  growthBetween,
  type Booking,
  type MetricRules,
  type RateWindow,
  type Reading,
} from './interval.js';

/** Two neighbouring readings with what lies between them. */
export interface RatedInterval {
  readonly from: Reading;
  readonly to: Reading;
  readonly quantity: Decimal;
  readonly isReset: boolean;
  readonly isHeld: boolean;
  readonly bookings: readonly Booking[];
}

/** What was known of a series before the readings at hand. */
export interface SeriesState {
  readonly last: Reading;
  readonly highWater: Decimal;
}

/**
 * Rates a series' readings, which must be sorted by time without two at one instant. The first one opens
 * the series and bills nothing, unless `before` says what preceded it.
 *
 * A pure function of the set of readings: this is law 2 in its plainest form. Bookings of held intervals
 * are computed too; the caller decides whether they count.
 */
export function* rateReadings(
  readings: Iterable<Reading>,
  rules: MetricRules,
  rates: readonly RateWindow[],
  before: SeriesState | null = null,
): Generator<RatedInterval> {
  let previous = before?.last ?? null;
  let highWater = before?.highWater ?? null;
  for (const reading of readings) {
    if (previous !== null && highWater !== null) {
      yield rateInterval(previous, reading, { highWater, rules, rates });
    }
    previous = reading;
    highWater =
      highWater === null || reading.value.compare(highWater) > 0 ? reading.value : highWater;
  }
}

/** Rates the one interval between two neighbouring readings. */
export function rateInterval(
  from: Reading,
  to: Reading,
  context: {
    readonly highWater: Decimal;
    readonly rules: MetricRules;
    readonly rates: readonly RateWindow[];
  },
): RatedInterval {
  const growth = growthBetween(from, to, context.highWater, context.rules);
  const bookings = bookGrowth(
    { fromMicros: from.atMicros, toMicros: to.atMicros, quantity: growth.quantity },
    context.rates,
  );
  return { from, to, ...growth, bookings };
}

/** A charge: the quantity of one series in one hour under one cost table, added up over its intervals. */
export interface HourCharge {
  readonly hourMicros: number;
  readonly costTableId: number;
  readonly rate: Decimal;
  readonly quantity: Decimal;
}

/** Adds bookings up by hour and cost table; hours whose bookings cancel out are left out. */
export function chargesByHour(bookings: Iterable<Booking>): HourCharge[] {
  const charges = new Map<string, HourCharge>();
  for (const { hourMicros, costTableId, rate, quantity } of bookings) {
    const key = `${hourMicros}.${costTableId}`;
    const sum = charges.get(key)?.quantity.plus(quantity) ?? quantity;
    charges.set(key, { hourMicros, costTableId, rate, quantity: sum });
  }
  return [...charges.values()].filter((charge) => !charge.quantity.isZero());
}

/** A run of new readings of one series between two that were there before. */
export interface Insertion {
  /** Readings that were rated already, sorted: the neighbours of the new ones, and for `high-water` all that follow. */
  readonly known: readonly Reading[];
  /** New readings, sorted, none at the instant of a known one. */
  readonly added: readonly Reading[];
  /** Highest value of the series up to and including the first known reading; `null` when nothing came before. */
  readonly highWaterBefore: Decimal | null;
}

/** Which intervals an insertion takes apart and which it makes. */
export interface InsertionEffect {
  readonly removed: readonly RatedInterval[];
  readonly made: readonly RatedInterval[];
}

/**
 * What inserting readings changes: intervals that exist before and after alike are in neither list. The
 * charges of the series change by what `made` books minus what `removed` booked.
 */
export function effectOfInsertion(
  insertion: Insertion,
  rules: MetricRules,
  rates: readonly RateWindow[],
): InsertionEffect {
  const { known, added, highWaterBefore } = insertion;
  const all = [...known, ...added].sort((a, b) => a.atMicros - b.atMicros);
  const before = new Map(
    [...rateAfter(known, highWaterBefore, rules, rates)].map((i) => [intervalKey(i), i]),
  );
  const made: RatedInterval[] = [];
  for (const interval of rateAfter(all, highWaterBefore, rules, rates)) {
    const old = before.get(intervalKey(interval));
    if (old?.quantity.equals(interval.quantity) === true) before.delete(intervalKey(interval));
    else made.push(interval);
  }
  return { removed: [...before.values()], made };
}

function* rateAfter(
  readings: readonly Reading[],
  highWaterBefore: Decimal | null,
  rules: MetricRules,
  rates: readonly RateWindow[],
): Generator<RatedInterval> {
  const [first, ...rest] = readings;
  if (first === undefined) return;
  const isHigher = highWaterBefore === null || first.value.compare(highWaterBefore) > 0;
  yield* rateReadings(rest, rules, rates, {
    last: first,
    highWater: isHigher ? first.value : highWaterBefore,
  });
}

function intervalKey(interval: RatedInterval): string {
  return `${interval.from.atMicros}-${interval.to.atMicros}`;
}
