import { type LedgerEntry, type StatementLine } from '@os-credits/contracts';

/** The entries that a line by day folds: same site and metric, the running hour included. */
export function entriesOfLine(line: StatementLine, entries: readonly LedgerEntry[]): LedgerEntry[] {
  return entries.filter(
    (entry) =>
      entry.kind === 'charge' &&
      entry.charge !== null &&
      entry.charge.site === line.charge?.site &&
      entry.charge.metric === line.charge.metric,
  );
}
