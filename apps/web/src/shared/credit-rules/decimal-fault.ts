import { RATE_DIGITS } from '@os-credits/contracts';

/** Why a text is no rate, weight or limit; the words are `fault.<name>` of the catalogue. */
export type DecimalFault =
  'required' | 'comma' | 'notDecimal' | 'notPositive' | 'tooManyWhole' | 'tooManyFraction';

/**
 * What the API would refuse in a decimal above 0, found while it is typed. `1,5` has a fault of its own,
 * because taking the comma for a point would be a guess by a factor of ten or more.
 */
export function decimalFault(text: string): DecimalFault | null {
  const typed = text.trim();
  if (typed === '') return 'required';
  if (/^-?\d+,\d+$/.test(typed)) return 'comma';
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(typed);
  if (match === null) return 'notDecimal';
  const [, sign = '', whole = '', fraction = ''] = match;
  if (sign !== '' || !/[1-9]/.test(whole + fraction)) return 'notPositive';
  if (whole.replace(/^0+/, '').length > RATE_DIGITS.whole) return 'tooManyWhole';
  return fraction.length > RATE_DIGITS.fraction ? 'tooManyFraction' : null;
}
