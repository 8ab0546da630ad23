import { expect, it } from '@jest/globals';
import { positiveDecimal, rateDecimal } from '@os-credits/contracts';
import { decimalFault, rateFault } from './decimal-fault.js';

it.each([
  ['', 'required'],
  ['   ', 'required'],
  ['1,5', 'comma'],
  ['1.000,5', 'notDecimal'],
  ['NaN', 'notDecimal'],
  ['1e3', 'notDecimal'],
  ['.5', 'notDecimal'],
  ['0', 'notPositive'],
  ['0.000', 'notPositive'],
  ['-1', 'notPositive'],
  ['1234567890123', 'tooManyWhole'],
  ['0.1234567890123456789', 'tooManyFraction'],
  ['0.3', null],
  ['000000000000001', null],
  ['123456789012.123456789012345678', null],
])('%j is judged %s', (text, fault) => {
  expect(decimalFault(text)).toBe(fault);
  // Never more lenient than the API, nor stricter.
  expect(positiveDecimal.safeParse(text.trim()).success).toBe(fault === null);
});

it.each([
  ['1000000', null],
  ['1000000.000', null],
  ['000999999.999999999999999999', null],
  ['1000000.000000000000000001', 'tooLarge'],
  ['1000001', 'tooLarge'],
  ['1,5', 'comma'],
  ['-1000001', 'notPositive'],
])('%j as a rate is judged %s', (text, fault) => {
  expect(rateFault(text)).toBe(fault);
  expect(rateDecimal.safeParse(text).success).toBe(fault === null);
});
