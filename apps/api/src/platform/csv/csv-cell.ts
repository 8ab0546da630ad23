const NUMBER = /^-?\d+(\.\d+)?$/;
/** What makes a spreadsheet take a cell for a formula, also in the forms that it normalises to these. */
const FORMULA_START = /^[\s\p{Cc}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/u;

/**
 * A cell of a table that people open in a spreadsheet. Plain numbers stay as they are. All other text is in
 * quotes; what would be taken for a formula has an apostrophe before it, as OWASP advises, because names and
 * reasons come from anybody.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  const text = String(value);
  if (NUMBER.test(text)) return text;
  const safe = FORMULA_START.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** One line of a table (RFC 4180), with its end. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}
