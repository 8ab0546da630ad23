import { describe, expect, it } from '@jest/globals';
import { Decimal } from '@os-credits/credits';
import { balanceSum, postedExact } from './balance-sum.js';

describe('balanceSum', () => {
  it('adds up as shown where plain rounding would not', () => {
    // given: 10 − 3.334 (posted) − 3.333 (open) = 3.333, rounded one by one 10 − 3.33 − 3.33 ≠ 3.33
    const sum = balanceSum(
      { granted: '10', used: '6.667', usedOpen: '3.333', remaining: '3.333' },
      2,
    );
    expect(sum).toEqual({ granted: '10.00', posted: '3.34', open: '3.33', remaining: '3.33' });
  });

  it.each([
    { granted: '0', used: '0.005', usedOpen: '0.005', remaining: '-0.005' },
    { granted: '60000', used: '51717.86049', usedOpen: '7.349999', remaining: '8282.13951' },
    { granted: '100.125', used: '-0.125', usedOpen: '0', remaining: '100.25' },
  ])('holds for %j at every precision', (balance) => {
    for (let places = 0; places <= 6; places++) {
      const { granted, posted, open, remaining } = balanceSum(balance, places);
      const left = Decimal.of(granted).minus(Decimal.of(posted)).minus(Decimal.of(open));
      expect(left.equals(Decimal.of(remaining))).toBe(true);
    }
  });

  it('keeps the exact posted part beside it', () => {
    expect(postedExact({ granted: '1', used: '0.3', usedOpen: '0.1', remaining: '0.7' })).toBe(
      '0.2',
    );
  });
});
