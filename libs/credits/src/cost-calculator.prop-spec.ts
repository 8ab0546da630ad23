import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { propertyParameters } from '@os-credits/testing';
import { compareAmounts, relativeChange } from './compare-amounts.js';
import {
  amountAfter,
  creditsOfHours,
  creditsPerHour,
  hoursCovered,
  rateInTable,
  weightOf,
  type TableRate,
} from './cost-calculator.js';
import { Decimal } from './decimal.js';

const decimal = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 15n }), fc.integer({ min: 0, max: 9 }))
  .map(([digits, scale]) => {
    const text = digits.toString().padStart(scale + 1, '0');
    const at = text.length - scale;
    return Decimal.of(scale === 0 ? text : `${text.slice(0, at)}.${text.slice(at)}`);
  });
const check = <T>(property: fc.IProperty<T>) => {
  fc.assert(property, propertyParameters(300));
};

describe('credits and hours', () => {
  it('are each other the other way round: what is covered is paid for, one step more is not', () => {
    check(
      fc.property(decimal, decimal, fc.integer({ min: 0, max: 6 }), (credits, perHour, places) => {
        const hours = hoursCovered(credits, perHour, places) ?? Decimal.zero;
        const step = Decimal.of(places === 0 ? '1' : `0.${'0'.repeat(places - 1)}1`);
        expect(hours.times(perHour).compare(credits)).toBeLessThanOrEqual(0);
        expect(hours.plus(step).times(perHour).compare(credits)).toBe(1);
      }),
    );
  });

  it('add up: machines one by one cost what they cost together', () => {
    check(
      fc.property(
        decimal,
        decimal,
        decimal,
        fc.integer({ min: 1, max: 40 }),
        (amount, weight, rate, count) => {
          const together = creditsPerHour({ amount, weight, rate, count });
          const alone = creditsPerHour({ amount, weight, rate, count: 1 });
          expect(together.equals(Decimal.sum(Array.from({ length: count }, () => alone)))).toBe(
            true,
          );
          expect(creditsOfHours(together, 24).equals(together.times(Decimal.of('24')))).toBe(true);
        },
      ),
    );
  });
});

describe('a size weight', () => {
  const thresholds = fc.uniqueArray(fc.record({ value: decimal, weight: decimal }), {
    minLength: 1,
    maxLength: 8,
    selector: (one) => one.value.toString(),
  });

  it('is that of the smallest threshold that holds the machine, in whatever order they are given', () => {
    check(
      fc.property(decimal, thresholds, (size, given) => {
        const holding = given.filter((one) => one.value.compare(size) >= 0);
        const candidates = holding.length > 0 ? holding : given;
        const pick = candidates.reduce((best, one) => {
          const order = one.value.compare(best.value);
          return (holding.length > 0 ? order < 0 : order > 0) ? one : best;
        });
        expect(weightOf(size, given).equals(pick.weight)).toBe(true);
        expect(weightOf(size, [...given].reverse()).equals(pick.weight)).toBe(true);
      }),
    );
  });

  it('is 1 where nothing is set', () => {
    expect(weightOf(Decimal.of('64'), []).toString()).toBe('1');
  });
});

describe('the rate of a table', () => {
  const rate = (text: string, site: string | null, project: string | null): TableRate => ({
    metric: 'cpu',
    site,
    project,
    rate: Decimal.of(text),
  });
  const all = [
    rate('1', null, null),
    rate('2', 's', null),
    rate('3', null, 'p'),
    rate('4', 's', 'p'),
  ];

  it.each([
    [{ site: 's', project: 'p' }, '4'],
    [{ site: 'other', project: 'p' }, '3'],
    [{ site: 's', project: 'other' }, '2'],
    [{ site: null, project: null }, '1'],
  ])('%j is %s', (wanted, expected) => {
    for (const order of [all, [...all].reverse()])
      expect(rateInTable(order, { metric: 'cpu', ...wanted })?.toString()).toBe(expected);
  });

  it('is missing for another metric', () => {
    expect(rateInTable(all, { metric: 'gpu', site: 's', project: 'p' })).toBeNull();
  });
});

describe('two tables side by side', () => {
  const table = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 12 }), decimal), {
    selector: ([key]) => key,
  });
  type Row = [number, Decimal];
  const compare = (from: readonly Row[], to: readonly Row[]) =>
    compareAmounts(
      from,
      to,
      ([key]) => String(key),
      ([, amount]) => amount,
    );

  it('have every row of both once, and the changes turn round with them', () => {
    check(
      fc.property(table, table, (from, to) => {
        const rows = compare(from, to);
        const keys = new Set([...from, ...to].map(([key]) => key));
        expect(new Set(rows.map(({ row: [key] }) => key))).toEqual(keys);
        expect(rows).toHaveLength(keys.size);
        const turned = new Map(compare(to, from).map((one) => [one.row[0], one.change]));
        const opposite = { added: 'removed', removed: 'added', changed: 'changed', same: 'same' };
        for (const one of rows) expect(turned.get(one.row[0])).toBe(opposite[one.change]);
      }),
    );
  });

  it('are the same to themselves', () => {
    check(
      fc.property(table, (rows) => {
        expect(compare(rows, rows).every((one) => one.change === 'same')).toBe(true);
      }),
    );
  });

  it('say how much more, and nothing where there was nothing', () => {
    expect(relativeChange(Decimal.of('0.3'), Decimal.of('0.45'))?.toString()).toBe('0.5');
    expect(relativeChange(Decimal.zero, Decimal.of('1'))).toBeNull();
  });
});

describe('what runs after a change', () => {
  it('is never less than nothing, and undone by the opposite where nothing was cut off', () => {
    check(
      fc.property(decimal, decimal, (now, change) => {
        expect(amountAfter(amountAfter(now, change), change.negated()).equals(now)).toBe(true);
        expect(amountAfter(now, now.plus(change).negated()).isZero()).toBe(true);
      }),
    );
  });
});
