const plainDecimal = /^-?\d+(\.\d+)?$/;
/** A spreadsheet takes a cell that begins so for a formula (or strips the character and then does). */
const formulaStart = /^[=+\-@\t\r\n]/;

/**
 * RFC 4180 text of rows of cells. A cell that a spreadsheet would run as a formula gets an
 * apostrophe in front; plain decimals, which may begin with a minus, stay numbers.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(text: string): string {
  const safe = formulaStart.test(text) && !plainDecimal.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
