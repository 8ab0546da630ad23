import { type DocumentLine } from './fold-by-day.js';
import { type StatementHead } from './statement-json.js';
import { type StatementLanguage } from './statement-labels.js';
import { type StatementTotals } from './statement-lines.js';

export interface PrintedStatement {
  readonly head: StatementHead;
  readonly lines: AsyncIterable<DocumentLine>;
  /** Complete after the last line. */
  readonly totals: StatementTotals;
  readonly language: StatementLanguage;
  /** Places that amounts are rounded to. */
  readonly places: number;
}

/** Puts a statement on pages. */
export abstract class StatementPrinter {
  /** The bytes of a PDF; the same statement gives the same bytes. */
  abstract print(statement: PrintedStatement): AsyncIterable<Uint8Array>;
}
