import { WireFormatError } from './wire-format-error.js';

/** Label names to values, decoded; a metric's name is the label `__name__`. */
export type Labels = ReadonlyMap<string, string>;

/** Project × site × metric, in the words of the sender. */
export interface SeriesIdentity {
  readonly project: string;
  readonly site: string;
  readonly metric: string;
}

/**
 * What is to happen to the samples of a series. `series` is whatever the caller wants to find in
 * {@link ReadingBatch.series}: an id, an object.
 */
export type SeriesVerdict<T> =
  | { readonly kind: 'billed'; readonly series: T }
  | { readonly kind: 'unbilled' }
  | {
      readonly kind: 'rejected';
      readonly reason: string;
      readonly detail: string;
      readonly names?: Partial<SeriesIdentity>;
    };

/**
 * The caller's memory of series. The parsers ask `get` once per sample with the raw bytes of the
 * series on the wire (as a latin-1 string), so that a known series costs one map lookup and no
 * decoding. Keys of the three wire formats never collide; several keys may mean one series.
 */
export interface SeriesCache<T> {
  get(key: string): SeriesVerdict<T> | undefined;
  /** Whether readings of this metric are billed at all: asked before labels are decoded. */
  bills(metric: string): boolean;
  /** Decides on a series that `get` does not know, and may remember it under `key`. */
  resolve(key: string, labels: Labels): SeriesVerdict<T>;
}

/** Why one line or sample was refused (callers add their own through a verdict). */
export type RejectReason =
  | 'syntax'
  | 'not-utf8'
  | 'duplicate-label'
  | 'empty-label'
  | 'label-limit'
  | 'bad-label-ref'
  | 'metric-missing'
  | 'field-missing'
  | 'bad-value'
  | 'value-not-numeric'
  | 'not-a-number'
  | 'negative-value'
  | 'value-out-of-range'
  | 'bad-timestamp'
  | 'in-the-future'
  | 'too-old';

/** One refused line (line protocol) or sample (remote_write), with all that is known about it. */
export interface Rejection<T> {
  /** Line protocol: 1-based line number. remote_write: 0-based index of the series. */
  readonly position: number;
  /** remote_write only: 0-based index of the sample in its series. */
  readonly sampleIndex?: number;
  /** A {@link RejectReason}, or the reason of a `rejected` verdict. */
  readonly reason: string;
  readonly detail: string;
  /** The line, or `name{label="value"} value timeMillis`; shortened; free of NUL. */
  readonly raw: string;
  readonly series?: T;
  /** Of a series that cannot be identified: what it does name. */
  readonly names?: Partial<SeriesIdentity>;
  readonly timeMicros?: number;
  /** Canonical decimal, if the value could be read. */
  readonly value?: string;
}

/** What else was in the request. */
export interface BatchCounts {
  accepted: number;
  rejected: number;
  /** Samples of metrics that nobody bills. */
  unbilled: number;
  /** "Series ended" markers (NaN 0x7ff0000000000002) of billed series. */
  staleMarkers: number;
  histograms: number;
  exemplars: number;
  metadata: number;
  comments: number;
}

/** Limits that protect the receiver. Lengths in bytes. */
export interface WireLimits {
  readonly labelsPerSeries: number;
  readonly labelNameBytes: number;
  readonly labelValueBytes: number;
  /** Accepted, rejected and unbilled together. */
  readonly readingsPerRequest: number;
}

/** Generous for real exporters, tight enough that one request stays small in memory. */
export const DEFAULT_WIRE_LIMITS: WireLimits = {
  labelsPerSeries: 64,
  labelNameBytes: 256,
  labelValueBytes: 2048,
  readingsPerRequest: 250_000,
};

/** Options that every parser takes. Times in microseconds since the Unix epoch, both inclusive. */
export interface ParseOptions<T> {
  readonly cache: SeriesCache<T>;
  readonly minAtMicros: number;
  readonly maxAtMicros: number;
  readonly limits?: Partial<WireLimits>;
}

/** What a refused series names, as a part of a {@link Rejection}. */
export function namedBy({ names }: { readonly names?: Partial<SeriesIdentity> }): {
  names?: Partial<SeriesIdentity>;
} {
  return names === undefined ? {} : { names };
}

const RAW_LENGTH_MAX = 1024;

/**
 * Shortens a text for a report and takes out what PostgreSQL cannot hold: NUL, and halves of characters
 * that lie beyond 16 bits, such as the cut may leave.
 */
export function excerpt(text: string): string {
  const short = text.length > RAW_LENGTH_MAX ? `${text.slice(0, RAW_LENGTH_MAX)}…` : text;
  return short.replaceAll('\0', '\uFFFD').toWellFormed();
}

/** Accepted samples as columns of equal length, rejections, and counts. */
export class ReadingBatch<T> {
  readonly series: T[] = [];
  /** Microseconds since the Unix epoch: integers within ±2^53. */
  readonly timesMicros: number[] = [];
  /** Canonical plain decimals: equal values are equal strings. */
  readonly values: string[] = [];
  /** Where each came from, counted as in {@link Rejection.position}. */
  readonly positions: number[] = [];
  readonly rejected: Rejection<T>[] = [];
  readonly counts: BatchCounts = {
    accepted: 0,
    rejected: 0,
    unbilled: 0,
    staleMarkers: 0,
    histograms: 0,
    exemplars: 0,
    metadata: 0,
    comments: 0,
  };

  constructor(private readonly readingsMax: number) {}

  accept(series: T, timeMicros: number, value: string, position: number): void {
    this.series.push(series);
    this.positions.push(position);
    this.timesMicros.push(timeMicros);
    this.values.push(value);
    this.counts.accepted++;
    this.checkSize();
  }

  reject(rejection: Rejection<T>): void {
    this.rejected.push({
      ...rejection,
      detail: excerpt(rejection.detail),
      raw: excerpt(rejection.raw),
    });
    this.counts.rejected++;
    this.checkSize();
  }

  skipUnbilled(samples: number): void {
    this.counts.unbilled += samples;
    this.checkSize();
  }

  /**
   * Call before keeping `waiting` more readings in memory.
   *
   * @throws WireFormatError `too-many-readings`
   */
  checkSize(waiting = 0): void {
    const { accepted, rejected, unbilled } = this.counts;
    if (accepted + rejected + unbilled + waiting > this.readingsMax) {
      throw new WireFormatError(
        'too-many-readings',
        `more than ${String(this.readingsMax)} readings in one request: send smaller batches`,
      );
    }
  }
}
