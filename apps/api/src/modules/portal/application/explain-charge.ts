import {
  Decimal,
  HOUR_MICROS,
  rateReadings,
  type MetricRules,
  type RatedInterval,
  type RateWindow,
  type Reading,
} from '@os-credits/credits';
import { type ChargeResponse } from '@os-credits/contracts';
import { type ChargeKey } from './charge-id.js';
import { type ChargeReadingRow, type ChargeRow } from './portal.ports.js';

/** What readings and rates say about one charge. */
export interface Explanation {
  /** Those that the charge stands on, oldest first. */
  readonly readings: readonly ChargeReadingRow[];
  readonly intervals: ChargeResponse['intervals'];
  /** Quantity computed from the readings; `null` where retention dropped some of them. */
  readonly quantity: Decimal | null;
}

/** Rates the readings around an hour again and keeps what belongs to the charge. Pure. */
export function explainCharge(row: ChargeRow, key: ChargeKey): Explanation {
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
  const intervals = [...rate(row, readings)].filter((interval) =>
    isPartOf(interval, hourMicros, key.costTableId),
  );
  const used = new Set(intervals.flatMap(({ from, to }) => [from.atMicros, to.atMicros]));
  const parts = intervals
    .filter((interval) => counts(interval, row.released))
    .map((interval) => shareOf(interval, hourMicros, key.costTableId));
  return {
    readings: row.readings.filter(({ atMicros }) => used.has(Number(atMicros))),
    intervals: intervals.map((interval) => ({
      from: isoOf(interval.from.atMicros),
      to: isoOf(interval.to.atMicros),
      fromValue: interval.from.value.toString(),
      toValue: interval.to.value.toString(),
      growth: interval.quantity.toString(),
      share: counts(interval, row.released)
        ? shareOf(interval, hourMicros, key.costTableId).toString()
        : '0',
      isReset: interval.isReset,
      isSplit: interval.bookings.length > 1,
    })),
    quantity: Decimal.sum(parts),
  };
}

function* rate(row: ChargeRow, readings: readonly Reading[]): Generator<RatedInterval> {
  const [first, ...rest] = readings;
  if (first === undefined) return;
  const rules: MetricRules = {
    readingFactor: Decimal.of(row.readingFactor),
    resetPolicy: row.resetPolicy,
    plausibleMaxPerHour:
      row.plausibleMaxPerHour === null ? null : Decimal.of(row.plausibleMaxPerHour),
  };
  const windows: RateWindow[] = row.rates.map((window) => ({
    fromMicros: window.fromMicros === null ? -Infinity : Number(window.fromMicros),
    toMicros: window.toMicros === null ? Infinity : Number(window.toMicros),
    costTableId: window.costTableId,
    rate: Decimal.of(window.rate),
  }));
  const highWater = row.highWater === null ? first.value : Decimal.of(row.highWater);
  yield* rateReadings(rest, rules, windows, { last: first, highWater });
}

/** Books something on the charge, or is a fall of the counter within the hour, which explains why not. */
function isPartOf(interval: RatedInterval, hourMicros: number, costTableId: number): boolean {
  const endsInHour =
    interval.to.atMicros > hourMicros && interval.to.atMicros <= hourMicros + HOUR_MICROS;
  return (
    interval.bookings.some(
      (booking) => booking.hourMicros === hourMicros && booking.costTableId === costTableId,
    ) ||
    (endsInHour && (interval.isReset || interval.quantity.isZero()))
  );
}

/** A held interval counts once staff have released it. */
function counts(interval: RatedInterval, released: readonly string[]): boolean {
  return !interval.isHeld || released.includes(`${interval.from.atMicros}-${interval.to.atMicros}`);
}

function shareOf(interval: RatedInterval, hourMicros: number, costTableId: number): Decimal {
  return Decimal.sum(
    interval.bookings
      .filter((booking) => booking.hourMicros === hourMicros && booking.costTableId === costTableId)
      .map((booking) => booking.quantity),
  );
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
