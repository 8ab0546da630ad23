import type { ValueFault } from './decimal.js';

/** Units of line protocol timestamps. */
export type Precision = 'ns' | 'us' | 'ms' | 's' | 'm' | 'h';

const PRECISIONS: ReadonlyMap<string, Precision> = new Map([
  ['', 'ns'],
  ['n', 'ns'],
  ['ns', 'ns'],
  ['u', 'us'],
  ['us', 'us'],
  ['\u00b5', 'us'],
  ['\u03bc', 'us'],
  ['ms', 'ms'],
  ['s', 's'],
  ['m', 'm'],
  ['h', 'h'],
]);

const MICROS_PER: Readonly<Record<Precision, number>> = {
  ns: 0.001,
  us: 1,
  ms: 1000,
  s: 1_000_000,
  m: 60_000_000,
  h: 3_600_000_000,
};

/**
 * Reads the `precision` parameter of InfluxDB's write endpoints.
 *
 * @returns `undefined` for a precision that InfluxDB does not know; missing means nanoseconds
 */
export function parsePrecision(text: string | undefined): Precision | undefined {
  return PRECISIONS.get(text ?? '');
}

/**
 * Reads a line protocol timestamp `text[start, end)` as microseconds; nanoseconds are rounded down.
 *
 * @returns NaN for anything but an int64, or a time that does not fit ±2^53 µs (years ±285 000)
 */
export function parseTimestamp(
  text: string,
  start: number,
  end: number,
  precision: Precision,
): number {
  const isNegative = text.charCodeAt(start) === 45;
  const first = isNegative ? start + 1 : start;
  // The last three digits of nanoseconds are below our resolution; without them the rest is exact.
  const cut = precision === 'ns' ? Math.max(first, end - 3) : end;
  if (first >= end) return NaN;
  let units = 0;
  let isBelow = false;
  for (let i = first; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return NaN;
    if (i < cut) units = units * 10 + digit;
    else if (digit !== 0) isBelow = true;
  }
  const micros = precision === 'ns' ? units : units * MICROS_PER[precision];
  // Beyond 2^53 µs but within int64 ns (after the year 2255) there is no exact number left.
  const signed = isNegative ? -micros - (isBelow ? 1 : 0) : micros;
  return Number.isSafeInteger(signed) ? signed + 0 : NaN;
}

/** Checks a time against the window that the caller takes; `undefined` if it lies inside. */
export function checkWindow(
  timeMicros: number,
  window: { readonly minAtMicros: number; readonly maxAtMicros: number },
): ValueFault | undefined {
  if (timeMicros > window.maxAtMicros) {
    return {
      reason: 'in-the-future',
      detail: `${isoTime(timeMicros)} is after ${isoTime(window.maxAtMicros)}: check the sender's clock`,
    };
  }
  if (timeMicros < window.minAtMicros) {
    return {
      reason: 'too-old',
      detail: `${isoTime(timeMicros)} is before ${isoTime(window.minAtMicros)}, the oldest time that is taken`,
    };
  }
  return undefined;
}

function isoTime(timeMicros: number): string {
  const millis = Math.floor(timeMicros / 1000);
  return Math.abs(millis) <= 8.64e15 ? new Date(millis).toISOString() : `${String(timeMicros)} µs`;
}
