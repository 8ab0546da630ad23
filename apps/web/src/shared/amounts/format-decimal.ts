const minusSign = '−';

const formatters = new Map<string, Intl.NumberFormat>();

function formatterFor(locale: string, places: { min: number; max: number }): Intl.NumberFormat {
  const key = `${locale}:${places.min}:${places.max}`;
  const known = formatters.get(key);
  if (known) return known;
  const formatter = new Intl.NumberFormat(locale, {
    minimumFractionDigits: places.min,
    maximumFractionDigits: places.max,
    roundingMode: 'halfEven',
  });
  formatters.set(key, formatter);
  return formatter;
}

/**
 * An exact decimal string in the reader's language, rounded half-even to a fixed number of places.
 * `Intl.NumberFormat` reads decimal strings digit by digit, so no binary float comes between.
 */
export function formatDecimal(exact: string, places: number, locale: string): string {
  return withMinusSign(formatterFor(locale, { min: places, max: places }), exact);
}

/** All digits of an exact decimal string, only grouped and with the language's decimal mark. */
export function formatExact(exact: string, locale: string): string {
  return withMinusSign(formatterFor(locale, { min: 0, max: 100 }), exact);
}

/** Like {@link formatDecimal}, with a sign also before amounts above zero. */
export function formatSigned(exact: string, places: number, locale: string): string {
  const text = formatDecimal(exact, places, locale);
  const isPositive = !exact.startsWith('-') && /[1-9]/.test(exact);
  return isPositive ? `+${text}` : text;
}

/** A share such as "0.834" as a percentage without places, cut off so that 99.9 % never reads 100 %. */
export function formatShare(share: string, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 0,
    roundingMode: 'floor',
  }).format(share as Intl.StringNumericLiteral);
}

/** A relative change such as "-0.125" as "−12.5 %", with a sign on both sides of zero. */
export function formatChange(share: string, locale: string): string {
  const text = withMinusSign(
    new Intl.NumberFormat(locale, {
      style: 'percent',
      maximumFractionDigits: 2,
      roundingMode: 'halfEven',
    }),
    share,
  );
  const isPositive = !share.startsWith('-') && /[1-9]/.test(text);
  return isPositive ? `+${text}` : text;
}

function withMinusSign(formatter: Intl.NumberFormat, exact: string): string {
  const parts = formatter.formatToParts(exact as Intl.StringNumericLiteral);
  const text = parts.map((part) => (part.type === 'minusSign' ? minusSign : part.value)).join('');
  // A tiny negative amount rounds to "−0.00", which says less than nothing.
  return /[1-9]/.test(text) || !text.startsWith(minusSign) ? text : text.slice(1);
}
