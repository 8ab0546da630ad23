import { expect, it } from '@jest/globals';
import { signedCredits } from '@os-credits/contracts';
import { amountFault } from './amount-fault.js';

it.each([
  ['', 'required'],
  ['  ', 'required'],
  ['1,5', 'comma'],
  ['1.000,5', 'comma'],
  ['NaN', 'notDecimal'],
  ['1e3', 'notDecimal'],
  ['.5', 'notDecimal'],
  ['0', 'zero'],
  ['0.000', 'zero'],
  ['1234567890123456', 'tooManyWhole'],
  ['0.1234567890123', 'tooManyFraction'],
  ['12.5', null],
  [' 12.5 ', null],
  ['000000000000000001', null],
  ['123456789012345.123456789012', null],
])('%j is judged %s, as by the API', (text, fault) => {
  expect(amountFault(text)).toBe(fault);
  expect(signedCredits.safeParse(text.trim()).success).toBe(fault === null);
});

it.each(['-5', '+5', '−5'])('%s has a sign, which words say', (text) => {
  expect(amountFault(text)).toBe('signed');
});
