import {
  parseLineProtocol,
  parseRemoteWriteV1,
  parseRemoteWriteV2,
  type ReadingBatch,
  WireFormatError,
} from '@os-credits/usage-wire';
import type { FuzzedFormat } from './fuzz-inputs.js';
import { RememberingCache } from './remembering-cache.js';

const CANONICAL = /^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;
const METRICS = new Set(['project_vcpu_usage', 'project_mb_usage']);

/** Parses one input after the other with one bounded cache, and checks what comes out. */
export class CheckedParser {
  private readonly options = {
    cache: new RememberingCache(METRICS, 1000),
    minAtMicros: 0,
    maxAtMicros: Number.MAX_SAFE_INTEGER,
    limits: { readingsPerRequest: 5000 },
  };

  constructor(private readonly format: FuzzedFormat) {}

  /**
   * @returns whether the input could be read as a request
   * @throws Error if the parser breaks a promise
   */
  accepts(input: Buffer): boolean {
    try {
      checkBatch(this.parse(input));
      return true;
    } catch (error) {
      if (error instanceof WireFormatError) return false;
      throw error;
    }
  }

  private parse(input: Buffer): ReadingBatch<string> {
    switch (this.format) {
      case 'lp':
        return parseLineProtocol(input, { ...this.options, precision: 'ns', receivedAtMicros: 0 });
      case 'rw1':
        return parseRemoteWriteV1(input, this.options);
      case 'rw2':
        return parseRemoteWriteV2(input, this.options);
    }
  }
}

function checkBatch({ series, timesMicros, values, rejected, counts }: ReadingBatch<string>): void {
  const { length } = series;
  if (timesMicros.length !== length || values.length !== length || counts.accepted !== length) {
    throw new Error('the columns differ in length');
  }
  if (rejected.length !== counts.rejected) throw new Error('rejections are miscounted');
  for (const value of values) {
    if (!CANONICAL.test(value)) throw new Error(`${value} is no canonical decimal`);
  }
  for (const time of timesMicros) {
    if (!Number.isSafeInteger(time)) throw new Error(`${String(time)} is no time`);
  }
  for (const { raw, detail, reason } of rejected) {
    if (reason === '' || detail === '') throw new Error('a rejection does not say why');
    if (`${raw}${detail}`.includes('\0')) throw new Error('a rejection has a NUL');
    if (raw.length > 1100 || detail.length > 1100) throw new Error('an excerpt is too long');
  }
}
