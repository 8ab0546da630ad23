import { Decimal } from '@os-credits/credits';
import { type StatementLanguage } from './statement-labels.js';

const SEPARATORS: Readonly<Record<StatementLanguage, { group: string; decimal: string }>> = {
  en: { group: ',', decimal: '.' },
  de: { group: '.', decimal: ',' },
};
/** U+2212, as wide as a plus; a hyphen is easily overlooked. */
const MINUS = '−';

/** A decimal as people read it: half-even to `places`, digits in groups of three. */
export function formatAmount(text: string, places: number, language: StatementLanguage): string {
  const fixed = Decimal.of(text).toFixed(places);
  return withSeparators(fixed, language);
}

/** A rate or quantity with the digits it has, at most `placesMax`. */
export function formatQuantity(
  text: string,
  placesMax: number,
  language: StatementLanguage,
): string {
  return withSeparators(Decimal.of(Decimal.of(text).toFixed(placesMax)).toString(), language);
}

function withSeparators(plain: string, language: StatementLanguage): string {
  const { group, decimal } = SEPARATORS[language];
  const isNegative = plain.startsWith('-');
  const [whole = '0', fraction] = (isNegative ? plain.slice(1) : plain).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  const rest = fraction === undefined ? '' : `${decimal}${fraction}`;
  return `${isNegative ? MINUS : ''}${grouped}${rest}`;
}
