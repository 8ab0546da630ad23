import { type QuarantinedReading } from '../ingestion.ports.js';

/** A line that cannot be billed. */
export interface ImportFault {
  readonly line: number;
  readonly reason: string;
  readonly detail: string;
}

/**
 * What became of the lines read so far. `read` is the sum of the six that follow it. Plain, because it is kept
 * with every batch.
 */
export interface ImportReport {
  readonly read: number;
  /** New readings. */
  readonly accepted: number;
  /** Known already, with the same value. */
  readonly duplicates: number;
  /** Known already, with another value: in quarantine. */
  readonly conflicts: number;
  /** In quarantine for another reason. */
  readonly quarantined: number;
  /** Of metrics that nobody bills, or of other fields. */
  readonly unbilled: number;
  /** Before the first day that was asked for, or of a part of an export that was not. */
  readonly leftOut: number;
  /** Times of the accepted readings. */
  readonly earliestMicros: number | null;
  readonly latestMicros: number | null;
  readonly reasons: Readonly<Record<string, number>>;
  /** The first ones. */
  readonly faults: readonly ImportFault[];
}

export const FAULTS_LISTED_MAX = 100;

export const EMPTY_REPORT: ImportReport = {
  read: 0,
  accepted: 0,
  duplicates: 0,
  conflicts: 0,
  quarantined: 0,
  unbilled: 0,
  leftOut: 0,
  earliestMicros: null,
  latestMicros: null,
  reasons: {},
  faults: [],
};

/** What became of one batch. */
export interface BatchOutcome {
  readonly acceptedMicros: readonly number[];
  readonly duplicates: number;
  readonly conflicts: number;
  /** Conflicts included. */
  readonly quarantined: readonly QuarantinedReading[];
  readonly unbilled: number;
  readonly leftOut: number;
}

/** The report with one batch more. */
export function withOutcome(report: ImportReport, outcome: BatchOutcome): ImportReport {
  const { acceptedMicros, duplicates, conflicts, quarantined, unbilled, leftOut } = outcome;
  const reasons = { ...report.reasons };
  for (const { reason } of quarantined) reasons[reason] = (reasons[reason] ?? 0) + 1;
  const room = FAULTS_LISTED_MAX - report.faults.length;
  return {
    read:
      report.read + acceptedMicros.length + duplicates + quarantined.length + unbilled + leftOut,
    accepted: report.accepted + acceptedMicros.length,
    duplicates: report.duplicates + duplicates,
    conflicts: report.conflicts + conflicts,
    quarantined: report.quarantined + quarantined.length - conflicts,
    unbilled: report.unbilled + unbilled,
    leftOut: report.leftOut + leftOut,
    earliestMicros: extreme(Math.min, report.earliestMicros, acceptedMicros),
    latestMicros: extreme(Math.max, report.latestMicros, acceptedMicros),
    reasons,
    faults: [...report.faults, ...quarantined.slice(0, room).map(toFault)],
  };
}

function extreme(
  pick: (one: number, other: number) => number,
  before: number | null,
  micros: readonly number[],
): number | null {
  const [first = null] = micros;
  const start = before ?? first;
  return start === null ? null : micros.reduce((best, one) => pick(best, one), start);
}

function toFault({ position, reason, detail }: QuarantinedReading): ImportFault {
  return { line: position ?? 0, reason, detail: detail.slice(0, 300) };
}
