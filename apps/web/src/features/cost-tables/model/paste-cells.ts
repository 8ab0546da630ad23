/**
 * The cells of a text that was copied from a sheet: rows by line, cells by tab, as spreadsheets put them
 * on the clipboard. Null where it is a single cell, which any input takes by itself.
 */
export function cellsOfText(text: string): string[][] | null {
  const lines = text.replace(/(\r\n|\n|\r)$/, '').split(/\r\n|\n|\r/);
  const cells = lines.map((line) => line.split('\t').map((cell) => cell.trim()));
  return cells.length === 1 && cells[0]?.length === 1 ? null : cells;
}

type PasteOptions<Row, Field extends keyof Row> = {
  /** All rows, also those of other groups. */
  rows: readonly Row[];
  /** The rows of the group that is pasted into, in their order. */
  group: readonly Row[];
  /** Where the first cell goes. */
  at: { row: Row; field: Field };
  /** The columns in their order. */
  fields: readonly Field[];
  cells: readonly (readonly string[])[];
  /** A row of the group that is not there yet. */
  newRow: (index: number) => Row;
};

/** The rows after a paste: down and to the right from a cell, with new rows where the group is too short. */
export function pasted<Row extends { key: string }, Field extends keyof Row & string>({
  rows,
  group,
  at,
  fields,
  cells,
  newRow,
}: PasteOptions<Row, Field>): Row[] {
  const targets = group.slice(group.indexOf(at.row));
  const firstField = fields.indexOf(at.field);
  const filled = cells.map((texts, index) => {
    const row = targets[index] ?? newRow(index - targets.length);
    const changes = fields.slice(firstField, firstField + texts.length);
    return {
      ...row,
      ...Object.fromEntries(changes.map((field, column) => [field, texts[column] ?? ''])),
    };
  });
  const byKey = new Map(filled.map((row) => [row.key, row]));
  const known = new Set(rows.map(({ key }) => key));
  return [
    ...rows.map((row) => byKey.get(row.key) ?? row),
    ...filled.filter(({ key }) => !known.has(key)),
  ];
}
