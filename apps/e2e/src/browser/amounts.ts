const places = 9;

/** An exact decimal string in whole billionths, cut off behind the ninth place. */
export function billionths(exact: string): bigint {
  const { isNegative, whole, fraction } = parts(exact);
  const size = BigInt(whole + fraction.padEnd(places, '0').slice(0, places));
  return isNegative ? -size : size;
}

/** The product of two exact decimal strings, exact as well. */
export function times(a: string, b: string): string {
  const [left, right] = [parts(a), parts(b)];
  const size = BigInt(left.whole + left.fraction) * BigInt(right.whole + right.fraction);
  return text(
    size,
    left.fraction.length + right.fraction.length,
    left.isNegative !== right.isNegative,
  );
}

/** The sum of exact decimal strings, exact as well. */
export function sum(amounts: readonly string[]): string {
  const all = amounts.map(parts);
  const width = Math.max(0, ...all.map(({ fraction }) => fraction.length));
  const total = all.reduce((before, { isNegative, whole, fraction }) => {
    const size = BigInt(whole + fraction.padEnd(width, '0'));
    return isNegative ? before - size : before + size;
  }, 0n);
  return text(total < 0n ? -total : total, width, total < 0n);
}

/** `a - b`, exact. */
export function minus(a: string, b: string): string {
  return sum([a, times(b, '-1')]);
}

const shown = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  roundingMode: 'halfEven',
});

/** An exact decimal string as the portal shows it in English: grouped, two places, real minus. */
export function asShown(exact: string): string {
  return shown.format(exact as Intl.StringNumericLiteral).replace('-', '−');
}

/** The same where the portal shows a gain or loss: with a plus in front of what is more. */
export function asShownSigned(exact: string): string {
  return parts(exact).isNegative ? asShown(exact) : `+${asShown(exact)}`;
}

const exactly = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 20 });

/** An exact decimal string with all its digits, grouped as the portal shows it in English. */
export function asShownExactly(exact: string): string {
  return exactly.format(exact as Intl.StringNumericLiteral).replace('-', '−');
}

function parts(exact: string): { isNegative: boolean; whole: string; fraction: string } {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(exact);
  if (match === null) throw new Error(`"${exact}" is not a decimal`);
  const [, sign, whole = '', fraction = ''] = match;
  return { isNegative: sign === '-', whole, fraction };
}

function text(size: bigint, fractionDigits: number, isNegative: boolean): string {
  const digits = size.toString().padStart(fractionDigits + 1, '0');
  const cut = digits.length - fractionDigits;
  const fraction = digits.slice(cut).replace(/0+$/, '');
  const unsigned = fraction === '' ? digits.slice(0, cut) : `${digits.slice(0, cut)}.${fraction}`;
  return isNegative && size !== 0n ? `-${unsigned}` : unsigned;
}
