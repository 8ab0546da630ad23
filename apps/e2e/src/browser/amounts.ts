const places = 9;

/** An exact decimal string in whole billionths, cut off behind the ninth place. */
export function billionths(exact: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(exact);
  if (match === null) throw new Error(`"${exact}" is not a decimal`);
  const [, sign, whole = '', fraction = ''] = match;
  const size = BigInt(whole + fraction.padEnd(places, '0').slice(0, places));
  return sign === '-' ? -size : size;
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
