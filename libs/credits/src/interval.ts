import { Decimal } from './decimal.js';

/** Microseconds in an hour; every instant in this library is whole microseconds since the Unix epoch. */
export const HOUR_MICROS = 3_600_000_000;

/** What follows a fall of a counter; see the rating rules in docs/domain.md. */
export type ResetPolicy = 'rebaseline' | 'from-zero' | 'high-water';

/** One value of a cumulative usage counter, in the metric's reading unit. */
export interface Reading {
  readonly atMicros: number;
  readonly value: Decimal;
}

/** The rate of one metric at one site while one cost table is in force: `[fromMicros, toMicros)`. */
export interface RateWindow {
  readonly fromMicros: number;
  /** `Infinity` for the table that nothing supersedes yet. */
  readonly toMicros: number;
  readonly costTableId: number;
  /** Credits per unit of the metric. */
  readonly rate: Decimal;
}

/** What a metric's definition says about its readings. */
export interface MetricRules extends MetricRuleSet {
  /** Rules that were replaced, oldest first; without any, the present ones hold for all time. */
  readonly past?: readonly PastMetricRules[];
}

/** Rules that an interval has that ends at or before `untilMicros` and after the set before it. */
export interface PastMetricRules extends MetricRuleSet {
  readonly untilMicros: number;
}

export interface MetricRuleSet {
  /** Units of the metric per reading unit: `0.0009765625` for MiB·h readings of a GiB·h metric. */
  readonly readingFactor: Decimal;
  readonly resetPolicy: ResetPolicy;
  /** Growth per hour, in the metric's unit, above which an interval is held; `null` = never. */
  readonly plausibleMaxPerHour: Decimal | null;
}

/** Growth between two neighbouring readings, in the metric's unit. */
export interface Growth {
  readonly quantity: Decimal;
  /** The counter fell. */
  readonly isReset: boolean;
  /** Above the plausible maximum: computed, but not to be posted until someone releases it. */
  readonly isHeld: boolean;
}

/** The part of an interval's growth that belongs to one hour under one cost table. */
export interface Booking {
  readonly hourMicros: number;
  readonly costTableId: number;
  readonly rate: Decimal;
  readonly quantity: Decimal;
  readonly fromMicros: number;
  readonly toMicros: number;
}

/** The rules for an interval that ends at an instant. */
export function rulesAt(rules: MetricRules, endMicros: number): MetricRuleSet {
  return rules.past?.find((past) => endMicros <= past.untilMicros) ?? rules;
}

/** Whether the highest value ever seen matters for any interval of a series. */
export function looksAtHighWater(rules: MetricRules): boolean {
  return [rules, ...(rules.past ?? [])].some((one) => one.resetPolicy === 'high-water');
}

/**
 * How much was used between two neighbouring readings, by the rules of the time when the interval ends.
 *
 * @param highWater highest value of the series up to and including `from`; only `high-water` looks at it
 */
export function growthBetween(
  from: Reading,
  to: Reading,
  highWater: Decimal,
  allRules: MetricRules,
): Growth {
  const rules = rulesAt(allRules, to.atMicros);
  const isReset = to.value.compare(from.value) < 0;
  const raw = rawGrowth(from, to, highWater, rules.resetPolicy, isReset);
  const quantity = raw.times(rules.readingFactor);
  return {
    quantity,
    isReset,
    isHeld: isAbovePlausible(quantity, to.atMicros - from.atMicros, rules),
  };
}

function rawGrowth(
  from: Reading,
  to: Reading,
  highWater: Decimal,
  policy: ResetPolicy,
  isReset: boolean,
): Decimal {
  switch (policy) {
    case 'high-water':
      return to.value.compare(highWater) > 0 ? to.value.minus(highWater) : Decimal.zero;
    case 'from-zero':
      return isReset ? to.value : to.value.minus(from.value);
    case 'rebaseline':
      return isReset ? Decimal.zero : to.value.minus(from.value);
  }
}

/** quantity / hours > maximum, compared without a division: quantity × 1 h > maximum × stretch. */
function isAbovePlausible(quantity: Decimal, stretchMicros: number, rules: MetricRuleSet): boolean {
  if (rules.plausibleMaxPerHour === null) return false;
  const allowed = rules.plausibleMaxPerHour.times(Decimal.of(String(stretchMicros)));
  return quantity.times(Decimal.of(String(HOUR_MICROS))).compare(allowed) > 0;
}

/** Start of the hour in which an interval `[…, endMicros)` ends; one that ends on the mark ends in the hour before it. */
export function hourOfEnd(endMicros: number): number {
  return Math.ceil(endMicros / HOUR_MICROS) * HOUR_MICROS - HOUR_MICROS;
}

/**
 * Books the growth of the interval `[fromMicros, toMicros)` on hours and cost tables.
 *
 * Up to an hour long, it belongs to the hour in which it ends; longer ones are cut at the hour marks.
 * Both are also cut where a cost table takes over. Each cut divides by time, to 18 places; the remainder
 * goes to the later part, so the parts add up to `quantity` exactly. Time without a rate is not booked.
 */
export function bookGrowth(
  interval: { readonly fromMicros: number; readonly toMicros: number; readonly quantity: Decimal },
  rates: readonly RateWindow[],
): Booking[] {
  const { fromMicros, toMicros, quantity } = interval;
  if (quantity.isZero()) return [];
  const stretch = toMicros - fromMicros;
  const isLong = stretch > HOUR_MICROS;
  const cuts = cutsWithin(fromMicros, toMicros, isLong, rates);
  const bookings: Booking[] = [];
  let pieceFrom = fromMicros;
  let bookedSoFar = Decimal.zero;
  for (const pieceTo of [...cuts, toMicros]) {
    const upToHere =
      pieceTo === toMicros ? quantity : quantity.shareOf(pieceTo - fromMicros, stretch);
    const window = rates.find((rate) => rate.fromMicros <= pieceFrom && pieceFrom < rate.toMicros);
    const part = upToHere.minus(bookedSoFar);
    if (window !== undefined && !part.isZero()) {
      bookings.push({
        hourMicros: hourOfEnd(isLong ? pieceTo : toMicros),
        costTableId: window.costTableId,
        rate: window.rate,
        quantity: part,
        fromMicros: pieceFrom,
        toMicros: pieceTo,
      });
    }
    pieceFrom = pieceTo;
    bookedSoFar = upToHere;
  }
  return bookings;
}

function cutsWithin(
  fromMicros: number,
  toMicros: number,
  isLong: boolean,
  rates: readonly RateWindow[],
): number[] {
  const cuts = new Set<number>();
  if (isLong) {
    for (
      let mark = (Math.floor(fromMicros / HOUR_MICROS) + 1) * HOUR_MICROS;
      mark < toMicros;
      mark += HOUR_MICROS
    ) {
      cuts.add(mark);
    }
  }
  for (const { fromMicros: change, toMicros: end } of rates) {
    if (change > fromMicros && change < toMicros) cuts.add(change);
    if (end > fromMicros && end < toMicros) cuts.add(end);
  }
  return [...cuts].sort((a, b) => a - b);
}
