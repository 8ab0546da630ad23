import { type StatementLine } from '@os-credits/contracts';

/** Headings of the file in the reader's language, in the order of the columns. */
export type StatementCsvHeadings = readonly string[];

/** Rows of the CSV file: exact, unrounded decimals, half-open UTC periods, newest first as shown. */
export function statementCsvRows(
  lines: readonly StatementLine[],
  headings: StatementCsvHeadings,
  kindName: (kind: StatementLine['kind']) => string,
): string[][] {
  const rows = lines.map((line) => [
    line.from,
    line.to,
    kindName(line.kind),
    line.charge?.metricFriendlyName ?? '',
    line.charge?.site ?? '',
    line.charge?.quantity ?? '',
    line.charge?.unit ?? '',
    line.credits,
    line.balanceAfter,
    line.reason ?? '',
    line.source ?? '',
    line.actor ?? '',
  ]);
  return [[...headings], ...rows];
}
