import { canonicalDecimal, type ValueFault } from './decimal.js';
import { METRIC_LABEL } from './label-rules.js';
import {
  namedBy,
  type ParseOptions,
  type ReadingBatch,
  type RejectReason,
  type SeriesVerdict,
} from './reading-batch.js';
import { parseWrittenTime } from './written-time.js';
import { checkWindow, type Precision } from './wire-time.js';

const COLUMN_NAMES = {
  project: ['project', 'project_name'],
  site: ['site', 'location_id', 'location'],
  metric: ['metric', 'measurement', '__name__'],
  time: ['time', 'at', 'timestamp'],
  value: ['value'],
} as const;
type ColumnName = keyof typeof COLUMN_NAMES;

/** Where the columns of a table are, from 0; `site` may be missing where there is a default site. */
export type CsvColumns = Readonly<Record<Exclude<ColumnName, 'site'>, number>> & {
  readonly site: number | null;
  readonly count: number;
};

export interface CsvHeader {
  readonly columns: CsvColumns;
  /** Headings that mean nothing here; their cells are not looked at. */
  readonly ignored: readonly string[];
}

/** What is wrong with a table's first line: nothing of the table can be read. */
export interface CsvHeaderFault {
  readonly detail: string;
}

/** What a table leaves to the one who reads it. */
export interface CsvReadingOptions<T> extends ParseOptions<T> {
  /** Unit of times that are numbers; `auto` tells it by their size. */
  readonly precision: Precision | 'auto';
  /** Labels that the series cache is asked with. */
  readonly projectLabel: string;
  readonly siteLabel: string;
}

/** One line of a table. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** 1-based number of the line it begins on. */
  readonly line: number;
}

/** Finds the columns by their headings, whatever their order and case. */
export function readCsvHeader(cells: readonly string[]): CsvHeader | CsvHeaderFault {
  const headings = cells.map((cell) => cell.trim().toLowerCase());
  const found: Partial<Record<ColumnName, number>> = {};
  const ignored: string[] = [];
  for (const [index, heading] of headings.entries()) {
    const name = columnOf(heading);
    if (name === undefined) ignored.push(cells[index] ?? '');
    else if (found[name] !== undefined) {
      return {
        detail: `two columns are the ${name}: "${cells[found[name]] ?? ''}" and "${cells[index] ?? ''}"`,
      };
    } else found[name] = index;
  }
  const { project, metric, time, value, site = null } = found;
  if (project === undefined || metric === undefined || time === undefined || value === undefined) {
    const missing = (['project', 'metric', 'time', 'value'] as const).filter(
      (name) => found[name] === undefined,
    );
    return {
      detail: `the first line has to name the columns project, site, metric, time and value; ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
    };
  }
  return { columns: { project, metric, time, value, site, count: cells.length }, ignored };
}

/** The separator of a table, told by its first line: the one of comma, semicolon and tab that occurs most. */
export function detectDelimiter(firstLine: string): ',' | ';' | '\t' {
  const counts = ([',', ';', '\t'] as const).map(
    (delimiter) => [delimiter, firstLine.split(delimiter).length] as const,
  );
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** Takes one line of a table into the batch, as a reading or a rejection. */
export function readCsvRecord<T>(
  { cells, line }: CsvRecord,
  columns: CsvColumns,
  batch: ReadingBatch<T>,
  options: CsvReadingOptions<T>,
): void {
  const raw = (): string => cells.map(quoted).join(',');
  if (cells.length !== columns.count) {
    const detail = cellCountFault(cells, columns);
    batch.reject({ position: line, reason: 'syntax', detail, raw: raw() });
    return;
  }
  const cell = (index: number): string => cells[index]?.trim() ?? '';
  const metric = cell(columns.metric);
  if (metric !== '' && !options.cache.bills(metric)) {
    batch.skipUnbilled(1);
    return;
  }
  const site = columns.site === null ? '' : cell(columns.site);
  const verdict = seriesOf({ project: cell(columns.project), site, metric }, options);
  if (verdict.kind === 'unbilled') {
    batch.skipUnbilled(1);
    return;
  }
  if (verdict.kind === 'rejected') {
    const { reason, detail } = verdict;
    const { micros } = readTime(cell(columns.time), options);
    const value = readValue(cell(columns.value));
    batch.reject({
      position: line,
      reason,
      detail,
      raw: raw(),
      ...namedBy(verdict),
      ...(micros === null ? {} : { timeMicros: micros }),
      ...(typeof value === 'string' ? { value } : {}),
    });
    return;
  }
  const { series } = verdict;
  const time = readTime(cell(columns.time), options);
  const value = readValue(cell(columns.value));
  const fault = typeof value !== 'string' ? value : time.fault;
  if (fault === null && typeof value === 'string' && time.micros !== null) {
    batch.accept(series, time.micros, value, line);
    return;
  }
  batch.reject({
    position: line,
    reason: fault?.reason ?? 'syntax',
    detail: fault?.detail ?? '',
    raw: raw(),
    series,
    ...(time.micros === null ? {} : { timeMicros: time.micros }),
    ...(typeof value === 'string' ? { value } : {}),
  });
}

function columnOf(heading: string): ColumnName | undefined {
  const names = Object.entries(COLUMN_NAMES) as [ColumnName, readonly string[]][];
  return names.find(([, headings]) => headings.includes(heading))?.[0];
}

function seriesOf<T>(
  { project, site, metric }: { project: string; site: string; metric: string },
  { cache, projectLabel, siteLabel }: CsvReadingOptions<T>,
): SeriesVerdict<T> {
  const key = `csv:${JSON.stringify([project, site, metric])}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const labels = new Map([
    [METRIC_LABEL, metric],
    [projectLabel, project],
  ]);
  if (site !== '') labels.set(siteLabel, site);
  return cache.resolve(key, labels);
}

interface ReadTime {
  readonly micros: number | null;
  readonly fault: Fault | null;
}
interface Fault {
  readonly reason: RejectReason;
  readonly detail: string;
}

function readTime<T>(text: string, options: CsvReadingOptions<T>): ReadTime {
  const micros = parseWrittenTime(text, options.precision);
  if (micros !== null) return { micros, fault: checkWindow(micros, options) ?? null };
  const hint = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)
    ? 'its offset is missing, such as Z or +01:00'
    : 'write it as 2026-11-22T13:00:00Z, or as a number since 1970';
  return {
    micros,
    fault: { reason: 'bad-timestamp', detail: `"${short(text)}" is no time: ${hint}` },
  };
}

function readValue(text: string): string | ValueFault {
  if (/^-?[\d.]*\d,\d+$/.test(text)) {
    const detail = `"${short(text)}" has a decimal comma: write it with a point, as in 1.5`;
    return { reason: 'bad-value', detail };
  }
  const value = canonicalDecimal(text);
  return typeof value === 'string' || text !== ''
    ? value
    : { reason: 'bad-value', detail: 'the value is empty' };
}

function cellCountFault(cells: readonly string[], columns: CsvColumns): string {
  const counts = `${cells.length} cells where the first line has ${columns.count}`;
  return cells.length > columns.count
    ? `the line has ${counts}: is a decimal comma or an unquoted separator in it?`
    : `the line has ${counts}`;
}

function short(text: string): string {
  return text.slice(0, 60);
}

function quoted(cell: string): string {
  return /[",;\r\n\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
