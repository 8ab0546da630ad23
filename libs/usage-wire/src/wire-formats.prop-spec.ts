import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalDecimal, decimalOfDouble } from './decimal.js';
import {
  encodeWriteRequestV1,
  encodeWriteRequestV2,
  type WrittenSeries,
} from './encode-remote-write.js';
import { formatLine } from './format-line.js';
import { parseLineProtocol } from './parse-line-protocol.js';
import { parseRemoteWriteV1 } from './parse-remote-write-v1.js';
import { parseRemoteWriteV2 } from './parse-remote-write-v2.js';
import type { Labels, ReadingBatch, SeriesCache, SeriesVerdict } from './reading-batch.js';

/** Bills everything; a series is its sorted labels. */
class EchoCache implements SeriesCache<string> {
  private readonly verdicts = new Map<string, SeriesVerdict<string>>();

  get(key: string): SeriesVerdict<string> | undefined {
    return this.verdicts.get(key);
  }

  bills(): boolean {
    return true;
  }

  resolve(key: string, labels: Labels): SeriesVerdict<string> {
    const verdict = { kind: 'billed', series: seriesText([...labels]) } as const;
    this.verdicts.set(key, verdict);
    return verdict;
  }
}

function seriesText(labels: readonly (readonly [string, string])[]): string {
  return JSON.stringify(labels.map(([n, v]) => [n, v]).sort(([a], [b]) => (a! < b! ? -1 : 1)));
}

// What all three formats can express: no line feeds, no backslash that would act as an escape.
const name = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 12 })
  .filter((s) => !/[\n\r\0\t\\]|^[ #]/.test(s) && s.isWellFormed() && s !== '__name__');
const value = fc.oneof(
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
  fc.nat(),
  fc.constantFrom(5e-324, Number.MAX_VALUE, 1e21, 1e-7),
);
const sample = fc.record({ timeMillis: fc.integer({ min: -(2 ** 42), max: 2 ** 42 }), value });
const series: fc.Arbitrary<WrittenSeries> = fc
  .record({
    metric: name,
    tags: fc.uniqueArray(fc.tuple(name, name), { maxLength: 6, selector: ([n]) => n }),
    samples: fc.array(sample, { minLength: 1, maxLength: 4 }),
  })
  .map(({ metric, tags, samples }) => ({ labels: [['__name__', metric], ...tags], samples }));
const request = fc.array(series, { maxLength: 8 });

const window = { minAtMicros: -Number.MAX_SAFE_INTEGER, maxAtMicros: Number.MAX_SAFE_INTEGER };
const lineOptions = { ...window, precision: 'ms', receivedAtMicros: 0 } as const;

function rows({ series, timesMicros, values, rejected }: ReadingBatch<string>) {
  expect(rejected).toEqual([]);
  return series.map((s, i) => [s, timesMicros[i], values[i]]);
}

function expectedRows(written: readonly WrittenSeries[]) {
  return written.flatMap(({ labels, samples }) =>
    samples.map(({ timeMillis, value: double }) => [
      seriesText(labels),
      timeMillis * 1000 + 0,
      decimalOfDouble(Number(double)),
    ]),
  );
}

function lines(written: readonly WrittenSeries[]): string[] {
  return written.flatMap(({ labels: [metric, ...tags], samples }) =>
    samples.map(({ timeMillis, value: double }) =>
      formatLine({
        measurement: metric?.[1] ?? '',
        tags,
        fields: [
          ['other', { text: 'a "quoted"\n\\text' }],
          ['value', String(double)],
        ],
        timestamp: timeMillis,
      }),
    ),
  );
}

describe('the wire formats', () => {
  it('give back what was written, all three the same readings', () => {
    fc.assert(
      fc.property(request, (written) => {
        const expected = expectedRows(written);
        const v1 = Buffer.from(encodeWriteRequestV1(written));
        const v2 = Buffer.from(encodeWriteRequestV2(written));
        const text = Buffer.from(lines(written).join('\n'));
        const cache = new EchoCache();
        for (let warmth = 0; warmth < 2; warmth++) {
          expect(rows(parseRemoteWriteV1(v1, { ...window, cache }))).toEqual(expected);
          expect(rows(parseRemoteWriteV2(v2, { ...window, cache }))).toEqual(expected);
          expect(rows(parseLineProtocol(text, { ...lineOptions, cache }))).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('give the same readings however lines are split into requests', () => {
    fc.assert(
      fc.property(request, fc.array(fc.nat(40), { maxLength: 5 }), (written, cuts) => {
        const all = lines(written);
        const borders = [0, ...cuts.map((c) => c % (all.length + 1)), all.length].sort(
          (a, b) => a - b,
        );
        const cache = new EchoCache();
        const parts = borders.slice(1).flatMap((border, i) => {
          const part = all.slice(borders[i], border).join('\r\n');
          return rows(parseLineProtocol(Buffer.from(part), { ...lineOptions, cache }));
        });
        expect(parts).toEqual(expectedRows(written));
      }),
    );
  });

  it('keep the good lines, in order, among any garbage', () => {
    const garbage = fc.string({ unit: 'binary' }).map((s) => s.replace(/[\n"]/g, ''));
    fc.assert(
      fc.property(fc.array(garbage, { maxLength: 20 }), (bad) => {
        const body = bad.map((line, i) => `${line}\nm value=${String(i)} 1\n`).join('');
        const batch = parseLineProtocol(Buffer.from(body), {
          ...lineOptions,
          cache: new EchoCache(),
        });
        const good = batch.values.filter((_, i) => batch.series[i] === '[["__name__","m"]]');
        expect(good).toEqual(bad.map((_, i) => String(i)));
      }),
    );
  });
});

describe('decimals', () => {
  it('of doubles read back as the same double, without exponent', () => {
    fc.assert(
      fc.property(value, (double) => {
        const text = decimalOfDouble(double);
        expect(text).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
        expect(Number(text)).toBe(double);
      }),
    );
  });

  it('are one string per value, whatever the way it was written', () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 30n });
    fc.assert(
      fc.property(digits, fc.nat(40), fc.nat(5), (number, scale, zeros) => {
        const shifted = `${String(number)}e-${String(scale)}`;
        const padded = `00${String(number)}${'0'.repeat(zeros)}E-${String(scale + zeros)}`;
        const text = String(number).padStart(scale + 1, '0');
        const at = text.length - scale;
        const plain = `${text.slice(0, at)}.${text.slice(at)}`;
        expect(canonicalDecimal(shifted)).toBe(canonicalDecimal(padded));
        expect(canonicalDecimal(plain)).toBe(canonicalDecimal(padded));
      }),
    );
  });
});
