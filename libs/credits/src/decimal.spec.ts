import { describe, expect, it } from '@jest/globals';
import { Decimal } from './decimal.js';

describe('Decimal', () => {
  it.each(['', ' 1', '1e3', 'NaN', '.5', '5.', '+1', '1,5', '0x10', '--1'])(
    'refuses %p',
    (text) => {
      expect(() => Decimal.of(text)).toThrow(RangeError);
    },
  );

  it.each([
    ['0.1', '0.2', '0.3'],
    ['891717.6702336299', '0.0000000000000001', '891717.6702336299000001'],
    ['-5', '5', '0'],
  ])('%s + %s is exactly %s', (a, b, sum) => {
    expect(Decimal.of(a).plus(Decimal.of(b)).toString()).toBe(sum);
  });

  it.each([
    ['0.225', 2, '0.22'],
    ['0.375', 2, '0.38'],
    ['0.525', 2, '0.52'],
    ['-0.005', 2, '0.00'],
    ['2.4', 2, '2.40'],
    ['-2.675', 2, '-2.68'],
  ])('%s to %i places, half-even, is %s', (text, places, rounded) => {
    expect(Decimal.of(text).toFixed(places)).toBe(rounded);
  });

  it('writes equal numbers alike, without exponent or negative zero', () => {
    expect(Decimal.of('1.50').toString()).toBe('1.5');
    expect(Decimal.of('-0').toString()).toBe('0');
    expect(Decimal.of('0.0000000000000000001').toString()).toBe('0.0000000000000000001');
    expect(Decimal.of('1000000000000000000000000000000').toString()).toBe(
      '1000000000000000000000000000000',
    );
  });

  it('cuts a share off after 18 places, towards zero', () => {
    expect(Decimal.of('1').shareOf(1, 3).toString()).toBe('0.333333333333333333');
    expect(Decimal.of('2').shareOf(1, 3).toString()).toBe('0.666666666666666666');
    expect(Decimal.of('-2').shareOf(1, 3).toString()).toBe('-0.666666666666666666');
    expect(Decimal.of('7').shareOf(3, 3).toString()).toBe('7');
  });

  it('adds up to zero for nothing', () => {
    expect(Decimal.sum([]).toString()).toBe('0');
  });
});
