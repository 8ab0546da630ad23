import { z } from 'zod';

/** Digits before and behind the point that a rate, weight or limit may have. */
export const RATE_DIGITS = { whole: 12, fraction: 18 } as const;

/**
 * The largest rate (credits per unit and hour) and size weight. Real ones lie many orders of magnitude below;
 * what is above is a slip of the keyboard, and one published table would ruin every account with it.
 */
export const RATE_MAX = 1_000_000;

/**
 * A decimal as staff type it: plain notation, above 0, at most 12 digits before and 18 behind the point.
 * `1,5`, `1e3`, `NaN` and signs are refused with a sentence that says what would be taken.
 */
export const positiveDecimal = decimalText(decimalFault).meta({
  description: 'Exact decimal above 0 as text',
  examples: ['0.3'],
});

/** A {@link positiveDecimal} of at most {@link RATE_MAX}: a rate or a size weight. */
export const rateDecimal = decimalText((text) => decimalFault(text) ?? excess(text)).meta({
  description: `Exact decimal above 0 and at most ${RATE_MAX} as text`,
  examples: ['0.3'],
});

function decimalText(faultOf: (text: string) => string | null) {
  return z
    .string()
    .max(64, 'has too many characters for a number')
    .superRefine((text, context) => {
      const fault = faultOf(text);
      if (fault !== null) context.addIssue({ code: 'custom', message: fault });
    });
}

function decimalFault(text: string): string | null {
  if (/^\s*-?\d+,\d+\s*$/.test(text)) return 'must have a point, not a comma: "1.5"';
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) return 'must be a plain decimal such as "1.5"';
  const [, sign = '', whole = '', fraction = ''] = match;
  if (sign !== '' || !/[1-9]/.test(whole + fraction)) return 'must be greater than 0';
  if (whole.replace(/^0+/, '').length > RATE_DIGITS.whole)
    return `may have at most ${RATE_DIGITS.whole} digits before the point`;
  return fraction.length > RATE_DIGITS.fraction
    ? `may have at most ${RATE_DIGITS.fraction} digits behind the point`
    : null;
}

/** Of a plain decimal: whether it lies above the maximum, compared without a float. */
function excess(text: string): string | null {
  const [whole = '', fraction = ''] = text.split('.');
  const isAbove =
    BigInt(whole) > BigInt(RATE_MAX) ||
    (BigInt(whole) === BigInt(RATE_MAX) && /[1-9]/.test(fraction));
  return isAbove ? `must be at most ${RATE_MAX}; nothing costs that much, look for a slip` : null;
}
