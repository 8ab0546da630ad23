/**
 * A number as Python's prometheus_client writes it: the shortest digits that round-trip, always with
 * a decimal point, and Go's exponent form from a million on (`5.124536068050399e+06`). Seen in real
 * answers of the usage exporter.
 */
export function goFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const { digits, exponent } = shortestDigits(Math.abs(value));
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (value !== 0 && (exponent < -4 || exponent >= 16)) return sign + scientific(digits, exponent);
  if (value > 0 && exponent >= 6) return scientific(digits, exponent);
  return sign + positional(digits, exponent);
}

/** The significant digits of a number and the power of ten of the first one. */
function shortestDigits(value: number): { digits: string; exponent: number } {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

function scientific(digits: string, exponent: number): string {
  const rest = digits.slice(1);
  const mantissa = rest === '' ? digits : `${digits.slice(0, 1)}.${rest}`;
  const power = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${power}`;
}

function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${whole}.${digits.slice(exponent + 1) || '0'}`;
}
