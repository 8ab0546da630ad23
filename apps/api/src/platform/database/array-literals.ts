/**
 * PostgreSQL array literals of numbers, plain decimals and timestamps. The driver's own serialiser quotes
 * and escapes every element, which costs more than the rest of the request; none of these needs it.
 */
export function arrayLiteral(items: readonly (number | string)[]): string {
  return `{${items.join(',')}}`;
}

/** As {@link arrayLiteral}, from microseconds since the epoch. Neighbours mostly share their time. */
export function timestampsLiteral(micros: readonly number[]): string {
  let lastMicros = NaN;
  let lastText = '';
  const texts = micros.map((one) => {
    if (one !== lastMicros) {
      lastMicros = one;
      lastText = toTimestamp(one);
    }
    return lastText;
  });
  return arrayLiteral(texts);
}

/** Microseconds since the epoch as ISO 8601 with all six decimals, which a `Date` does not have. */
export function toTimestamp(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = String(micros - seconds * 1_000_000).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}
