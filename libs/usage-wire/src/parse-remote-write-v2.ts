import {
  describeSeries,
  LabelSet,
  METRIC_LABEL,
  SERIES_BYTES_MAX,
  SERIES_TOO_LONG,
} from './label-rules.js';
import { ProtobufReader, VARINT } from './protobuf-reader.js';
import {
  DEFAULT_WIRE_LIMITS,
  type ParseOptions,
  ReadingBatch,
  type SeriesVerdict,
  type WireLimits,
} from './reading-batch.js';
import { SeriesSamples } from './remote-write-series.js';
import { decodeUtf8, decodeUtf8Lossy } from './utf8.js';
import { WireFormatError } from './wire-format-error.js';

const SYMBOLS_PER_READING = 8;
const METRIC_SYMBOL_KEY = lengthPrefix(METRIC_LABEL.length) + METRIC_LABEL;

/**
 * Parses an `io.prometheus.write.v2.Request`
 * (https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/), after snappy. Metadata and start
 * (created) timestamps are ignored, exemplars and native histograms are counted, unknown fields
 * skipped.
 *
 * @param body the decompressed message; a `Buffer` is fastest
 * @throws WireFormatError if it is no such message (also when `symbols` does not start with ""):
 *   then nothing of it may be stored
 */
export function parseRemoteWriteV2<T>(body: Uint8Array, options: ParseOptions<T>): ReadingBatch<T> {
  return new RequestV2(body, options).parse();
}

class RequestV2<T> {
  private readonly reader: ProtobufReader;
  private readonly limits: WireLimits;
  private readonly batch: ReadingBatch<T>;
  private readonly samples: SeriesSamples<T>;
  /** Where each symbol lies in the body, end-exclusive; decoded only when referred to. */
  private readonly symbolStarts: number[] = [];
  private readonly symbolEnds: number[] = [];
  /** Symbols with their length in front, so that a run of them is unambiguous. */
  private readonly symbolKeys: string[] = [];
  private readonly refs: number[] = [];
  private readonly refsMax: number;

  constructor(
    private readonly body: Uint8Array,
    private readonly options: ParseOptions<T>,
  ) {
    this.reader = new ProtobufReader(body);
    this.limits = { ...DEFAULT_WIRE_LIMITS, ...options.limits };
    this.batch = new ReadingBatch(this.limits.readingsPerRequest);
    this.samples = new SeriesSamples(this.reader, this.batch, options);
    this.refsMax = 2 * this.limits.labelsPerSeries;
  }

  parse(): ReadingBatch<T> {
    const series = this.readSymbols();
    if (
      series > 0 &&
      (this.symbolStarts.length === 0 || this.symbolEnds[0] !== this.symbolStarts[0])
    ) {
      throw new WireFormatError('bad-symbols', 'the symbols table must start with ""');
    }
    const { reader, body } = this;
    let seriesIndex = 0;
    reader.position = 0;
    while (reader.position < body.length) {
      const tag = reader.tag(body.length);
      if (tag >>> 3 !== 5) {
        reader.skip(tag, body.length);
        continue;
      }
      const end = reader.messageEnd(tag, body.length);
      this.parseSeries(end, seriesIndex++);
      reader.position = end;
    }
    return this.batch;
  }

  /** A first pass: protobuf does not promise that the symbols come before the series. */
  private readSymbols(): number {
    const { reader, body } = this;
    let series = 0;
    while (reader.position < body.length) {
      const tag = reader.tag(body.length);
      if (tag >>> 3 === 4) {
        const end = reader.messageEnd(tag, body.length);
        this.addSymbol(reader.position, end);
        reader.position = end;
      } else {
        if (tag >>> 3 === 5) series++;
        reader.skip(tag, body.length);
      }
    }
    return series;
  }

  private addSymbol(start: number, end: number): void {
    // Each series has at most this many strings of its own; more cannot be referred to in one request.
    if (this.symbolStarts.length >= SYMBOLS_PER_READING * this.limits.readingsPerRequest) {
      throw new WireFormatError('bad-symbols', 'the symbols table is too long', start);
    }
    this.symbolStarts.push(start);
    this.symbolEnds.push(end);
  }

  private parseSeries(end: number, seriesIndex: number): void {
    const { reader, samples, batch } = this;
    samples.clear();
    this.refs.length = 0;
    while (reader.position < end) {
      const tag = reader.tag(end);
      const field = tag >>> 3;
      if (field === 1) {
        this.readRefs(tag, end);
      } else if (field > 4) {
        if (field === 5) batch.counts.metadata++;
        reader.skip(tag, end);
      } else {
        const fieldEnd = reader.messageEnd(tag, end);
        if (field === 2) samples.add(reader.position, fieldEnd);
        else if (field === 3) batch.counts.histograms++;
        else batch.counts.exemplars++;
        reader.position = fieldEnd;
      }
    }
    if (samples.size === 0) return;
    const key = this.key();
    const verdict =
      key === undefined ? this.badRefs() : (this.options.cache.get(key) ?? this.judge(key));
    samples.conclude(verdict, seriesIndex, () => this.describe());
  }

  /** Repeated numbers come packed; unpacked must be understood as well. */
  private readRefs(tag: number, end: number): void {
    const { reader, refs } = this;
    const isPacked = (tag & 7) !== VARINT;
    const fieldEnd = isPacked ? reader.messageEnd(tag, end) : end;
    do {
      if (isPacked && reader.position >= fieldEnd) return;
      const ref = reader.uint32(fieldEnd);
      // One more than may be is kept, by which the excess is seen.
      if (refs.length <= this.refsMax) refs.push(ref);
    } while (isPacked);
  }

  /** References mean something within one request only, so the key is made of what they refer to. */
  private key(): string | undefined {
    const { refs, symbolKeys, symbolStarts } = this;
    if (refs.length % 2 !== 0 || refs.length > this.refsMax) return undefined;
    // No key of line protocol (blanks are skipped) or of remote_write 1.0 (a tag) starts like this.
    let key = ' ';
    for (const ref of refs) {
      if (ref >= symbolStarts.length) return undefined;
      key += symbolKeys[ref] ??= this.symbolKey(ref);
    }
    return key.length > SERIES_BYTES_MAX ? undefined : key;
  }

  private symbolKey(ref: number): string {
    const symbol = this.symbol(ref);
    return lengthPrefix(symbol.length) + symbol;
  }

  /** Latin-1; "" for a reference that is outside. */
  private symbol(ref: number | undefined): string {
    if (ref === undefined) return '';
    return this.reader.latin1(this.symbolStarts[ref] ?? 0, this.symbolEnds[ref] ?? 0);
  }

  private badRefs(): SeriesVerdict<T> {
    const { refs, symbolStarts } = this;
    if (refs.length > this.refsMax) {
      const labels = String(this.limits.labelsPerSeries);
      const detail = `the series has more labels, at most ${labels} are taken`;
      return { kind: 'rejected', reason: 'label-limit', detail };
    }
    const outside = refs.find((ref) => ref >= symbolStarts.length);
    if (outside === undefined && refs.length % 2 === 0) {
      return { kind: 'rejected', ...SERIES_TOO_LONG };
    }
    const detail =
      outside === undefined
        ? `${String(refs.length)} label references are not pairs`
        : `label reference ${String(outside)} is outside of ${String(symbolStarts.length)} symbols`;
    return { kind: 'rejected', reason: 'bad-label-ref', detail };
  }

  private judge(key: string): SeriesVerdict<T> {
    const { refs } = this;
    const nameAt = refs.findIndex(
      (ref, i) => i % 2 === 0 && this.symbolKeys[ref] === METRIC_SYMBOL_KEY,
    );
    if (nameAt < 0) {
      return {
        kind: 'rejected',
        reason: 'metric-missing',
        detail: `the series has no label ${METRIC_LABEL}`,
      };
    }
    const metric = decodeUtf8(this.symbol(refs[nameAt + 1]));
    if (metric === undefined || !this.options.cache.bills(metric)) return { kind: 'unbilled' };
    const set = new LabelSet(this.limits);
    for (let i = 0; i < refs.length; i += 2) {
      set.add(this.symbol(refs[i]), this.symbol(refs[i + 1]));
      if (set.fault !== undefined) return { kind: 'rejected', ...set.fault };
    }
    return this.options.cache.resolve(key, set.labels);
  }

  private describe(): string {
    const labels = new Map<string, string>();
    for (let i = 0; i < this.refs.length; i += 2) {
      labels.set(this.symbolText(this.refs[i]), this.symbolText(this.refs[i + 1]));
    }
    return describeSeries(labels);
  }

  private symbolText(ref: number | undefined): string {
    if (ref === undefined || ref >= this.symbolStarts.length) return `#${String(ref)}`;
    return decodeUtf8Lossy(this.symbol(ref));
  }
}

function lengthPrefix(length: number): string {
  return length < 255 ? String.fromCharCode(length) : `\u00ff${String(length)}:`;
}
