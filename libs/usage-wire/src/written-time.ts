import type { Precision } from './wire-time.js';

const DIGITS = /^-?\d{1,19}$/;
const SECONDS = /^(-?\d{1,11})\.(\d{1,9})$/;
const INSTANT = /^(\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;
/** Spreadsheets and databases write a blank instead of the T, and offsets without a colon or minutes. */
const LOOSE_INSTANT = /^(\d{4}-\d\d-\d\d)[T ]([\d:.]+) ?(Z|z|UTC|[+-]\d\d(?::?\d\d)?)$/;

const MICROS_PER: Readonly<Record<Precision, bigint>> = {
  ns: 0n,
  us: 1n,
  ms: 1000n,
  s: 1_000_000n,
  m: 60_000_000n,
  h: 3_600_000_000n,
};

/**
 * An ISO 8601 instant with its offset as microseconds since the epoch; further decimals are cut off.
 *
 * @returns `null` when it is anything else, such as a time without an offset
 */
export function parseInstantMicros(text: string): number | null {
  const match = INSTANT.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = '', offset = ''] = match;
  const milliseconds = Date.parse(`${whole}${offset}`);
  // The 30th of February would be taken for the 2nd of March.
  const local = new Date(`${whole}Z`);
  if (Number.isNaN(milliseconds) || Number.isNaN(local.getTime())) return null;
  if (!local.toISOString().startsWith(whole)) return null;
  return milliseconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

/**
 * A time as a person or a spreadsheet writes it: ISO 8601 with an offset, or a number since the epoch.
 *
 * @param precision unit of a number; `auto` tells it by its size: up to 11 digits are seconds (with or without
 *   decimals), 12 to 14 milliseconds, 15 to 17 microseconds, more nanoseconds, which fits all times between
 *   the years 1973 and 5138
 * @returns microseconds since the epoch, rounded down; `null` where it is no time, or none within ±2^53 µs
 */
export function parseWrittenTime(text: string, precision: Precision | 'auto'): number | null {
  if (DIGITS.test(text)) return fromNumber(text, precision === 'auto' ? unitOf(text) : precision);
  const seconds = SECONDS.exec(text);
  if (seconds !== null && (precision === 'auto' || precision === 's')) {
    const [, whole = '', fraction = ''] = seconds;
    const isNegative = whole.startsWith('-');
    const micros = Number(`${whole}${fraction.padEnd(6, '0').slice(0, 6)}`);
    return isNegative && /[1-9]/.test(fraction.slice(6)) ? micros - 1 : micros + 0;
  }
  return parseInstantMicros(normalized(text));
}

function normalized(text: string): string {
  const match = LOOSE_INSTANT.exec(text);
  if (match === null) return text;
  const [, day = '', time = '', offset = ''] = match;
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(offset) ?? [];
  return `${day}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`;
}

function unitOf(text: string): Precision {
  const length = text.replace('-', '').length;
  return length <= 11 ? 's' : length <= 14 ? 'ms' : length <= 17 ? 'us' : 'ns';
}

function fromNumber(text: string, unit: Precision): number | null {
  const number = BigInt(text);
  const micros = unit === 'ns' ? floorDivide(number, 1000n) : number * MICROS_PER[unit];
  const result = Number(micros);
  return Number.isSafeInteger(result) ? result : null;
}

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}
