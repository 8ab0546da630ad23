import { describe, expect, it } from '@jest/globals';
import { Decimal } from './decimal.js';
import { burnRate, exhaustedAtMicros } from './forecast.js';

const DAY = 86_400_000_000;

describe('burn rate', () => {
  it('is credits per day over the window', () => {
    expect(burnRate(Decimal.of('70'), 0, 7 * DAY)?.creditsPerDay.toString()).toBe('10');
  });
  it('says nothing about less than three days', () => {
    expect(burnRate(Decimal.of('70'), 0, 3 * DAY - 1)).toBeNull();
  });
});

describe('runway', () => {
  it('is remaining divided by the pace, from the instant usage is complete to', () => {
    expect(exhaustedAtMicros(Decimal.of('25'), Decimal.of('10'), DAY)).toBe(3.5 * DAY);
  });
  it('is over where nothing remains, and unknown where nothing is used', () => {
    expect(exhaustedAtMicros(Decimal.of('-1'), Decimal.of('10'), DAY)).toBe(DAY);
    expect(exhaustedAtMicros(Decimal.of('5'), Decimal.of('0'), DAY)).toBeNull();
  });
});
