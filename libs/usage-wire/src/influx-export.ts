import { latin1 } from './latin1.js';
import {
  type LineProtocolOptions,
  type LinesPart,
  type LinesRead,
  parseLines,
} from './parse-line-protocol.js';
import { decodeUtf8Lossy } from './utf8.js';

/** Where in an export a line stands. Plain, so that it can be kept and gone on from. */
export interface ExportContext {
  /** `ddl`: statements that make databases; `dml`: line protocol. */
  readonly section: 'ddl' | 'dml';
  readonly database: string | null;
  readonly retentionPolicy: string | null;
}

/** What an export begins with: line protocol is taken even where the marks are missing. */
export const EXPORT_START: ExportContext = {
  section: 'dml',
  database: null,
  retentionPolicy: null,
};

/** Which part of an export is wanted; the rest is counted and not looked at. */
export interface ExportSelection {
  readonly database?: string;
  readonly retentionPolicy?: string;
}

export interface ExportPart<T> extends LinesPart<T> {
  readonly context: ExportContext;
  readonly selection: ExportSelection;
}

export interface ExportRead extends LinesRead {
  readonly context: ExportContext;
  /** Lines of databases and retention policies that were not selected. */
  readonly unselectedLines: number;
}

const LINE_FEED = 10;
const HASH = 35;
const CONTEXT_DATABASE = '# CONTEXT-DATABASE:';
const CONTEXT_RETENTION_POLICY = '# CONTEXT-RETENTION-POLICY:';
/** Names are at most 64 KiB in InfluxDB; a control line is looked at as far as this. */
const CONTROL_BYTES_MAX = 4096;

/**
 * Options under which an export is read: `influx_inspect export` writes nanoseconds, and a line of its own
 * for every field of a point.
 */
export function exportOptions<T>(
  options: Omit<LineProtocolOptions<T>, 'precision' | 'isFieldOptional'>,
): LineProtocolOptions<T> {
  return { ...options, precision: 'ns', isFieldOptional: true };
}

/**
 * Parses a piece of what `influx_inspect export` of InfluxDB 1.x writes and `influx -import` reads: a section
 * `# DDL` with statements (left out), then `# DML` with line protocol, its database and retention policy
 * named by `# CONTEXT-DATABASE:` and `# CONTEXT-RETENTION-POLICY:`. As in `influx -import`
 * (https://github.com/influxdata/influxdb/blob/1.8/importer/v8/importer.go) a line that begins with one of
 * these marks is one, wherever it stands.
 *
 * @throws WireFormatError `too-many-readings` only
 */
export function parseInfluxExport<T>(body: Uint8Array, part: ExportPart<T>): ExportRead {
  const text = latin1(body, 0, body.length);
  let { context } = part;
  let line = part.firstLine;
  let unselectedLines = 0;
  let from = 0;
  for (let mark = nextMark(text, 0, part.isLast); ;) {
    const region = readRegion(body, {
      from,
      end: mark.start,
      line,
      context,
      part,
      isCut: mark.isEnd,
    });
    line = region.nextLine;
    unselectedLines += region.unselectedLines;
    if (mark.isEnd) return { consumedBytes: region.end, nextLine: line, context, unselectedLines };
    context = afterMark(
      context,
      text.slice(mark.start, Math.min(mark.end, mark.start + CONTROL_BYTES_MAX)),
    );
    part.batch.counts.comments++;
    line++;
    from = Math.min(mark.end + 1, text.length);
    mark = nextMark(text, from, part.isLast);
  }
}

/** Which database, retention policy and section a line that begins with `#` leads into. */
function afterMark(context: ExportContext, rawLine: string): ExportContext {
  const line = decodeUtf8Lossy(rawLine);
  if (line.startsWith('# DDL')) return { ...context, section: 'ddl' };
  if (line.startsWith('# DML')) return { ...context, section: 'dml' };
  if (line.startsWith(CONTEXT_DATABASE))
    return { ...context, database: line.slice(CONTEXT_DATABASE.length).trim() };
  if (line.startsWith(CONTEXT_RETENTION_POLICY))
    return { ...context, retentionPolicy: line.slice(CONTEXT_RETENTION_POLICY.length).trim() };
  return context;
}

interface Mark {
  readonly start: number;
  readonly end: number;
  /** No further mark: `start` is the end of the text, or the beginning of a mark that is cut. */
  readonly isEnd: boolean;
}

/** The next line that begins with `#`. */
function nextMark(text: string, from: number, isLast: boolean): Mark {
  const isHere = text.charCodeAt(from) === HASH;
  const lineFeed = isHere ? -1 : text.indexOf('\n#', from);
  const start = isHere ? from : lineFeed < 0 ? text.length : lineFeed + 1;
  if (start === text.length) return { start: text.length, end: text.length, isEnd: true };
  const end = text.indexOf('\n', start);
  if (end >= 0) return { start, end, isEnd: false };
  return { start, end: text.length, isEnd: !isLast };
}

interface Region<T> {
  readonly from: number;
  readonly end: number;
  readonly line: number;
  readonly context: ExportContext;
  readonly part: ExportPart<T>;
  /** It ends where the piece does, not at a mark. */
  readonly isCut: boolean;
}

/** Lines between two marks. */
function readRegion<T>(body: Uint8Array, region: Region<T>) {
  const { from, end, line, context, part, isCut } = region;
  const bytes = body.subarray(from, end);
  const isLast = !isCut || (part.isLast && end === body.length);
  if (context.section === 'ddl' || !isSelected(context, part.selection)) {
    const skipped = skipLines(bytes, isLast);
    return {
      end: from + skipped.bytes,
      nextLine: line + skipped.lines,
      unselectedLines: context.section === 'ddl' ? 0 : skipped.lines,
    };
  }
  const read = parseLines(bytes, {
    batch: part.batch,
    options: part.options,
    firstLine: line,
    isLast,
  });
  return { end: from + read.consumedBytes, nextLine: read.nextLine, unselectedLines: 0 };
}

function isSelected(context: ExportContext, selection: ExportSelection): boolean {
  return (
    (selection.database === undefined || selection.database === context.database) &&
    (selection.retentionPolicy === undefined ||
      selection.retentionPolicy === context.retentionPolicy)
  );
}

/** Whole lines at the beginning of a text: how many, and their bytes. */
function skipLines(bytes: Uint8Array, isLast: boolean): { bytes: number; lines: number } {
  let lines = 0;
  let end = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, end)) {
    lines++;
    end = at + 1;
  }
  return isLast && end < bytes.length
    ? { bytes: bytes.length, lines: lines + 1 }
    : { bytes: end, lines };
}
