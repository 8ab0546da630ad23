const DECIMAL_HOURS = /^(\d{1,9})(?:\.(\d{1,9}))?$/;
const HOUR_MS_DIGITS = 3_600_000n;

/**
 * Hours as a decimal text into whole unit·milliseconds, exactly.
 *
 * @returns `undefined` when the text is no decimal from 0 to 999 999 999, or finer than a millisecond
 */
export function unitMsOfHours(hours: string): number | undefined {
  const [, whole, fraction = ''] = DECIMAL_HOURS.exec(hours) ?? [];
  if (whole === undefined) return undefined;
  const scale = 10n ** BigInt(fraction.length);
  const scaledMs = BigInt(whole + fraction) * HOUR_MS_DIGITS;
  return scaledMs % scale === 0n ? Number(scaledMs / scale) : undefined;
}
