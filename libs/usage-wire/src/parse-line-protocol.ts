import type { ValueFault } from './decimal.js';
import { latin1 } from './latin1.js';
import { contentEnd, FieldScanner, type ScanOutcome, skipBlank } from './line-fields.js';
import { decodeSeriesKey, measurementOf } from './line-protocol-series.js';
import {
  namedBy,
  DEFAULT_WIRE_LIMITS,
  type ParseOptions,
  ReadingBatch,
  type SeriesIdentity,
  type SeriesVerdict,
  type WireLimits,
  type Rejection,
} from './reading-batch.js';
import { decodeUtf8Lossy } from './utf8.js';
import { checkWindow, parseTimestamp, type Precision } from './wire-time.js';

/** What line protocol leaves to the request that carries it. */
export interface LineProtocolOptions<T> extends ParseOptions<T> {
  readonly precision: Precision;
  /** Time of lines without a timestamp. */
  readonly receivedAtMicros: number;
  /** The field that holds the reading; others are only checked for syntax. Default `value`. */
  readonly field?: string;
  /** Lines without that field count as unbilled instead of being refused: exports have a line per field. */
  readonly isFieldOptional?: boolean;
}

const SEGMENT_BYTES = 1 << 20;
const BACKSLASH = 92;
const HASH = 35;
const UNBILLED: SeriesVerdict<never> = { kind: 'unbilled' };

/**
 * Parses InfluxDB line protocol (https://docs.influxdata.com/influxdb/v1/write_protocols/line_protocol_reference/;
 * where that is silent, as the parser of InfluxDB 1.8 does).
 *
 * A line that cannot be read never affects another one: reading goes on behind the first line feed
 * of the bad line. Lines of metrics that nobody bills are counted and otherwise not looked at.
 *
 * @param body the decompressed body; a `Buffer` is fastest
 * @throws WireFormatError `too-many-readings` only
 */
export function parseLineProtocol<T>(
  body: Uint8Array,
  options: LineProtocolOptions<T>,
): ReadingBatch<T> {
  const batch = newBatch(options);
  parseLines(body, { batch, options, firstLine: 1, isLast: true });
  return batch;
}

/** Where a piece of a longer text stands, and the batch that its readings go into. */
export interface LinesPart<T> {
  readonly batch: ReadingBatch<T>;
  readonly options: LineProtocolOptions<T>;
  /** 1-based number of the piece's first line. */
  readonly firstLine: number;
  /** Nothing follows: what is left at the end is a whole line. */
  readonly isLast: boolean;
}

/** How far a piece was read; the rest is an unfinished line that the next piece has to begin with. */
export interface LinesRead {
  readonly consumedBytes: number;
  readonly nextLine: number;
}

/** An empty batch within the limits of the options. */
export function newBatch<T>({ limits }: ParseOptions<T>): ReadingBatch<T> {
  return new ReadingBatch<T>({ ...DEFAULT_WIRE_LIMITS, ...limits }.readingsPerRequest);
}

/**
 * Parses a piece of a longer text as {@link parseLineProtocol} does the whole: pieces of any length give the
 * same readings and rejections as one.
 *
 * @throws WireFormatError `too-many-readings` only
 */
export function parseLines<T>(body: Uint8Array, part: LinesPart<T>): LinesRead {
  const { batch, options, isLast } = part;
  const limits = { ...DEFAULT_WIRE_LIMITS, ...options.limits };
  let offset = 0;
  let line = part.firstLine;
  let size = SEGMENT_BYTES;
  // In segments, so that a large body is not held a second time as one string.
  while (offset < body.length) {
    const end = Math.min(body.length, offset + size);
    const span = { offset, end, isLast: isLast && end === body.length };
    const segment = new LineSegment(body, span, line, options, limits, batch);
    const consumed = segment.parse();
    if (consumed === 0 && end === body.length) break;
    size = consumed === 0 ? size * 2 : SEGMENT_BYTES;
    offset += consumed;
    line = segment.line;
  }
  return { consumedBytes: Math.min(offset, body.length), nextLine: line };
}

/** Bytes `[offset, end)` of a body; `isLast` where no byte follows at all. */
interface Span {
  readonly offset: number;
  readonly end: number;
  readonly isLast: boolean;
}

class LineSegment<T> {
  private readonly text: string;
  private readonly offset: number;
  private readonly isLast: boolean;
  private readonly fields: FieldScanner;
  private nextSpace = -1;

  constructor(
    private readonly body: Uint8Array,
    span: Span,
    /** 1-based number of the line to be read next. */
    public line: number,
    private readonly options: LineProtocolOptions<T>,
    private readonly limits: WireLimits,
    private readonly batch: ReadingBatch<T>,
  ) {
    this.offset = span.offset;
    this.text = latin1(body, span.offset, span.end);
    this.isLast = span.isLast;
    this.fields = new FieldScanner(this.text, this.isLast, options.field ?? 'value');
  }

  /** @returns the number of bytes read; the rest is an unfinished line */
  parse(): number {
    const { text } = this;
    let at = 0;
    while (at < text.length) {
      let lineEnd = text.indexOf('\n', at);
      if (lineEnd < 0) {
        if (!this.isLast) return at;
        lineEnd = text.length;
      }
      const next = this.parseLine(at, lineEnd);
      if (next < 0) return at;
      at = next;
    }
    return at;
  }

  /** @returns where the next line starts, or -1 if this one goes on beyond the segment */
  private parseLine(lineStart: number, lineEnd: number): number {
    const { text } = this;
    const end = contentEnd(text, lineEnd);
    const start = skipBlank(text, lineStart, end);
    if (start >= end) return this.nextLine(lineEnd);
    if (text.charCodeAt(start) === HASH) {
      this.batch.counts.comments++;
      return this.nextLine(lineEnd);
    }
    const keyEnd = this.unescapedSpace(start, end);
    if (keyEnd < 0) {
      const fault: ValueFault = { reason: 'syntax', detail: 'the line has no fields' };
      this.reject(lineStart, lineEnd, fault);
      return this.nextLine(lineEnd);
    }
    const verdict = this.options.cache.get(text.slice(start, keyEnd)) ?? this.judge(start, keyEnd);
    if (verdict.kind === 'unbilled' && !this.fields.hasQuoteBefore(keyEnd, lineEnd)) {
      this.batch.skipUnbilled(1);
      return this.nextLine(lineEnd);
    }
    const outcome = this.fields.scan(keyEnd, lineEnd);
    return this.conclude(verdict, outcome, lineStart, lineEnd);
  }

  private conclude(
    verdict: SeriesVerdict<T>,
    outcome: ScanOutcome,
    lineStart: number,
    lineEnd: number,
  ): number {
    if (outcome === 'needs-more-text') return -1;
    const end = outcome === 'complete' ? this.fields.lineEnd : lineEnd;
    if (verdict.kind === 'unbilled') this.batch.skipUnbilled(1);
    else if (outcome === 'malformed') {
      this.reject(lineStart, end, { reason: 'syntax', detail: this.fields.detail });
    } else if (verdict.kind === 'rejected') {
      this.reject(lineStart, end, verdict, this.readable(verdict));
    } else {
      this.take(verdict.series, lineStart);
    }
    return this.nextLine(end, end === lineEnd ? lineEnd : lineStart);
  }

  private take(series: T, lineStart: number): void {
    const { text, fields, options } = this;
    if (fields.value === undefined && options.isFieldOptional === true) {
      this.batch.skipUnbilled(1);
      return;
    }
    const timeMicros =
      fields.timeStart === fields.timeEnd
        ? options.receivedAtMicros
        : parseTimestamp(text, fields.timeStart, fields.timeEnd, options.precision);
    const value = fields.value ?? this.missingField();
    const isTime = Number.isSafeInteger(timeMicros);
    const fault =
      typeof value !== 'string'
        ? value
        : isTime
          ? checkWindow(timeMicros, options)
          : this.badTimestamp();
    if (fault === undefined && typeof value === 'string') {
      this.batch.accept(series, timeMicros, value, this.line);
    } else if (fault !== undefined) {
      this.reject(lineStart, fields.lineEnd, fault, {
        series,
        ...(isTime ? { timeMicros } : {}),
        ...(typeof value === 'string' ? { value } : {}),
      });
    }
  }

  /** What a line says whose series cannot be identified: names, time and value as far as there are. */
  private readable(verdict: {
    readonly names?: Partial<SeriesIdentity>;
  }): Pick<Rejection<T>, 'names' | 'timeMicros' | 'value'> {
    const { timeStart, timeEnd, value } = this.fields;
    const { receivedAtMicros, precision } = this.options;
    const timeMicros =
      timeStart === timeEnd
        ? receivedAtMicros
        : parseTimestamp(this.text, timeStart, timeEnd, precision);
    return {
      ...namedBy(verdict),
      ...(Number.isSafeInteger(timeMicros) ? { timeMicros } : {}),
      ...(typeof value === 'string' ? { value } : {}),
    };
  }

  private judge(start: number, end: number): SeriesVerdict<T> {
    // A fresh copy: a slice of the segment in the caller's cache would keep the segment alive.
    const key = latin1(this.body, this.offset + start, this.offset + end);
    const metric = measurementOf(key);
    if (metric === undefined || !(metric === '' || this.options.cache.bills(metric))) {
      return UNBILLED;
    }
    const labels = decodeSeriesKey(key, this.limits);
    if ('reason' in labels) {
      return { kind: 'rejected', ...labels };
    }
    return this.options.cache.resolve(key, labels);
  }

  private reject(
    start: number,
    end: number,
    fault: { reason: string; detail: string },
    known: Pick<Rejection<T>, 'series' | 'names' | 'timeMicros' | 'value'> = {},
  ): void {
    this.batch.reject({
      position: this.line,
      reason: fault.reason,
      detail: fault.detail,
      raw: decodeUtf8Lossy(this.text.slice(start, Math.min(end, start + 4096))),
      ...known,
    });
  }

  private missingField(): ValueFault {
    const field = this.options.field ?? 'value';
    return { reason: 'field-missing', detail: `the line has no field ${field}` };
  }

  private badTimestamp(): ValueFault {
    const written = this.text.slice(this.fields.timeStart, this.fields.timeEnd);
    if (written === '') return { reason: 'bad-timestamp', detail: 'the line has no time' };
    return {
      reason: 'bad-timestamp',
      detail: `${decodeUtf8Lossy(written.slice(0, 100))} is no time in ${this.options.precision} since 1970`,
    };
  }

  /** Counts the line feeds of a string that spans lines, too. */
  private nextLine(lineEnd: number, countFrom = lineEnd): number {
    for (let at = this.text.indexOf('\n', countFrom); at >= 0 && at < lineEnd;) {
      this.line++;
      at = this.text.indexOf('\n', at + 1);
    }
    this.line++;
    return lineEnd + 1;
  }

  private unescapedSpace(start: number, end: number): number {
    let at = this.spaceFrom(start);
    while (at < end && this.text.charCodeAt(at - 1) === BACKSLASH) at = this.spaceFrom(at + 1);
    return at < end ? at : -1;
  }

  /** Remembered, so that many lines without a space do not each search the whole segment. */
  private spaceFrom(from: number): number {
    if (this.nextSpace < from) {
      const found = this.text.indexOf(' ', from);
      this.nextSpace = found < 0 ? Infinity : found;
    }
    return this.nextSpace;
  }
}
