type Row = Readonly<Record<string, unknown>>;

/** Numbers with names, and what else a result holds. */
export type CountsView = { counts: readonly (readonly [string, string])[]; rest: Row };

/** Rows under columns, and what else a result holds. */
export type TableView = { columns: readonly string[]; rows: readonly Row[]; rest: Row };

/** A result as named numbers (exact decimals stay texts); null where it has none. */
export function countsView(result: unknown): CountsView | null {
  if (!isRow(result)) return null;
  const entries = Object.entries(result);
  const counts = entries.filter(([, value]) => isNumeric(value));
  if (counts.length === 0) return null;
  return {
    counts: counts.map(([name, value]) => [name, String(value)] as const),
    rest: Object.fromEntries(entries.filter(([, value]) => !isNumeric(value))),
  };
}

/** A result as a table: a list of objects, or an object with exactly one such list; else null. */
export function tableView(result: unknown): TableView | null {
  if (isRows(result)) return withColumns(result, {});
  if (!isRow(result)) return null;
  const lists = Object.entries(result).filter((entry): entry is [string, Row[]] =>
    isRows(entry[1]),
  );
  const only = lists[0];
  if (!only || lists.length > 1) return null;
  const rest = Object.entries(result).filter(([name]) => name !== only[0]);
  return withColumns(only[1], Object.fromEntries(rest));
}

/** The parts of a rest that are lists of objects, and what is none. */
export function splitRows(rest: Row): {
  lists: readonly { name: string; view: TableView }[];
  others: Row;
} {
  const entries = Object.entries(rest);
  return {
    lists: entries.flatMap(([name, value]) =>
      isRows(value) ? [{ name, view: withColumns(value, {}) }] : [],
    ),
    others: Object.fromEntries(entries.filter(([, value]) => !isRows(value))),
  };
}

/** The sync run that a result names; null where it names none. */
export function syncRunOf(result: unknown): { syncRunId: string; rest: Row } | null {
  if (!isRow(result)) return null;
  const { syncRunId, ...rest } = result;
  return typeof syncRunId === 'string' ? { syncRunId, rest } : null;
}

function withColumns(rows: readonly Row[], rest: Row): TableView {
  return { columns: [...new Set(rows.flatMap((row) => Object.keys(row)))], rows, rest };
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRows(value: unknown): value is Row[] {
  return Array.isArray(value) && value.length > 0 && value.every(isRow);
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
}
