import { describe, it } from '@jest/globals';
import {
  add,
  creditsOfSeries,
  isSame,
  propertyParameters,
  rational,
  type OracleRules,
} from '@os-credits/testing';
import fc from 'fast-check';
import { Decimal } from './decimal.js';
import { bookGrowth, HOUR_MICROS, type RateWindow, type Reading } from './interval.js';
import { effectOfInsertion, rateReadings, type RatedInterval } from './rate-readings.js';

const T0 = Date.UTC(2026, 0, 1) * 1000;
const amount = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => {
    const text = digits.toString().padStart(places + 1, '0');
    return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
  });
const series = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 40 * HOUR_MICROS }), amount), {
    minLength: 1,
    maxLength: 25,
    selector: ([at]) => at,
  })
  .map((pairs) => pairs.map(([offset, value]) => ({ at: T0 + offset, value })));
const oracleRules: fc.Arbitrary<OracleRules> = fc.record({
  factor: fc.constantFrom('1', '0.0009765625', '3.7'),
  policy: fc.constantFrom('rebaseline', 'from-zero', 'high-water'),
  tables: fc
    .tuple(
      amount,
      fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 40 * HOUR_MICROS }), amount), {
        maxLength: 3,
        selector: ([at]) => at,
      }),
    )
    .map(([first, later]) => [
      { from: 0, rate: first },
      ...later
        .map(([offset, rate]) => ({ from: T0 + offset, rate }))
        .sort((a, b) => a.from - b.from),
    ]),
});

function windowsOf(rules: OracleRules): RateWindow[] {
  return rules.tables.map((table, index) => ({
    fromMicros: table.from,
    toMicros: rules.tables[index + 1]?.from ?? Infinity,
    costTableId: index,
    rate: Decimal.of(table.rate),
  }));
}

function metricOf(rules: OracleRules) {
  return {
    readingFactor: Decimal.of(rules.factor),
    resetPolicy: rules.policy,
    plausibleMaxPerHour: null,
  };
}

const toReading = ({ at, value }: { at: number; value: string }): Reading => ({
  atMicros: at,
  value: Decimal.of(value),
});
const sortedReadings = (all: readonly { at: number; value: string }[]) =>
  [...all].sort((a, b) => a.at - b.at).map(toReading);
const total = (intervals: Iterable<RatedInterval>) =>
  Decimal.sum(
    [...intervals].flatMap((one) => one.bookings.map(({ quantity, rate }) => quantity.times(rate))),
  );

describe('rating', () => {
  it('agrees with the oracle to the last digit', () => {
    fc.assert(
      fc.property(series, oracleRules, (readings, rules) => {
        const ours = total(
          rateReadings(sortedReadings(readings), metricOf(rules), windowsOf(rules)),
        );
        return isSame(rational(ours.toString().replace('-', '')), creditsOfSeries(readings, rules));
      }),
      propertyParameters(400),
    );
  });

  it('changes by exactly what an insertion says, whatever was known before', () => {
    fc.assert(
      fc.property(
        series,
        oracleRules,
        fc.infiniteStream(fc.boolean()),
        (readings, rules, picks) => {
          const sorted = sortedReadings(readings);
          const isNew = new Map(sorted.map((reading) => [reading, picks.next().value]));
          const known = sorted.filter((reading) => isNew.get(reading) !== true);
          const added = sorted.filter((reading) => isNew.get(reading) === true);
          const metric = metricOf(rules);
          const windows = windowsOf(rules);
          const effect = effectOfInsertion(
            { known, added, highWaterBefore: null },
            metric,
            windows,
          );
          const change = total(effect.made).minus(total(effect.removed));
          const before = total(rateReadings(known, metric, windows));
          return before.plus(change).equals(total(rateReadings(sorted, metric, windows)));
        },
      ),
      propertyParameters(400),
    );
  });
});

describe('splitting', () => {
  it('loses and invents nothing: the parts add up to the whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5 * HOUR_MICROS }),
        fc.integer({ min: 1, max: 30 * HOUR_MICROS }),
        amount,
        oracleRules,
        (offset, stretch, quantity, rules) => {
          const whole = {
            fromMicros: T0 + offset,
            toMicros: T0 + offset + stretch,
            quantity: Decimal.of(quantity),
          };
          const parts = bookGrowth(whole, windowsOf(rules));
          return (
            Decimal.sum(parts.map((part) => part.quantity)).equals(whole.quantity) &&
            parts.every((part) => !part.quantity.isNegative())
          );
        },
      ),
      propertyParameters(400),
    );
  });
});

describe('the oracle', () => {
  it('adds rationals', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) =>
        isSame(
          add(rational(a), rational(b)),
          rational(Decimal.of(a).plus(Decimal.of(b)).toString()),
        ),
      ),
      propertyParameters(100),
    );
  });
});
