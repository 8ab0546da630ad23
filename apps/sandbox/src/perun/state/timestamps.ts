const MICROS_PER_MS = 1_000;

/**
 * An instant as Perun's database writes it: `YYYY-MM-DD HH:MM:SS[.f{1,6}]`, no zone, zeros at the
 * end of the fraction trimmed, no point without a fraction.
 *
 * @param micros microseconds since 1970
 */
export function perunTimestamp(micros: number): string {
  const ms = Math.floor(micros / MICROS_PER_MS);
  const seconds = new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
  const fraction = String(micros % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return fraction === '' ? seconds : `${seconds}.${fraction}`;
}

/** A clock in microseconds that never shows the same instant twice. */
export class DistinctClock {
  private lastMicros = 0;

  constructor(private readonly nowMs: () => number) {}

  next(): string {
    this.lastMicros = Math.max(this.lastMicros + 1, Math.floor(this.nowMs()) * MICROS_PER_MS);
    return perunTimestamp(this.lastMicros);
  }
}
