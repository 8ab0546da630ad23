/** Microseconds since the epoch of an instant in ISO 8601 UTC with up to six decimals. */
export function instantMicros(instant: string): number {
  const [, fraction = ''] = /\.(\d+)Z$/.exec(instant) ?? [];
  return Math.floor(Date.parse(instant) / 1000) * 1_000_000 + Number(fraction.padEnd(6, '0'));
}
