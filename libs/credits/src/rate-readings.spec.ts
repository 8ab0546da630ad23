import { describe, expect, it } from '@jest/globals';
import { Decimal } from './decimal.js';
import {
  HOUR_MICROS,
  bookGrowth,
  hourOfEnd,
  type MetricRules,
  type RateWindow,
  type Reading,
} from './interval.js';
import { chargesByHour, effectOfInsertion, rateReadings } from './rate-readings.js';

const MINUTE = 60_000_000;
const T0 = Date.UTC(2019, 0, 1) * 1000;
const rules = (overrides: Partial<MetricRules> = {}): MetricRules => ({
  readingFactor: Decimal.of('1'),
  resetPolicy: 'rebaseline',
  plausibleMaxPerHour: null,
  ...overrides,
});
const always = (rate: string): RateWindow[] => [
  { fromMicros: -Infinity, toMicros: Infinity, costTableId: 1, rate: Decimal.of(rate) },
];
const readingsOf = (...values: string[]): Reading[] =>
  values.map((value, index) => ({ atMicros: T0 + index * HOUR_MICROS, value: Decimal.of(value) }));
const credits = (readings: readonly Reading[], metric = rules(), rates = always('1')): string => {
  const bookings = [...rateReadings(readings, metric, rates)].flatMap(
    (interval) => interval.bookings,
  );
  return Decimal.sum(bookings.map(({ quantity, rate }) => quantity.times(rate))).toString();
};

describe('a series of readings', () => {
  it('bills nothing for the first one', () => {
    expect(credits(readingsOf('100'))).toBe('0');
  });

  it.each([
    [['100', '105'], '5'],
    [['100', '105.5'], '5.5'],
    [['100', '100'], '0'],
  ])('%p costs %s', (values, expected) => {
    expect(credits(readingsOf(...values))).toBe(expected);
  });

  it('keeps small growth: 18 steps of 1 at rate 0.001 are 0.018, not 0.03', () => {
    const values = Array.from({ length: 19 }, (_, index) => String(100 + index));
    expect(credits(readingsOf(...values), rules(), always('0.001'))).toBe('0.018');
  });

  it('8 GiB for one hour cost 2.4, reported in GiB·h or in MiB·h', () => {
    expect(credits(readingsOf('0', '8'), rules(), always('0.3'))).toBe('2.4');
    const mib = rules({ readingFactor: Decimal.of('0.0009765625') });
    expect(credits(readingsOf('0', '8192'), mib, always('0.3'))).toBe('2.4');
  });
});

describe('a counter that falls', () => {
  const fall = readingsOf('100', '105', '3', '8', '120');
  it.each([
    ['rebaseline', '122'],
    ['from-zero', '125'],
    ['high-water', '20'],
  ] as const)('under %s costs %s', (resetPolicy, expected) => {
    expect(credits(fall, rules({ resetPolicy }))).toBe(expected);
  });

  it('is marked where it fell', () => {
    expect(
      [...rateReadings(fall, rules(), always('1'))].map((interval) => interval.isReset),
    ).toEqual([false, true, false, false]);
  });
});

describe('booking on hours', () => {
  const hour = (index: number) => T0 + index * HOUR_MICROS;
  const book = (fromMicros: number, toMicros: number, quantity: string, rates = always('1')) =>
    bookGrowth({ fromMicros, toMicros, quantity: Decimal.of(quantity) }, rates).map((booking) => [
      (booking.hourMicros - T0) / HOUR_MICROS,
      booking.costTableId,
      booking.quantity.toString(),
    ]);

  it('takes the hour in which an interval ends; one that ends on the mark ends before it', () => {
    expect(hourOfEnd(hour(1))).toBe(hour(0));
    expect(hourOfEnd(hour(1) + 1)).toBe(hour(1));
    expect(book(hour(0) + 50 * MINUTE, hour(1) + 10 * MINUTE, '6')).toEqual([[1, 1, '6']]);
  });

  it('splits a stretch over an hour at the hour marks, and the parts add up', () => {
    expect(book(hour(0) + 30 * MINUTE, hour(2) + 30 * MINUTE, '1')).toEqual([
      [0, 1, '0.25'],
      [1, 1, '0.5'],
      [2, 1, '0.25'],
    ]);
    expect(book(hour(0), hour(3), '1')).toEqual([
      [0, 1, '0.333333333333333333'],
      [1, 1, '0.333333333333333333'],
      [2, 1, '0.333333333333333334'],
    ]);
  });

  it('splits at a price change, the remainder going to the later part', () => {
    const change = hour(0) + 20 * MINUTE;
    const rates: RateWindow[] = [
      { fromMicros: -Infinity, toMicros: change, costTableId: 1, rate: Decimal.of('1') },
      { fromMicros: change, toMicros: Infinity, costTableId: 2, rate: Decimal.of('2') },
    ];
    expect(book(hour(0), hour(1), '1', rates)).toEqual([
      [0, 1, '0.333333333333333333'],
      [0, 2, '0.666666666666666667'],
    ]);
  });

  it('books nothing for time without a rate', () => {
    const rates: RateWindow[] = [
      {
        fromMicros: hour(0) + 30 * MINUTE,
        toMicros: Infinity,
        costTableId: 2,
        rate: Decimal.of('2'),
      },
    ];
    expect(book(hour(0), hour(1), '4', rates)).toEqual([[0, 2, '2']]);
  });
});

describe('implausible growth', () => {
  it('is held above the maximum per hour, and not at it', () => {
    const metric = rules({ plausibleMaxPerHour: Decimal.of('10') });
    const held = (values: string[]) =>
      [...rateReadings(readingsOf(...values), metric, always('1'))].map(
        (interval) => interval.isHeld,
      );
    expect(held(['0', '10', '20.1', '25'])).toEqual([false, true, false]);
  });
});

describe('inserting a late reading', () => {
  it('touches its two neighbours only, and changes no total of a rising counter', () => {
    const [a, b, c] = readingsOf('0', '4', '10');
    const { removed, made } = effectOfInsertion(
      { known: [a!, c!], added: [b!], highWaterBefore: null },
      rules(),
      always('1'),
    );
    expect(removed.map((interval) => interval.quantity.toString())).toEqual(['10']);
    expect(made.map((interval) => interval.quantity.toString())).toEqual(['4', '6']);
  });

  it('bills the stretch before what was the first reading', () => {
    const [a, b] = readingsOf('0', '4');
    const { removed, made } = effectOfInsertion(
      { known: [b!], added: [a!], highWaterBefore: null },
      rules(),
      always('1'),
    );
    expect([removed.length, made.map((interval) => interval.quantity.toString())]).toEqual([
      0,
      ['4'],
    ]);
  });
});

describe('charges by hour', () => {
  it('adds up what an hour has under one table and leaves out what cancels', () => {
    const booking = { costTableId: 1, rate: Decimal.of('1'), fromMicros: T0, toMicros: T0 };
    const charges = chargesByHour([
      { ...booking, hourMicros: T0, quantity: Decimal.of('0.1') },
      { ...booking, hourMicros: T0, quantity: Decimal.of('0.2') },
      { ...booking, hourMicros: T0 + HOUR_MICROS, quantity: Decimal.of('5') },
      { ...booking, hourMicros: T0 + HOUR_MICROS, quantity: Decimal.of('-5') },
    ]);
    expect(charges.map((charge) => charge.quantity.toString())).toEqual(['0.3']);
  });
});
