import {
  describeSeries,
  LabelSet,
  METRIC_LABEL,
  SERIES_BYTES_MAX,
  SERIES_TOO_LONG,
} from './label-rules.js';
import { LENGTH_DELIMITED, ProtobufReader } from './protobuf-reader.js';
import {
  DEFAULT_WIRE_LIMITS,
  type ParseOptions,
  ReadingBatch,
  type SeriesVerdict,
  type WireLimits,
} from './reading-batch.js';
import { SeriesSamples } from './remote-write-series.js';
import { decodeUtf8, decodeUtf8Lossy } from './utf8.js';

/** What the first label of nearly every sender looks like, behind its own tag and length. */
const METRIC_LABEL_START = `\n\u0008${METRIC_LABEL}\u0012`;
const METRIC_AT = 2 + METRIC_LABEL_START.length + 1;

/**
 * Parses a `prometheus.WriteRequest` (https://prometheus.io/docs/specs/prw/remote_write_spec/),
 * after snappy. Metadata is ignored, exemplars and native histograms are counted, unknown fields
 * skipped.
 *
 * @param body the decompressed message; a `Buffer` is fastest
 * @throws WireFormatError if it is no such message: then nothing of it may be stored
 */
export function parseRemoteWriteV1<T>(body: Uint8Array, options: ParseOptions<T>): ReadingBatch<T> {
  return new RequestV1(body, options).parse();
}

class RequestV1<T> {
  private readonly reader: ProtobufReader;
  private readonly limits: WireLimits;
  private readonly batch: ReadingBatch<T>;
  private readonly samples: SeriesSamples<T>;
  private labelsStart = 0;
  private labelsEnd = 0;
  /** Set when a series' labels do not lie in one piece: the key is then put together from them. */
  private scattered: [start: number, end: number][] | undefined;

  constructor(
    private readonly body: Uint8Array,
    private readonly options: ParseOptions<T>,
  ) {
    this.reader = new ProtobufReader(body);
    this.limits = { ...DEFAULT_WIRE_LIMITS, ...options.limits };
    this.batch = new ReadingBatch(this.limits.readingsPerRequest);
    this.samples = new SeriesSamples(this.reader, this.batch, options);
  }

  parse(): ReadingBatch<T> {
    const { reader, body } = this;
    let seriesIndex = 0;
    while (reader.position < body.length) {
      const tag = reader.tag(body.length);
      if (tag >>> 3 === 1) {
        const end = reader.messageEnd(tag, body.length);
        this.parseSeries(end, seriesIndex++);
        reader.position = end;
      } else {
        if (tag >>> 3 === 3) this.batch.counts.metadata++;
        reader.skip(tag, body.length);
      }
    }
    return this.batch;
  }

  private parseSeries(end: number, seriesIndex: number): void {
    const { reader, samples } = this;
    samples.clear();
    this.labelsStart = this.labelsEnd = reader.position;
    this.scattered = undefined;
    while (reader.position < end) {
      const tagAt = reader.position;
      const tag = reader.tag(end);
      const field = tag >>> 3;
      if (field > 4) {
        reader.skip(tag, end);
        continue;
      }
      const fieldEnd = reader.messageEnd(tag, end);
      if (field === 1) this.addLabels(tagAt, fieldEnd);
      else if (field === 2) samples.add(reader.position, fieldEnd);
      else if (field === 3) this.batch.counts.exemplars++;
      else this.batch.counts.histograms++;
      reader.position = fieldEnd;
    }
    if (samples.size === 0) return;
    const key = this.key();
    const verdict =
      key === undefined
        ? ({ kind: 'rejected', ...SERIES_TOO_LONG } as const)
        : (this.options.cache.get(key) ?? this.judge(key));
    samples.conclude(verdict, seriesIndex, () => describe(key ?? ''));
  }

  private addLabels(start: number, end: number): void {
    if (this.labelsStart === this.labelsEnd) this.labelsStart = start;
    else if (this.labelsEnd !== start) this.scattered ??= [[this.labelsStart, this.labelsEnd]];
    // One more than may be is kept, by which the excess is seen.
    if ((this.scattered?.length ?? 0) <= this.limits.labelsPerSeries) {
      this.scattered?.push([start, end]);
    }
    this.labelsEnd = end;
  }

  private key(): string | undefined {
    const { reader, scattered, labelsStart, labelsEnd } = this;
    if (labelsEnd - labelsStart > SERIES_BYTES_MAX) return undefined;
    if (scattered === undefined) return reader.latin1(labelsStart, labelsEnd);
    return scattered.map(([start, end]) => reader.latin1(start, end)).join('');
  }

  private judge(key: string): SeriesVerdict<T> {
    const metric = findMetric(key);
    if (metric === undefined) {
      return {
        kind: 'rejected',
        reason: 'metric-missing',
        detail: `the series has no label ${METRIC_LABEL}`,
      };
    }
    const name = decodeUtf8(metric);
    if (name === undefined || !this.options.cache.bills(name)) return { kind: 'unbilled' };
    const set = new LabelSet(this.limits);
    for (const [label, value] of rawLabels(key)) {
      set.add(label, value);
      if (set.fault !== undefined) return { kind: 'rejected', ...set.fault };
    }
    return this.options.cache.resolve(key, set.labels);
  }
}

function findMetric(key: string): string | undefined {
  // Unbilled series come here with every sample: the usual form is found without decoding.
  const length = key.charCodeAt(METRIC_AT - 1);
  if (
    length < 0x80 &&
    key.startsWith(METRIC_LABEL_START, 2) &&
    key.charCodeAt(1) === METRIC_AT - 2 + length
  ) {
    return key.slice(METRIC_AT, METRIC_AT + length);
  }
  for (const [label, value] of rawLabels(key)) if (label === METRIC_LABEL) return value;
  return undefined;
}

function describe(key: string): string {
  const labels = new Map<string, string>();
  for (const [label, value] of rawLabels(key)) {
    labels.set(decodeUtf8Lossy(label), decodeUtf8Lossy(value));
  }
  return describeSeries(labels);
}

/** The labels (latin-1) in a series key, which is a run of `Label` messages. */
function* rawLabels(key: string): Generator<[name: string, value: string]> {
  const bytes = Uint8Array.from({ length: key.length }, (_, i) => key.charCodeAt(i));
  const reader = new ProtobufReader(bytes);
  while (reader.position < bytes.length) {
    reader.expect(reader.tag(bytes.length), LENGTH_DELIMITED);
    const end = reader.lengthDelimitedEnd(bytes.length);
    yield rawLabel(reader, end);
    reader.position = end;
  }
}

function rawLabel(reader: ProtobufReader, end: number): [name: string, value: string] {
  let name = '';
  let value = '';
  while (reader.position < end) {
    const tag = reader.tag(end);
    if (tag >>> 3 > 2) {
      reader.skip(tag, end);
      continue;
    }
    const fieldEnd = reader.messageEnd(tag, end);
    const text = reader.latin1(reader.position, fieldEnd);
    if (tag >>> 3 === 1) name = text;
    else value = text;
    reader.position = fieldEnd;
  }
  return [name, value];
}
