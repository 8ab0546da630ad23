import { describe, expect, it } from '@jest/globals';
import { propertyParameters } from '@os-credits/testing';
import fc from 'fast-check';
import { Decimal } from './decimal.js';
import { HOUR_MICROS, type MetricRules, type RateWindow, type Reading } from './interval.js';
import { chargesByHour, rateReadings, type HourCharge } from './rate-readings.js';
import { reRatedDifference } from './re-rate.js';

const RULES: MetricRules = {
  readingFactor: Decimal.of('0.5'),
  resetPolicy: 'rebaseline',
  plausibleMaxPerHour: Decimal.of('40'),
};

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

/** Tables one after the other; some stretches may have none. */
const ratesOf = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 60 * HOUR_MICROS }), fc.integer({ min: 1, max: 9 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((starts) => {
    const sorted = starts
      .map(([fromMicros, rate]) => ({ fromMicros, rate }))
      .sort((a, b) => a.fromMicros - b.fromMicros)
      .filter((one, index, all) => one.fromMicros !== all[index - 1]?.fromMicros);
    return sorted.map(({ fromMicros, rate }, index): RateWindow => ({
      fromMicros,
      toMicros: sorted[index + 1]?.fromMicros ?? Infinity,
      costTableId: rate,
      rate: Decimal.of(`0.${rate}`),
    }));
  });

const quantities = (charges: readonly HourCharge[]): Map<string, string> =>
  new Map(
    charges.map((charge) => [
      `${charge.hourMicros}.${charge.costTableId}`,
      charge.quantity.toString(),
    ]),
  );

describe('re-rating', () => {
  it('old charges plus the difference are the charges under the new rates', () => {
    fc.assert(
      fc.property(readingsOf, ratesOf, ratesOf, fc.boolean(), (readings, old, next, counted) => {
        const isCounted = () => counted;
        const booked = (rates: readonly RateWindow[]) =>
          [...rateReadings(readings, RULES, rates)]
            .filter((interval) => !interval.isHeld || counted)
            .flatMap((interval) => interval.bookings);
        const difference = reRatedDifference(readings, {
          rules: RULES,
          oldRates: old,
          newRates: next,
          before: null,
          isCounted,
        });
        const moved = chargesByHour([
          ...booked(old),
          ...difference.map((line) => ({ ...line, fromMicros: 0, toMicros: 0 })),
        ]);
        expect(quantities(moved)).toEqual(quantities(chargesByHour(booked(next))));
      }),
      propertyParameters(500),
    );
  });

  it('is nothing where the rates are the same', () => {
    fc.assert(
      fc.property(readingsOf, ratesOf, (readings, rates) => {
        const same = reRatedDifference(readings, {
          rules: RULES,
          oldRates: rates,
          newRates: rates,
          before: null,
          isCounted: () => true,
        });
        expect(same).toEqual([]);
      }),
      propertyParameters(200),
    );
  });
});
