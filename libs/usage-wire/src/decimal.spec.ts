import { describe, expect, it } from '@jest/globals';
import { canonicalDecimal, canonicalInteger, decimalOfDouble } from './decimal.js';

describe('canonicalDecimal', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['-0.000', '0'],
    ['0e999', '0'],
    ['7', '7'],
    ['007', '7'],
    ['1.50', '1.5'],
    ['1.', '1'],
    ['.5', '0.5'],
    ['00.5', '0.5'],
    ['1e3', '1000'],
    ['1E+3', '1000'],
    ['1.25e1', '12.5'],
    ['12.5e-3', '0.0125'],
    ['100e-2', '1'],
    ['0.00012e3', '0.12'],
    ['2.67515203550326e+06', '2675152.03550326'],
    ['10249075.874363229', '10249075.874363229'],
    ['123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
    ['5e-324', `0.${'0'.repeat(323)}5`],
    ['1e308', `1${'0'.repeat(308)}`],
  ])('writes %s as %s', (text, expected) => {
    expect(canonicalDecimal(text)).toBe(expected);
  });

  it.each([
    ['NaN', 'not-a-number'],
    ['nan', 'not-a-number'],
    ['inf', 'not-a-number'],
    ['+Inf', 'not-a-number'],
    ['-Infinity', 'not-a-number'],
    ['-1', 'negative-value'],
    ['-1e-9', 'negative-value'],
    ['1e309', 'value-out-of-range'],
    ['1e999999999999', 'value-out-of-range'],
    ['1e-350', 'value-out-of-range'],
    ['9'.repeat(401), 'value-out-of-range'],
    ['9'.repeat(310), 'value-out-of-range'],
    ['', 'bad-value'],
    ['.', 'bad-value'],
    ['-', 'bad-value'],
    ['+5', 'bad-value'],
    ['1.2.3', 'bad-value'],
    ['1e', 'bad-value'],
    ['e5', 'bad-value'],
    ['0x10', 'bad-value'],
    ['1_000', 'bad-value'],
    ['1 ', 'bad-value'],
    ['abc', 'bad-value'],
  ])('refuses %s as %s', (text, reason) => {
    expect(canonicalDecimal(text)).toMatchObject({ reason });
  });
});

describe('canonicalInteger', () => {
  it.each([
    ['5i', '5'],
    ['5u', '5'],
    ['-0i', '0'],
    ['007i', '7'],
    ['9223372036854775807i', '9223372036854775807'],
    ['18446744073709551615u', '18446744073709551615'],
  ])('writes %s as %s', (text, expected) => {
    expect(canonicalInteger(text)).toBe(expected);
  });

  it.each([
    ['9223372036854775808i', 'value-out-of-range'],
    ['-9223372036854775809i', 'value-out-of-range'],
    ['18446744073709551616u', 'value-out-of-range'],
    ['-9223372036854775808i', 'negative-value'],
    ['-5i', 'negative-value'],
    ['-5u', 'bad-value'],
    ['1.5i', 'bad-value'],
    ['1e3i', 'bad-value'],
    ['5ii', 'bad-value'],
    ['i', 'bad-value'],
  ])('refuses %s as %s', (text, reason) => {
    expect(canonicalInteger(text)).toMatchObject({ reason });
  });
});

describe('decimalOfDouble', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [0.1, '0.1'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e21, '1000000000000000000000'],
    [1.5e-7, '0.00000015'],
    [2675153.01070082, '2675153.01070082'],
    [2 ** 53, '9007199254740992'],
  ])('writes %d as %s', (value, expected) => {
    expect(decimalOfDouble(value)).toBe(expected);
  });

  it.each([
    [NaN, 'not-a-number'],
    [Infinity, 'not-a-number'],
    [-Infinity, 'not-a-number'],
    [-0.5, 'negative-value'],
  ])('refuses %d as %s', (value, reason) => {
    expect(decimalOfDouble(value)).toMatchObject({ reason });
  });
});
