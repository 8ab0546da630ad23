import type { Decimal } from './decimal.js';

export type RowChange = 'added' | 'removed' | 'changed' | 'same';

/** One row of two tables, side by side. */
export interface ComparedRow<Row> {
  /** The row as the later table has it, or the earlier one where the later has none. */
  readonly row: Row;
  readonly change: RowChange;
  readonly from: Decimal | null;
  readonly to: Decimal | null;
}

const SHARE_PLACES = 6;

/**
 * Compares two tables of amounts row by row: rows of the earlier one in their order, then those that only
 * the later one has. Keys must be unique within a table.
 */
export function compareAmounts<Row>(
  from: readonly Row[],
  to: readonly Row[],
  keyOf: (row: Row) => string,
  amountOf: (row: Row) => Decimal,
): ComparedRow<Row>[] {
  const later = new Map(to.map((row) => [keyOf(row), row]));
  const known = new Set(from.map(keyOf));
  const kept = from.map((row): ComparedRow<Row> => {
    const next = later.get(keyOf(row));
    if (next === undefined) return { row, change: 'removed', from: amountOf(row), to: null };
    const isSame = amountOf(row).equals(amountOf(next));
    return {
      row: next,
      change: isSame ? 'same' : 'changed',
      from: amountOf(row),
      to: amountOf(next),
    };
  });
  const added = to
    .filter((row) => !known.has(keyOf(row)))
    .map((row): ComparedRow<Row> => ({ row, change: 'added', from: null, to: amountOf(row) }));
  return [...kept, ...added];
}

/** How much more the later amount is: `to / from - 1` to 6 places, half-even; `null` where `from` is 0. */
export function relativeChange(from: Decimal, to: Decimal): Decimal | null {
  return from.isZero() ? null : to.minus(from).dividedBy(from, SHARE_PLACES);
}
