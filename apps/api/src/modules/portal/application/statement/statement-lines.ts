import { Decimal } from '@os-credits/credits';
import { type LedgerEntry } from '@os-credits/contracts';
import { toEntry } from '../show-statement.js';
import { type StatementEntryRow } from './statement.ports.js';

/** Sums of a statement, complete once all its lines were taken. */
export class StatementTotals {
  private granted = Decimal.zero;
  private charged = Decimal.zero;
  private chargedOpen = Decimal.zero;
  private other = Decimal.zero;

  constructor(readonly opening: Decimal) {}

  add(row: Pick<StatementEntryRow, 'kind' | 'isOpen' | 'credits'>): void {
    const credits = Decimal.of(row.credits);
    if (row.kind === 'grant') this.granted = this.granted.plus(credits);
    else if (row.kind === 'charge') {
      this.charged = this.charged.minus(credits);
      if (row.isOpen) this.chargedOpen = this.chargedOpen.minus(credits);
    } else this.other = this.other.plus(credits);
  }

  get closing(): Decimal {
    return this.opening.plus(this.granted).minus(this.charged).plus(this.other);
  }

  toApi(): { granted: string; charged: string; chargedOpen: string; other: string } {
    return {
      granted: this.granted.toString(),
      charged: this.charged.toString(),
      chargedOpen: this.chargedOpen.toString(),
      other: this.other.toString(),
    };
  }
}

/** Gives every line its running balance, and counts it. */
export async function* withBalance(
  rows: AsyncIterable<StatementEntryRow>,
  totals: StatementTotals,
): AsyncGenerator<LedgerEntry> {
  for await (const row of rows) {
    totals.add(row);
    yield toEntry({ ...row, balanceAfter: totals.closing.toString() });
  }
}
