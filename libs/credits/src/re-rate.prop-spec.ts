import { describe, expect, it } from '@jest/globals';
import { propertyParameters } from '@os-credits/testing';
import fc from 'fast-check';
import { Decimal } from './decimal.js';
import {
  HOUR_MICROS,
  type MetricRules,
  type RateWindow,
  type Reading,
  type ResetPolicy,
} from './interval.js';
import {
  chargesByHour,
  rateReadings,
  type HourCharge,
  type RatedInterval,
} from './rate-readings.js';
import { reRatedDifference, type RatedStretch } from './re-rate.js';

const readingsOf = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 5 * HOUR_MICROS }), fc.integer({ min: -3, max: 60 })), {
    maxLength: 20,
  })
  .map((steps) => {
    const readings: Reading[] = [];
    let atMicros = 0;
    let value = 100;
    for (const [gap, growth] of steps) {
      atMicros += gap;
      value += growth;
      readings.push({ atMicros, value: Decimal.of(String(value)) });
    }
    return readings;
  });

/** Tables one after the other; some stretches may have none, some neighbours the same rate. */
const ratesOf = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 60 * HOUR_MICROS }), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((starts) => {
    const sorted = starts
      .map(([fromMicros, table]) => ({ fromMicros, table }))
      .sort((a, b) => a.fromMicros - b.fromMicros)
      .filter((one, index, all) => one.fromMicros !== all[index - 1]?.fromMicros);
    return sorted.map(({ fromMicros, table }, index): RateWindow => ({
      fromMicros,
      toMicros: sorted[index + 1]?.fromMicros ?? Infinity,
      costTableId: table,
      rate: Decimal.of(`0.${Math.ceil(table / 3)}`),
    }));
  });

const policies: readonly ResetPolicy[] = ['rebaseline', 'from-zero', 'high-water'];
const ruleSetOf = fc.record({
  readingFactor: fc.constantFrom('0.5', '1', '0.0009765625').map((text) => Decimal.of(text)),
  resetPolicy: fc.constantFrom(...policies),
  plausibleMaxPerHour: fc.constantFrom(null, Decimal.of('12')),
});
/** Rules with others before an instant: what fixing a unit makes. */
const rulesOf = fc
  .tuple(ruleSetOf, ruleSetOf, fc.integer({ min: 0, max: 60 * HOUR_MICROS }))
  .map(([now, then, untilMicros]): MetricRules => ({ ...now, past: [{ ...then, untilMicros }] }));

const stretchOf = fc.record({
  readings: readingsOf,
  before: fc.constant(null),
  rules: rulesOf,
  rates: ratesOf,
});

const keyOf = (interval: RatedInterval): string =>
  `${interval.from.atMicros}-${interval.to.atMicros}`;
/** Some intervals were released, others not: by an arbitrary rule on their ends. */
const releasedBy = (divisor: number) => (interval: RatedInterval) =>
  interval.to.atMicros % divisor === 0;

function fromScratch(
  { readings, rules, rates, before }: RatedStretch,
  isReleased: (interval: RatedInterval) => boolean,
) {
  const intervals = [...rateReadings(readings, rules, rates, before)];
  return {
    resets: new Set(intervals.filter((one) => one.isReset).map(keyOf)),
    holds: new Map(
      intervals.filter((one) => one.isHeld).map((one) => [keyOf(one), one.quantity.toString()]),
    ),
    charges: chargesByHour(
      intervals
        .filter((one) => !one.isHeld || isReleased(one))
        .flatMap((interval) => interval.bookings),
    ),
  };
}

/** Quantities by hour and rate, as far as there are any. */
function byRate(charges: readonly HourCharge[]): Map<string, string> {
  const groups = Map.groupBy(charges, (one) => `${one.hourMicros} at ${one.rate.toString()}`);
  return new Map(
    [...groups]
      .map(([key, group]) => [key, Decimal.sum(group.map((one) => one.quantity))] as const)
      .filter(([, sum]) => !sum.isZero())
      .map(([key, sum]) => [key, sum.toString()]),
  );
}

/** Old charges and the difference are the new charges; the notes about intervals move along. */
function expectToLeadTo(old: RatedStretch, next: RatedStretch, divisor: number): void {
  const isReleased = releasedBy(divisor);
  const { charges, resets, holds } = reRatedDifference(old, next, isReleased);
  const before = fromScratch(old, isReleased);
  const after = fromScratch(next, isReleased);
  expect(byRate([...before.charges, ...charges])).toEqual(byRate(after.charges));

  for (const interval of resets.removed) expect(before.resets.delete(keyOf(interval))).toBe(true);
  for (const interval of resets.made) before.resets.add(keyOf(interval));
  expect(before.resets).toEqual(after.resets);
  for (const interval of holds.removed) expect(before.holds.delete(keyOf(interval))).toBe(true);
  for (const one of holds.made) before.holds.set(keyOf(one), one.quantity.toString());
  expect(before.holds).toEqual(after.holds);
}

const divisorOf = fc.integer({ min: 1, max: 4 });

describe('re-rating leads to what rating from scratch gives', () => {
  it('under other rates', () => {
    fc.assert(
      fc.property(stretchOf, ratesOf, divisorOf, (old, rates, divisor) => {
        expectToLeadTo(old, { ...old, rates }, divisor);
      }),
      propertyParameters(500),
    );
  });

  it('with the reading unit fixed from an instant on', () => {
    fc.assert(
      fc.property(stretchOf, rulesOf, divisorOf, (old, rules, divisor) => {
        expectToLeadTo(old, { ...old, rules }, divisor);
      }),
      propertyParameters(500),
    );
  });

  it('without readings that were dismissed', () => {
    fc.assert(
      fc.property(stretchOf, fc.array(fc.boolean()), divisorOf, (old, isBad, divisor) => {
        const readings = old.readings.filter((_, index) => isBad[index] !== true);
        expectToLeadTo(old, { ...old, readings }, divisor);
      }),
      propertyParameters(500),
    );
  });
});

describe('re-rating', () => {
  it('is nothing where the past is the same', () => {
    fc.assert(
      fc.property(stretchOf, divisorOf, (same, divisor) => {
        expect(reRatedDifference(same, same, releasedBy(divisor))).toEqual({
          charges: [],
          resets: { made: [], removed: [] },
          holds: { made: [], removed: [] },
        });
      }),
      propertyParameters(200),
    );
  });

  it('names only hours and rates that differ, each once', () => {
    fc.assert(
      fc.property(stretchOf, ratesOf, divisorOf, (old, rates, divisor) => {
        const { charges } = reRatedDifference(old, { ...old, rates }, releasedBy(divisor));
        const keys = charges.map((one) => `${one.hourMicros} at ${one.rate.toString()}`);
        expect(new Set(keys).size).toBe(keys.length);
        expect(charges.filter((one) => one.quantity.isZero())).toEqual([]);
      }),
      propertyParameters(200),
    );
  });

  it('says nothing of use that moves to a table of the same rate', () => {
    const window = { fromMicros: 0, toMicros: Infinity, rate: Decimal.of('2') };
    const stretch: RatedStretch = {
      readings: [0, 1, 2].map((hour) => ({
        atMicros: hour * HOUR_MICROS,
        value: Decimal.of(String(hour)),
      })),
      before: null,
      rules: {
        readingFactor: Decimal.of('1'),
        resetPolicy: 'rebaseline',
        plausibleMaxPerHour: null,
      },
      rates: [{ ...window, costTableId: 1 }],
    };
    const moved = { ...stretch, rates: [{ ...window, costTableId: 2 }] };
    expect(reRatedDifference(stretch, moved, () => false).charges).toEqual([]);
  });
});
