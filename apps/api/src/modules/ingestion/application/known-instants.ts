import { canonicalDecimal } from '@os-credits/usage-wire';
import { type StoredReading } from './ingestion.ports.js';

/** What is known of one instant of a series; canonical decimals. */
export interface KnownInstant {
  /** The value that counts; `null` where every value of this instant was dismissed. */
  readonly counted: string | null;
  readonly dismissed: ReadonlySet<string>;
}

/**
 * What a value is to what is known of its instant.
 *
 * - `replacement`: every value of this instant was dismissed, and this is none of them
 * - `conflict`: another value counts
 */
export type InstantVerdict = 'new' | 'duplicate' | 'conflict' | 'replacement';

export function verdictOn(known: KnownInstant | undefined, value: string): InstantVerdict {
  if (known === undefined) return 'new';
  if (known.counted === value || known.dismissed.has(value)) return 'duplicate';
  return known.counted === null ? 'replacement' : 'conflict';
}

/** An instant that a reading has taken now. */
export function takenBy(value: string, known?: KnownInstant): KnownInstant {
  return { counted: value, dismissed: known?.dismissed ?? new Set() };
}

/** Why a reading of an instant that is known is kept in quarantine, unless staff release it. */
export function conflictWith(known: KnownInstant): { reason: string; detail: string } {
  const detail =
    known.counted === null
      ? `the reading of this time, ${[...known.dismissed].join(' and ')}, was dismissed; released, this one takes its place`
      : `another reading of this time has the value ${known.counted}`;
  return { reason: 'conflict', detail };
}

/** What is stored or waits for rating, by instant. */
export function knownInstants(stored: readonly StoredReading[]): Map<string, KnownInstant> {
  const known = new Map<string, { counted: string | null; dismissed: Set<string> }>();
  for (const one of stored) {
    const key = instantKey(one);
    const instant = known.get(key) ?? { counted: null, dismissed: new Set() };
    known.set(key, instant);
    const value = canonical(one.value);
    if (one.isDismissed) instant.dismissed.add(value);
    else instant.counted ??= value;
  }
  return known;
}

/** A value as the parsers write it: the database pads a decimal to the scale it was written with. */
export function canonical(stored: string): string {
  const value = canonicalDecimal(stored);
  return typeof value === 'string' ? value : stored;
}

/** Names an instant of a series that the database has. */
export function instantKey(
  one: Pick<StoredReading, 'projectId' | 'seriesId' | 'atMicros'>,
): string {
  return `${one.projectId}.${one.seriesId}.${one.atMicros}`;
}
