import { type Decimal } from '@os-credits/credits';

/** The number as Python prints a float, without its exponents: `3.0`, `0.01`, `1000000000000.0`. */
export function pythonFloat(value: Decimal, places: number): string {
  const text = value.toFixed(places);
  const [whole = '0', fraction = ''] = text.split('.');
  const rest = fraction.replace(/0+$/, '');
  return `${whole}.${rest === '' ? '0' : rest}`;
}
