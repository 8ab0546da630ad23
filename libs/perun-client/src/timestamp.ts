const SHAPE = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?$/;
const MICROS_PER_MILLI = 1000;
const FRACTION_DIGITS = 6;

/**
 * Microseconds since the epoch of a time in the form `2019-01-01 00:00:00.000000`, UTC without a zone
 * (os_credits writes Python's `%Y-%m-%d %H:%M:%S.%f`). The fraction may have 1 to 6 digits or be missing,
 * as Python leaves it out of a whole second elsewhere.
 * @throws RangeError when it has another form or is no time of the calendar
 */
export function parseTimestamp(text: string): number {
  const fraction = (SHAPE.exec(text)?.[7] ?? '').padEnd(FRACTION_DIGITS, '0');
  const seconds = text.slice(0, 'YYYY-MM-DD HH:MM:SS'.length);
  const millis = SHAPE.test(text) ? Date.parse(`${seconds.replace(' ', 'T')}Z`) : NaN;
  // Date.parse lets 24:00:00 and 31 April pass over into the next day.
  if (Number.isNaN(millis) || secondsText(millis) !== seconds) {
    const form = 'a time such as "2019-01-01 00:00:00.000000" (UTC)';
    throw new RangeError(`"${text.slice(0, 80)}" is not ${form}`);
  }
  return millis * MICROS_PER_MILLI + Number(fraction);
}

/**
 * The way back, with six digits of fraction.
 * @throws RangeError when it is no whole number of microseconds in the years 0 to 9999
 */
export function formatTimestamp(micros: number): string {
  const micro = ((micros % 1_000_000) + 1_000_000) % 1_000_000;
  const millis = (micros - micro) / MICROS_PER_MILLI;
  const seconds = Number.isSafeInteger(micros) ? secondsText(millis) : '';
  if (!SHAPE.test(seconds))
    throw new RangeError(`${micros} is no time in microseconds that Perun could hold`);
  return `${seconds}.${String(micro).padStart(FRACTION_DIGITS, '0')}`;
}

/** `YYYY-MM-DD HH:MM:SS`, or with a longer year when the time is out of range. */
function secondsText(millis: number): string {
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('T', ' ').slice(0, -5);
}
