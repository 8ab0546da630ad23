/** Why a text is no amount to give or take; the words are `corrections.fault.<name>`. */
export type AmountFault =
  'required' | 'comma' | 'signed' | 'notDecimal' | 'zero' | 'tooManyWhole' | 'tooManyFraction';

const wholeDigitsMax = 15;
const fractionDigitsMax = 12;

/**
 * What the API would refuse, found while it is typed. The sign is chosen in words, so a typed one is a
 * fault: "take −5" could mean both.
 */
export function amountFault(text: string): AmountFault | null {
  const typed = text.trim();
  if (typed === '') return 'required';
  if (/^[-−+]/.test(typed)) return 'signed';
  if (/^\d[\d.]*,\d+$/.test(typed)) return 'comma';
  const match = /^(\d+)(?:\.(\d+))?$/.exec(typed);
  if (match === null) return 'notDecimal';
  const [, whole = '', fraction = ''] = match;
  if (!/[1-9]/.test(whole + fraction)) return 'zero';
  if (whole.replace(/^0+/, '').length > wholeDigitsMax) return 'tooManyWhole';
  return fraction.length > fractionDigitsMax ? 'tooManyFraction' : null;
}
