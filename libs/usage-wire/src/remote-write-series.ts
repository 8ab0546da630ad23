import { decimalOfDouble, type ValueFault } from './decimal.js';
import { FIXED64, type ProtobufReader, VARINT } from './protobuf-reader.js';
import {
  namedBy,
  type ParseOptions,
  type ReadingBatch,
  type SeriesVerdict,
} from './reading-batch.js';
import { checkWindow } from './wire-time.js';

/**
 * The samples of one `TimeSeries` message, by position. They are read only after the series' labels
 * are known, because fields may come in any order. One instance is reused for all series.
 */
export class SeriesSamples<T> {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private count = 0;
  private raw: string | undefined;

  constructor(
    private readonly reader: ProtobufReader,
    private readonly batch: ReadingBatch<T>,
    private readonly options: ParseOptions<T>,
  ) {}

  get size(): number {
    return this.count;
  }

  clear(): void {
    this.count = 0;
    this.raw = undefined;
  }

  add(start: number, end: number): void {
    this.starts[this.count] = start;
    this.ends[this.count] = end;
    this.count++;
    this.batch.checkSize(this.count);
  }

  /**
   * Reads the samples and puts each where the verdict on its series says.
   *
   * @param describe the series for reports; called at most once
   */
  conclude(verdict: SeriesVerdict<T>, seriesIndex: number, describe: () => string): void {
    if (verdict.kind === 'unbilled') {
      this.batch.skipUnbilled(this.count);
      return;
    }
    for (let i = 0; i < this.count; i++) this.concludeSample(verdict, i, seriesIndex, describe);
  }

  private concludeSample(
    verdict: Exclude<SeriesVerdict<T>, { kind: 'unbilled' }>,
    sampleIndex: number,
    seriesIndex: number,
    describe: () => string,
  ): void {
    const { batch, reader } = this;
    const end = this.ends[sampleIndex] ?? 0;
    reader.position = this.starts[sampleIndex] ?? 0;
    let double = 0;
    let millis = 0;
    let isStale = false;
    while (reader.position < end) {
      const tag = reader.tag(end);
      if (tag >>> 3 === 1) {
        reader.expect(tag, FIXED64);
        double = reader.double(end);
        isStale = double !== double && reader.isStaleMarkerBehind();
      } else if (tag >>> 3 === 2) {
        reader.expect(tag, VARINT);
        millis = reader.int64(end);
      } else {
        reader.skip(tag, end);
      }
    }
    if (isStale) {
      batch.counts.staleMarkers++;
      return;
    }
    const timeMicros = millis * 1000;
    const value = decimalOfDouble(double);
    const fault = this.findFault(verdict, value, timeMicros);
    if (fault === undefined && verdict.kind === 'billed' && typeof value === 'string') {
      batch.accept(verdict.series, timeMicros, value, seriesIndex);
      return;
    }
    this.raw ??= describe();
    batch.reject({
      position: seriesIndex,
      sampleIndex,
      reason: fault?.reason ?? '',
      detail: fault?.detail ?? '',
      raw: `${this.raw} ${String(double)} ${String(millis)}`,
      ...(verdict.kind === 'billed' ? { series: verdict.series } : namedBy(verdict)),
      ...(Number.isSafeInteger(timeMicros) ? { timeMicros } : {}),
      ...(typeof value === 'string' ? { value } : {}),
    });
  }

  private findFault(
    verdict: SeriesVerdict<T>,
    value: string | ValueFault,
    timeMicros: number,
  ): { reason: string; detail: string } | undefined {
    if (verdict.kind === 'rejected') return verdict;
    if (typeof value !== 'string') return value;
    if (!Number.isSafeInteger(timeMicros)) {
      return { reason: 'bad-timestamp', detail: 'the timestamp is no time in ms since 1970' };
    }
    return checkWindow(timeMicros, this.options);
  }
}
