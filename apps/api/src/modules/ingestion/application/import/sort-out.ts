import { type KnownSeries, type QuarantinedReading } from '../ingestion.ports.js';
import { conflictWith, takenBy, verdictOn, type KnownInstant } from '../known-instants.js';

/** A reading that is well formed; whether it is new is not known yet. */
export interface Candidate {
  readonly series: KnownSeries;
  readonly atMicros: number;
  readonly value: string;
  readonly line: number;
}

export interface SortedOut {
  readonly fresh: readonly Candidate[];
  readonly duplicates: number;
  readonly conflicts: readonly QuarantinedReading[];
}

/**
 * Tells new readings from those that are known, whether from before or from an earlier line: the same value
 * is a duplicate, another one a conflict, and the first stays.
 *
 * @param keyOf the same text for readings of the same series and time
 * @param known instants that have readings already, by key
 */
export function sortOut(
  candidates: readonly Candidate[],
  keyOf: (candidate: Candidate) => string,
  known: ReadonlyMap<string, KnownInstant>,
): SortedOut {
  const instants = new Map(known);
  const fresh: Candidate[] = [];
  const conflicts: QuarantinedReading[] = [];
  let duplicates = 0;
  for (const candidate of candidates) {
    const key = keyOf(candidate);
    const earlier = instants.get(key);
    if (earlier === undefined) {
      instants.set(key, takenBy(candidate.value));
      fresh.push(candidate);
    } else if (verdictOn(earlier, candidate.value) === 'duplicate') duplicates += 1;
    else conflicts.push(conflictOf(candidate, earlier));
  }
  return { fresh, duplicates, conflicts };
}

function conflictOf({ series, atMicros, value, line }: Candidate, earlier: KnownInstant) {
  return {
    ...conflictWith(earlier),
    position: line,
    projectName: series.projectName,
    siteName: series.siteName,
    metricName: series.metricName,
    atMicros,
    value,
    raw: null,
  };
}
