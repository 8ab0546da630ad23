import { Decimal } from '@os-credits/credits';
import { RATE_DIGITS, RATE_MAX } from '@os-credits/contracts';

/** Why a text is no rate, weight or limit; the words are `fault.<name>` of the catalogue. */
export type DecimalFault =
  | 'required'
  | 'comma'
  | 'notDecimal'
  | 'notPositive'
  | 'tooManyWhole'
  | 'tooManyFraction'
  | 'tooLarge';

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

/** Like {@link decimalFault}; what is far above every real rate or weight is a fault as well. */
export function rateFault(text: string): DecimalFault | null {
  const fault = decimalFault(text);
  if (fault !== null) return fault;
  return Decimal.of(text.trim()).compare(Decimal.of(String(RATE_MAX))) > 0 ? 'tooLarge' : null;
}
