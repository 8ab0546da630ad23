import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { type Localized } from '@os-credits/contracts';
import { canonicalDecimal, detectDelimiter } from '@os-credits/usage-wire';
import { readCsv } from '../../../../platform/csv/index.js';
import { creditsFault, keyFault, projectFault, readTime, reasonFault } from './read-grant-cell.js';

/** A grant as a line of a table asks for it. */
export interface GrantRow {
  /** 1-based number of its line. */
  readonly line: number;
  readonly project: string;
  /** Exact decimal above 0. */
  readonly credits: string;
  readonly effectiveAt: Date;
  readonly key: string;
  readonly reason: string | null;
}

/** What is wrong with a line; `column` is its heading, or null where it is the whole line. */
export interface GrantFault {
  readonly line: number;
  readonly column: string | null;
  readonly detail: Localized;
}

export interface GrantTable {
  readonly rows: readonly GrantRow[];
  readonly faults: readonly GrantFault[];
  /** Headings that mean nothing here. */
  readonly ignored: readonly string[];
}

export const GRANT_ROWS_MAX = 100_000;

const HEADINGS = {
  project: ['project', 'project_name'],
  credits: ['credits'],
  effectiveAt: ['effectiveat', 'effective_at', 'effective at', 'date'],
  key: ['key'],
  reason: ['reason', 'comment'],
} as const;
type Column = keyof typeof HEADINGS;
type Cells = Readonly<Record<Column, string>>;

/**
 * Reads a table of grants: headings `project`, `credits` and `effectiveAt`, and if wanted `key` and `reason`,
 * in any order; separated by comma, semicolon or tab. Every bad cell is a fault of its own.
 *
 * A line without a key gets one made of what it says (project, credits, time, and which one of equal lines it
 * is), so that the same table means the same grants every time.
 */
export function readGrantTable(content: Buffer, now: Date): GrantTable {
  const text = withoutByteOrderMark(content);
  if (!isUtf8(text))
    return refused(firstLineNotUtf8(text), {
      en: 'is not UTF-8: save the table as "CSV UTF-8"',
      de: 'ist kein UTF-8: Speichern Sie die Tabelle als „CSV UTF-8“',
    });
  const firstLine = /^[\r\n]*([^\r\n]*)/.exec(text.toString('utf8', 0, 4096))?.[1] ?? '';
  const delimiter = detectDelimiter(firstLine);
  const { items } = readCsv(text, { delimiter, firstLine: 1, isLast: true });
  const [head, ...body] = items;
  if (head === undefined) return refused(1, { en: 'the file is empty', de: 'die Datei ist leer' });
  if ('fault' in head) return refused(head.line, asIs(head.fault));
  const columns = columnsOf(head.cells);
  if ('detail' in columns) return refused(head.line, columns.detail);
  if (body.length > GRANT_ROWS_MAX)
    return refused(head.line, {
      en: `the table has ${body.length} lines, at most ${GRANT_ROWS_MAX} are taken at once`,
      de: `die Tabelle hat ${body.length} Zeilen, höchstens ${GRANT_ROWS_MAX} werden auf einmal genommen`,
    });
  const faults: GrantFault[] = [];
  const rows: GrantRow[] = [];
  const occurrences = new Map<string, number>();
  for (const item of body) {
    if ('fault' in item) faults.push({ line: item.line, column: null, detail: asIs(item.fault) });
    else {
      const read = readRow(item.cells, { line: item.line, columns, now });
      if ('faults' in read) faults.push(...read.faults);
      else rows.push(withKey(read, occurrences));
    }
  }
  if (body.length === 0) faults.push({ line: 2, column: null, detail: NO_LINE });
  return { ...withoutContradictions(rows, faults), ignored: columns.ignored };
}

interface Columns {
  readonly at: Readonly<Partial<Record<Column, number>>>;
  readonly count: number;
  readonly ignored: readonly string[];
}

const NO_LINE = {
  en: 'no line follows the headings',
  de: 'auf die Überschriften folgt keine Zeile',
};

/** What the reader of tables says, in its own words. */
const asIs = (text: string): Localized => ({ en: text, de: text });

function refused(line: number, detail: Localized): GrantTable {
  return { rows: [], faults: [{ line, column: null, detail }], ignored: [] };
}

function columnsOf(cells: readonly string[]): Columns | { detail: Localized } {
  const at: Partial<Record<Column, number>> = {};
  const ignored: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const heading = cell.trim().toLowerCase();
    const names = Object.entries(HEADINGS) as [Column, readonly string[]][];
    const column = names.find(([, headings]) => headings.includes(heading))?.[0];
    if (column === undefined) ignored.push(cell);
    else if (at[column] !== undefined)
      return {
        detail: { en: `two columns are the ${column}`, de: `zwei Spalten heißen ${column}` },
      };
    else at[column] = index;
  }
  const missing = (['project', 'credits', 'effectiveAt'] as const).filter(
    (column) => at[column] === undefined,
  );
  return missing.length === 0
    ? { at, count: cells.length, ignored }
    : {
        detail: {
          en: `the first line has to name the columns project, credits and effectiveAt; missing: ${missing.join(', ')}`,
          de: `die erste Zeile muss die Spalten project, credits und effectiveAt nennen; es fehlt: ${missing.join(', ')}`,
        },
      };
}

interface Place {
  readonly line: number;
  readonly columns: Columns;
  readonly now: Date;
}

function readRow(
  cells: readonly string[],
  { line, columns, now }: Place,
): (Omit<GrantRow, 'key'> & { key: string | null }) | { faults: GrantFault[] } {
  if (cells.length !== columns.count)
    return {
      faults: [{ line, column: null, detail: cellCountFault(cells.length, columns.count) }],
    };
  const cell = (column: Column) => cells[columns.at[column] ?? -1]?.trim() ?? '';
  const row: Cells = {
    project: cell('project'),
    credits: cell('credits'),
    effectiveAt: cell('effectiveAt'),
    key: cell('key'),
    reason: cell('reason'),
  };
  const effectiveAt = readTime(row.effectiveAt, now);
  const details: Readonly<Record<Column, Localized | null>> = {
    project: projectFault(row.project),
    credits: creditsFault(row.credits),
    effectiveAt: effectiveAt instanceof Date ? null : effectiveAt,
    key: keyFault(row.key),
    reason: reasonFault(row.reason),
  };
  const faults = (Object.entries(details) as [Column, Localized | null][]).flatMap(
    ([column, detail]) => (detail === null ? [] : [{ line, column, detail }]),
  );
  if (faults.length > 0 || !(effectiveAt instanceof Date)) return { faults };
  const credits = canonicalDecimal(row.credits);
  if (typeof credits !== 'string')
    return { faults: [{ line, column: 'credits', detail: asIs(credits.detail) }] };
  return {
    line,
    project: row.project,
    credits,
    effectiveAt,
    key: row.key === '' ? null : row.key,
    reason: row.reason === '' ? null : row.reason,
  };
}

function cellCountFault(count: number, headingCount: number): Localized {
  const isMore = count > headingCount;
  return {
    en:
      `the line has ${count} cells where the first line has ${headingCount}` +
      (isMore ? ': is there a decimal comma, or a separator that is not in quotes?' : ''),
    de:
      `die Zeile hat ${count} Zellen, die erste Zeile ${headingCount}` +
      (isMore ? ': Ist ein Dezimalkomma darin, oder ein Trennzeichen ohne Anführungszeichen?' : ''),
  };
}

/** Equal lines are as many grants: the table says so. */
function withKey(
  row: Omit<GrantRow, 'key'> & { key: string | null },
  occurrences: Map<string, number>,
): GrantRow {
  if (row.key !== null) return { ...row, key: row.key };
  const content = JSON.stringify([row.project, row.credits, row.effectiveAt.toISOString()]);
  const occurrence = (occurrences.get(content) ?? 0) + 1;
  occurrences.set(content, occurrence);
  const digest = createHash('sha256').update(`${content}\n${occurrence}`).digest('hex');
  return { ...row, key: `import:${digest.slice(0, 40)}` };
}

/** A key that a project's lines use for different grants is a fault of each line but the first. */
function withoutContradictions(
  rows: readonly GrantRow[],
  faults: readonly GrantFault[],
): Pick<GrantTable, 'rows' | 'faults'> {
  const first = new Map<string, GrantRow>();
  const added: GrantFault[] = [];
  const kept = rows.filter((row) => {
    const name = JSON.stringify([row.project, row.key]);
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, row);
    if (earlier === undefined || isSameGrant(earlier, row)) return true;
    const detail = {
      en: `line ${earlier.line} uses the key "${row.key}" for another grant of this project`,
      de: `Zeile ${earlier.line} nutzt den Schlüssel „${row.key}“ für eine andere Bewilligung dieses Projekts`,
    };
    added.push({ line: row.line, column: 'key', detail });
    return false;
  });
  return { rows: kept, faults: [...faults, ...added].sort((a, b) => a.line - b.line) };
}

/** Whether two lines mean the same grant; the reason is only a remark. */
export function isSameGrant(one: GrantRow, other: GrantRow): boolean {
  return one.credits === other.credits && one.effectiveAt.getTime() === other.effectiveAt.getTime();
}

function withoutByteOrderMark(content: Buffer): Buffer {
  const isMarked = content.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  return isMarked ? content.subarray(3) : content;
}

function firstLineNotUtf8(text: Buffer): number {
  let line = 1;
  for (let at = 0; at < text.length; line += 1) {
    const lineFeed = text.indexOf('\n', at);
    const end = lineFeed < 0 ? text.length : lineFeed;
    if (!isUtf8(text.subarray(at, end))) return line;
    at = end + 1;
  }
  return line;
}
