import { csvLine } from '../../../../platform/csv/index.js';
import { type DocumentLine } from './fold-by-day.js';
import { type StatementHead } from './statement-json.js';
import { type StatementTotals } from './statement-lines.js';

/** Column names are for programs, so they are the same in every language. */
const COLUMNS = [
  'at',
  'kind',
  'is_open',
  'site',
  'metric',
  'quantity',
  'unit',
  'rate',
  'cost_table',
  'credits',
  'balance',
  'reason',
  'source',
  'actor',
  'posted_at',
  'entry',
  'corrects',
  'charge',
] as const;

/**
 * The statement as a table with exact amounts: a line for the opening balance, one per line, one for the
 * closing balance. A byte-order mark tells spreadsheets that it is UTF-8.
 */
export async function* statementCsv(
  head: StatementHead,
  lines: AsyncIterable<DocumentLine>,
  totals: StatementTotals,
): AsyncGenerator<string> {
  yield `\uFEFF${csvLine(COLUMNS)}`;
  yield edge(head.from, 'opening', head.opening);
  for await (const line of lines) yield csvLine(cellsOf(line));
  yield edge(head.to, 'closing', totals.closing.toString());
}

function edge(at: string | null, kind: 'opening' | 'closing', balance: string): string {
  const filled: Partial<Record<(typeof COLUMNS)[number], string | null>> = { at, kind, balance };
  return csvLine(COLUMNS.map((column) => filled[column] ?? null));
}

function cellsOf({ charge, entry, ...line }: DocumentLine): (string | null)[] {
  return [
    line.at,
    line.kind,
    line.isOpen ? 'yes' : 'no',
    charge?.site ?? null,
    charge?.metric ?? null,
    charge?.quantity ?? null,
    charge?.unit ?? null,
    charge?.rate ?? null,
    charge?.costTable ?? null,
    line.credits,
    line.balanceAfter,
    entry?.reason ?? null,
    entry?.source ?? null,
    entry?.actor ?? null,
    entry?.postedAt ?? null,
    entry?.id ?? null,
    entry?.correctsId ?? null,
    entry?.charge?.chargeId ?? null,
  ];
}
