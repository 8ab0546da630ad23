import type { RejectReason } from './reading-batch.js';

/** Why a text is no value that can be billed. */
export interface ValueFault {
  readonly reason: RejectReason;
  readonly detail: string;
}

/** Longest text of a value, written or canonical: any double in plain notation fits. */
export const DECIMAL_LENGTH_MAX = 400;

const ZERO = 48;
const NINE = 57;
const POINT = 46;
const NUMBER = /^(-?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const NOT_A_NUMBER = /^[+-]?(?:nan|inf|infinity)$/i;
const INT64_MAX = '9223372036854775807';
const INT64_MIN = '9223372036854775808';
const UINT64_MAX = '18446744073709551615';

/**
 * Turns a written decimal into its one plain form: no exponent, no plus, no leading or trailing
 * zeros, no negative zero. So equal values are equal strings, exactly, whatever their magnitude.
 *
 * @returns the canonical decimal, or a fault: `not-a-number` (NaN, infinities), `negative-value`
 *   (usage counters never are), `value-out-of-range` (longer than 400 characters, or beyond what a
 *   double can hold, which no sender can mean), `bad-value` (anything else).
 */
export function canonicalDecimal(text: string): string | ValueFault {
  if (isCanonical(text)) return text;
  if (NOT_A_NUMBER.test(text)) {
    return { reason: 'not-a-number', detail: `${text} is not a number` };
  }
  if (text.length > DECIMAL_LENGTH_MAX) return outOfRange(text);
  const match = NUMBER.exec(text);
  const integer = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (match === null || integer.length + fraction.length === 0) {
    return { reason: 'bad-value', detail: `${text} is no number` };
  }
  return toPlain(text, match[1] === '-', integer, fraction, Number(match[4] ?? '0'));
}

/**
 * The canonical decimal of an integer field (line protocol `5i`: int64, `5u`: uint64).
 *
 * @param text the field's text, with its suffix
 */
export function canonicalInteger(text: string): string | ValueFault {
  const isUnsigned = text.endsWith('u');
  const digits = text.slice(0, -1);
  if (!(isUnsigned ? /^\d+$/ : /^-?\d+$/).test(digits)) {
    return { reason: 'bad-value', detail: `${text} is no ${isUnsigned ? 'unsigned ' : ''}integer` };
  }
  const isNegative = digits.startsWith('-');
  const significant = digits.replace(/^-?0*(?=\d)/, '');
  const limit = isUnsigned ? UINT64_MAX : isNegative ? INT64_MIN : INT64_MAX;
  if (
    significant.length > limit.length ||
    (significant.length === limit.length && significant > limit)
  ) {
    return outOfRange(text);
  }
  return canonicalDecimal(isNegative ? `-${significant}` : significant);
}

/**
 * The shortest decimal that reads back as the same double (law 3 for remote_write), in plain
 * notation. Faults as in {@link canonicalDecimal}.
 */
export function decimalOfDouble(value: number): string | ValueFault {
  // Zero first: `String(-0)` is "0" already, and it keeps the comparison below simple.
  if (value >= 1e-6 && value < 1e21) return String(value);
  return canonicalDecimal(String(value));
}

function isCanonical(text: string): boolean {
  const length = text.length;
  // Below 300 characters no plain integer can exceed the range of doubles.
  if (length === 0 || length > 300) return false;
  const first = text.charCodeAt(0);
  if (first < ZERO || first > NINE) return false;
  if (first === ZERO && length > 1 && text.charCodeAt(1) !== POINT) return false;
  let point = -1;
  for (let i = 1; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= ZERO && code <= NINE) continue;
    if (code !== POINT || point >= 0) return false;
    point = i;
  }
  return point < 0 || (point !== length - 1 && text.charCodeAt(length - 1) !== ZERO);
}

function toPlain(
  text: string,
  isNegative: boolean,
  integer: string,
  fraction: string,
  exponent: number,
): string | ValueFault {
  const leading = integer + fraction;
  const digits = leading.replace(/^0+/, '').replace(/0+$/, '');
  if (digits === '') return '0';
  if (isNegative) return { reason: 'negative-value', detail: `${text} is negative` };
  const size = Number(text);
  if (size === Infinity || size === 0) return outOfRange(text);
  const leadingZeros = /^0*/.exec(leading)?.[0].length ?? 0;
  // The value is 0.digits × 10^scale; a finite double bounds it to -323…309.
  const scale = integer.length - leadingZeros + exponent;
  const plain =
    scale <= 0
      ? `0.${'0'.repeat(-scale)}${digits}`
      : scale >= digits.length
        ? digits + '0'.repeat(scale - digits.length)
        : `${digits.slice(0, scale)}.${digits.slice(scale)}`;
  return plain.length > DECIMAL_LENGTH_MAX ? outOfRange(text) : plain;
}

function outOfRange(text: string): ValueFault {
  return {
    reason: 'value-out-of-range',
    detail: `${text} is beyond what a usage counter can be`,
  };
}
