import {
  Decimal,
  HOUR_MICROS,
  rateReadings,
  rulesAt,
  type Booking,
  type MetricRules,
  type RatedInterval,
  type RateWindow,
  type Reading,
} from '@os-credits/credits';
import { type ChargePassport } from '@os-credits/contracts';
import { type ChargeKey } from './charge-id.js';
import { growthFormula, shareFormula, type RatedStep } from './interval-formula.js';
import { type ChargeReadingRow, type ChargeRow } from './portal.ports.js';

/** What readings and rates say about one charge. */
export interface Explanation {
  /** Those that the charge stands on, oldest first. */
  readonly readings: readonly ChargeReadingRow[];
  readonly intervals: ChargePassport['intervals'];
  /** Quantity computed from the readings; `null` where retention dropped some of them. */
  readonly quantity: Decimal | null;
}

/** Whether a part of an interval belongs to the charge. */
type IsOwn = (booking: Pick<Booking, 'costTableId' | 'rate'>) => boolean;

/**
 * Rates the readings around an hour again and keeps what belongs to the charge. Pure.
 *
 * Where a re-rating let a table take over at the same rate nothing was posted: what the readings give under
 * one table was charged under another then, and the charges of the rate are explained together.
 */
export function explainCharge(row: ChargeRow, key: ChargeKey): Explanation {
  const own = explain(row, key, ({ costTableId }) => costTableId === key.costTableId);
  const charged = Decimal.sum(row.entries.map(({ quantity }) => Decimal.of(quantity)));
  if (own.quantity === null || own.quantity.equals(charged)) return own;
  const ofRate = explain(row, key, ({ rate }) =>
    rate.equals(Decimal.of(row.entries[0]?.rate ?? '0')),
  );
  const chargedAtRate = charged.plus(Decimal.of(row.sameRateQuantity));
  return ofRate.quantity?.equals(chargedAtRate) === true ? { ...ofRate, quantity: charged } : own;
}

function explain(row: ChargeRow, key: ChargeKey, isOwn: IsOwn): Explanation {
  const hourMicros = Date.parse(key.hour) * 1000;
  const readings = row.readings.map(toReading);
  const [first] = readings;
  const fromMicros = Math.min(
    ...row.entries.map((entry) => Number(entry.fromMicros ?? hourMicros)),
  );
  // What was charged began before the first reading that is left: retention has dropped some.
  if (first === undefined || first.atMicros > fromMicros) {
    return { readings: row.readings.slice(0, 0), intervals: [], quantity: null };
  }
  const steps = [...rate(row, readings)].filter(({ interval }) =>
    isPartOf(interval, hourMicros, isOwn),
  );
  const used = new Set(steps.flatMap(({ interval: { from, to } }) => [from.atMicros, to.atMicros]));
  const intervals = steps.map((step) => describe(step, row, hourMicros, isOwn));
  return {
    readings: row.readings.filter(({ atMicros }) => used.has(Number(atMicros))),
    intervals,
    quantity: Decimal.sum(intervals.map(({ share }) => Decimal.of(share))),
  };
}

function describe(
  step: RatedStep,
  row: ChargeRow,
  hourMicros: number,
  isOwn: IsOwn,
): ChargePassport['intervals'][number] {
  const { interval } = step;
  const decision = row.decisions.find((one) => one.interval === keyOf(interval)) ?? null;
  const isCounted = !interval.isHeld || decision?.status === 'released';
  const bookings = interval.bookings.filter(
    (booking) => booking.hourMicros === hourMicros && isOwn(booking),
  );
  const share = Decimal.sum(bookings.map((booking) => booking.quantity));
  return {
    from: isoOf(interval.from.atMicros),
    to: isoOf(interval.to.atMicros),
    fromValue: interval.from.value.toString(),
    toValue: interval.to.value.toString(),
    growth: interval.quantity.toString(),
    share: isCounted ? share.toString() : '0',
    isReset: interval.isReset,
    isSplit: interval.bookings.length > 1,
    isHeld: interval.isHeld,
    decision: decision && {
      status: decision.status,
      at: decision.at,
      by: decision.by,
      reason: decision.reason,
    },
    formula: growthFormula(step, row),
    shareFormula: shareFormula(interval, bookings, row.unit),
  };
}

function* rate(row: ChargeRow, readings: readonly Reading[]): Generator<RatedStep> {
  const [first, ...rest] = readings;
  if (first === undefined) return;
  const rules = toRules(row);
  const windows: RateWindow[] = row.rates.map((window) => ({
    fromMicros: window.fromMicros === null ? -Infinity : Number(window.fromMicros),
    toMicros: window.toMicros === null ? Infinity : Number(window.toMicros),
    costTableId: window.costTableId,
    rate: Decimal.of(window.rate),
  }));
  let highWater = row.highWater === null ? first.value : Decimal.of(row.highWater);
  for (const interval of rateReadings(rest, rules, windows, { last: first, highWater })) {
    yield { interval, highWater, rules: rulesAt(rules, interval.to.atMicros) };
    if (interval.to.value.compare(highWater) > 0) highWater = interval.to.value;
  }
}

function toRules(row: ChargeRow): MetricRules {
  const past = row.pastRules.map((one) => ({
    ...toRuleSet(one),
    untilMicros: Number(one.untilMicros),
  }));
  return { ...toRuleSet(row), past };
}

function toRuleSet(
  row: Pick<ChargeRow, 'readingFactor' | 'resetPolicy' | 'plausibleMaxPerHour'>,
): RatedStep['rules'] {
  return {
    readingFactor: Decimal.of(row.readingFactor),
    resetPolicy: row.resetPolicy,
    plausibleMaxPerHour:
      row.plausibleMaxPerHour === null ? null : Decimal.of(row.plausibleMaxPerHour),
  };
}

/** Books something on the charge, or is a fall of the counter within the hour, which explains why not. */
function isPartOf(interval: RatedInterval, hourMicros: number, isOwn: IsOwn): boolean {
  const endsInHour =
    interval.to.atMicros > hourMicros && interval.to.atMicros <= hourMicros + HOUR_MICROS;
  return (
    interval.bookings.some((booking) => booking.hourMicros === hourMicros && isOwn(booking)) ||
    (endsInHour && (interval.isReset || interval.quantity.isZero()))
  );
}

function keyOf(interval: RatedInterval): string {
  return `${interval.from.atMicros}-${interval.to.atMicros}`;
}

function toReading(row: ChargeReadingRow): Reading {
  return { atMicros: Number(row.atMicros), value: Decimal.of(row.value) };
}

/** ISO 8601 with the microseconds, where there are any. */
export function isoOf(micros: number): string {
  const rest = micros % 1000;
  const text = new Date(Math.floor(micros / 1000)).toISOString();
  return rest === 0 ? text : `${text.slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}
