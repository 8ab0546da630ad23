import { type LedgerEntry, type StatementResponse } from '@os-credits/contracts';
import { type StatementTotals } from './statement-lines.js';

export type StatementHead = Pick<
  StatementResponse,
  'project' | 'from' | 'to' | 'createdAt' | 'asOf' | 'opening'
>;

/** The statement as the contract has it, entry by entry. */
export async function* statementJson(
  head: StatementHead,
  entries: AsyncIterable<LedgerEntry>,
  totals: StatementTotals,
): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"entries":[`;
  let separator = '';
  for await (const entry of entries) {
    yield separator + JSON.stringify(entry);
    separator = ',';
  }
  const end = { closing: totals.closing.toString(), totals: totals.toApi() };
  yield `],${JSON.stringify(end).slice(1)}`;
}
