import { describe, expect, it } from '@jest/globals';
import { unitMsOfHours } from './unit-hours.js';

describe('unitMsOfHours', () => {
  it.each([
    ['0', 0],
    ['1', 3_600_000],
    ['1.5', 5_400_000],
    ['0.1', 360_000],
    ['999999999', 3_599_999_996_400_000],
  ])('reads %s exactly', (text, unitMs) => {
    expect(unitMsOfHours(text)).toBe(unitMs);
  });

  it.each(['', '-1', '1e3', '1,5', '.5', '0.0000001', '1000000000', 'NaN'])(
    'refuses "%s"',
    (text) => {
      expect(unitMsOfHours(text)).toBeUndefined();
    },
  );
});
