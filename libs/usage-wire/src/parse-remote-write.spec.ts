import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  encodeWriteRequestV1,
  encodeWriteRequestV2,
  type WrittenSeries,
} from './encode-remote-write.js';
import { DEFAULT_SERIES_IDENTITY } from './identify-series.js';
import { parseRemoteWriteV1 } from './parse-remote-write-v1.js';
import { parseRemoteWriteV2 } from './parse-remote-write-v2.js';
import { ProtobufWriter } from './protobuf-writer.js';
import type { ParseOptions, ReadingBatch } from './reading-batch.js';
import { TestCache } from './test-cache.js';
import { WireFormatError } from './wire-format-error.js';

const MILLIS = 1_546_300_800_000;
const LABELS: WrittenSeries['labels'] = [
  ['__name__', 'project_vcpu_usage'],
  ['location_id', '8676'],
  ['project_name', 'alpha'],
];
const SERIES = 'alpha/8676/project_vcpu_usage';

type Parse = (body: Uint8Array, options: ParseOptions<string>) => ReadingBatch<string>;

function options(overrides: Partial<ParseOptions<string>> = {}): ParseOptions<string> {
  return {
    cache: new TestCache(),
    minAtMicros: 0,
    maxAtMicros: Number.MAX_SAFE_INTEGER,
    ...overrides,
  };
}

function errorOf(parse: () => unknown): WireFormatError {
  try {
    parse();
  } catch (error) {
    if (error instanceof WireFormatError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const message = () => new ProtobufWriter();

describe.each<[string, Parse, (series: readonly WrittenSeries[]) => Uint8Array]>([
  ['remote_write 1.0', parseRemoteWriteV1, encodeWriteRequestV1],
  ['remote_write 2.0', parseRemoteWriteV2, encodeWriteRequestV2],
])('%s', (_, parse, encode) => {
  const one = (labels: WrittenSeries['labels'], value: number | 'stale' = 1, timeMillis = MILLIS) =>
    encode([{ labels, samples: [{ value, timeMillis }] }]);

  it('reads samples', () => {
    const samples = [
      { timeMillis: MILLIS, value: 0 },
      { timeMillis: 0, value: 2675153.01070082 },
      { timeMillis: -1, value: 1e-7 },
    ];
    const batch = parse(encode([{ labels: LABELS, samples }]), options({ minAtMicros: -1000 }));
    expect(batch.series).toEqual([SERIES, SERIES, SERIES]);
    expect(batch.timesMicros).toEqual([MILLIS * 1000, 0, -1000]);
    expect(batch.values).toEqual(['0', '2675153.01070082', '0.0000001']);
  });

  it('reads bytes that are no Buffer', () => {
    expect(parse(new Uint8Array(one(LABELS)), options()).series).toEqual([SERIES]);
  });

  it('decodes a series once, over several requests', () => {
    const cache = new TestCache();
    for (let i = 0; i < 3; i++) parse(one(LABELS, i), options({ cache }));
    expect(cache.resolved).toHaveLength(1);
  });

  it('takes labels out of order', () => {
    expect(parse(one([...LABELS].reverse()), options()).series).toEqual([SERIES]);
  });

  it('reads UTF-8', () => {
    const batch = parse(one([...LABELS.slice(0, 2), ['project_name', 'grün 日本']]), options());
    expect(batch.series).toEqual(['grün 日本/8676/project_vcpu_usage']);
  });

  it.each([
    ['duplicate-label', [...LABELS, ['project_name', 'beta']]],
    ['empty-label', [...LABELS, ['job', '']]],
    ['empty-label', [...LABELS, ['', 'x']]],
    ['metric-missing', LABELS.slice(1)],
    ['metric-missing', []],
    ['project-missing', LABELS.slice(0, 2)],
    ['site-missing', [LABELS[0]!, LABELS[2]!]],
    ['label-limit', [...LABELS, ['x'.repeat(257), '1']]],
    ['label-limit', [...LABELS, ['x', '1'.repeat(2049)]]],
    ['label-limit', [...LABELS, ['x', '1'.repeat(70_000)]]],
    ['label-limit', [...LABELS, ...Array.from({ length: 64 }, (_, i) => [`x${String(i)}`, '1'])]],
  ] as [string, WrittenSeries['labels']][])('refuses a series as %s', (reason, labels) => {
    const good = { labels: LABELS, samples: [{ value: 5, timeMillis: MILLIS }] };
    const bad = { labels, samples: [{ value: 5, timeMillis: MILLIS }] };
    const batch = parse(encode([good, bad, good]), options());
    expect(batch.values).toEqual(['5', '5']);
    expect(batch.rejected).toMatchObject([{ position: 1, sampleIndex: 0, reason }]);
  });

  it.each([
    ['not-a-number', NaN, MILLIS],
    ['not-a-number', Infinity, MILLIS],
    ['negative-value', -1, MILLIS],
    ['bad-timestamp', 1, Number.MAX_SAFE_INTEGER],
    ['in-the-future', 1, MILLIS + 1],
    ['too-old', 1, -1],
  ] as const)('refuses a sample as %s', (reason, value, timeMillis) => {
    const batch = parse(one(LABELS, value, timeMillis), options({ maxAtMicros: MILLIS * 1000 }));
    expect(batch.rejected).toMatchObject([{ position: 0, sampleIndex: 0, reason, series: SERIES }]);
    expect(batch.rejected[0]?.raw).toBe(
      `project_vcpu_usage{location_id="8676",project_name="alpha"} ${String(value)} ${
        timeMillis === Number.MAX_SAFE_INTEGER ? String(timeMillis) : String(timeMillis)
      }`,
    );
  });

  it('counts what it does not bill', () => {
    const body = encode([
      { labels: LABELS, samples: [{ value: 'stale', timeMillis: MILLIS }], exemplars: 2 },
      { labels: LABELS, samples: [], histograms: 3 },
      { labels: [['__name__', 'up']], samples: [{ value: NaN, timeMillis: MILLIS }] },
    ]);
    const cache = new TestCache();
    const { counts } = parse(body, options({ cache }));
    expect(counts).toMatchObject({
      accepted: 0,
      rejected: 0,
      unbilled: 1,
      staleMarkers: 1,
      histograms: 3,
      exemplars: 2,
    });
    expect(cache.verdicts.size).toBe(1);
  });

  it('takes an empty request', () => {
    expect(parse(new Uint8Array(0), options()).counts.accepted).toBe(0);
  });

  it('refuses every truncation as a whole, or reads what is complete', () => {
    const body = encode([
      { labels: LABELS, samples: [{ value: 5, timeMillis: MILLIS }] },
      { labels: LABELS, samples: [{ value: 6, timeMillis: MILLIS }] },
    ]);
    let errors = 0;
    for (let length = 1; length < body.length; length++) {
      try {
        expect(parse(body.subarray(0, length), options()).values.length).toBeLessThan(2);
      } catch (error) {
        expect(error).toBeInstanceOf(WireFormatError);
        errors++;
      }
    }
    expect(errors).toBeGreaterThan(body.length / 2);
  });

  it('stops a request with too many readings', () => {
    const samples = Array.from({ length: 11 }, () => ({ value: 1, timeMillis: MILLIS }));
    const body = encode([{ labels: LABELS, samples }]);
    const parseIt = () => parse(body, options({ limits: { readingsPerRequest: 10 } }));
    expect(errorOf(parseIt).code).toBe('too-many-readings');
  });

  it.each([
    ['bad-tag', [0x02, 0x00]],
    ['bad-wire-type', [0x0b, 0x0c]],
    ['bad-wire-type', [0x0e]],
    ['truncated', [0x3d, 1, 2, 3]],
    ['truncated', [0x80]],
    ['truncated', [0x32, 0x05, 1]],
    ['varint-overflow', [0x32, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02]],
    ['varint-overflow', [0x30, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ['varint-overflow', [0x32, 0xff, 0xff, 0xff, 0xff, 0x7f]],
  ] as const)('refuses what is no protobuf as %s', (code, bytes) => {
    expect(errorOf(() => parse(Uint8Array.from(bytes), options())).code).toBe(code);
  });

  it('skips unknown fields of every kind', () => {
    const unknown = message()
      .varintField(90, -1)
      .doubleField(91, 1)
      .stringField(92, 'later')
      .toBytes();
    const body = Buffer.concat(
      [unknown, one(LABELS), unknown, [0xed, 0x05, 1, 2, 3, 4]].map((b) => Buffer.from(b)),
    );
    expect(parse(body, options()).series).toEqual([SERIES]);
  });
});

describe('remote_write 1.0 messages of unusual shape', () => {
  const label = ([name, value]: readonly [string, string]) =>
    message().stringField(1, name).stringField(2, value).toBytes();
  const sample = message().doubleField(1, 7).varintField(2, MILLIS).toBytes();

  it('reads labels that come after and between samples', () => {
    const series = message()
      .bytesField(2, sample)
      .bytesField(1, label(LABELS[0]!))
      .bytesField(2, sample)
      .bytesField(1, label(LABELS[1]!))
      .bytesField(1, label(LABELS[2]!))
      .toBytes();
    const batch = parseRemoteWriteV1(message().bytesField(1, series).toBytes(), options());
    expect(batch.series).toEqual([SERIES, SERIES]);
    expect(batch.values).toEqual(['7', '7']);
  });

  it('finds a metric that is not the first label', () => {
    const series = message();
    for (const pair of [LABELS[2]!, LABELS[1]!, LABELS[0]!]) series.bytesField(1, label(pair));
    const body = message().bytesField(1, series.bytesField(2, sample).toBytes()).toBytes();
    expect(parseRemoteWriteV1(body, options()).series).toEqual([SERIES]);
  });

  it('refuses a label that is not UTF-8', () => {
    const bad = message().stringField(1, 'project_name').bytesField(2, [0xff, 0xfe]).toBytes();
    const series = message().bytesField(1, label(LABELS[0]!)).bytesField(1, bad);
    const body = message().bytesField(1, series.bytesField(2, sample).toBytes()).toBytes();
    expect(parseRemoteWriteV1(body, options()).rejected).toMatchObject([
      {
        reason: 'not-utf8',
        raw: `project_vcpu_usage{project_name="\uFFFD\uFFFD"} 7 ${String(MILLIS)}`,
      },
    ]);
  });

  it('refuses more labels than may be, scattered or not, without keeping them', () => {
    const series = message();
    for (let i = 0; i < 20_000; i++) series.bytesField(1, [10, 1, 97]).bytesField(3, []);
    const body = message().bytesField(1, series.bytesField(2, sample).toBytes()).toBytes();
    expect(parseRemoteWriteV1(body, options()).rejected).toMatchObject([{ reason: 'label-limit' }]);
  });
});

describe('remote_write 2.0 symbols', () => {
  const SYMBOLS = [
    '',
    '__name__',
    'project_vcpu_usage',
    'location_id',
    '8676',
    'project_name',
    'alpha',
  ];
  const sample = message().doubleField(1, 7).varintField(2, MILLIS).varintField(3, 5).toBytes();
  const request = (symbols: readonly string[], refs: readonly number[], isPacked = true) => {
    const series = message();
    if (isPacked) {
      const packed = message();
      for (const ref of refs) packed.varint(ref);
      series.bytesField(1, packed.toBytes());
    } else {
      for (const ref of refs) series.varintField(1, ref);
    }
    const body = message();
    for (const symbol of symbols) body.stringField(4, symbol);
    return body.bytesField(5, series.bytesField(2, sample).varintField(6, 1).toBytes()).toBytes();
  };

  it.each([true, false])('reads references, packed: %s', (isPacked) => {
    const batch = parseRemoteWriteV2(request(SYMBOLS, [1, 2, 3, 4, 5, 6], isPacked), options());
    expect(batch.series).toEqual([SERIES]);
  });

  it('reads symbols that come after the series', () => {
    const body = request(SYMBOLS, [1, 2, 3, 4, 5, 6]);
    const seriesAt = body.length - request([], [1, 2, 3, 4, 5, 6]).length;
    const turned = Buffer.concat([body.subarray(seriesAt), body.subarray(0, seriesAt)]);
    expect(parseRemoteWriteV2(turned, options()).series).toEqual([SERIES]);
  });

  it('knows a series again when its symbols have other numbers', () => {
    const cache = new TestCache();
    parseRemoteWriteV2(request(SYMBOLS, [1, 2, 3, 4, 5, 6]), options({ cache }));
    const other = ['', 'x', ...SYMBOLS.slice(1)];
    parseRemoteWriteV2(request(other, [2, 3, 4, 5, 6, 7]), options({ cache }));
    expect(cache.resolved).toHaveLength(1);
  });

  it('never takes one series for another whose texts run together the same', () => {
    const cache = new TestCache({ ...DEFAULT_SERIES_IDENTITY, defaultSite: 's' }, ['m']);
    for (const [name, value] of [
      ['project_name', 'ab'],
      ['project_name', 'a'],
      ['project_namea', 'b'],
    ]) {
      const labels: [string, string][] = [
        ['__name__', 'm'],
        [name!, value!],
      ];
      parseRemoteWriteV2(
        encodeWriteRequestV2([{ labels, samples: [{ value: 1, timeMillis: 1 }] }]),
        options({ cache }),
      );
    }
    expect(cache.verdicts.size).toBe(3);
    // Line protocol skips leading blanks and 1.0 starts with a tag: neither has such a key.
    expect([...cache.verdicts.keys()].filter((key) => !key.startsWith(' '))).toEqual([]);
  });

  it.each([
    ['outside of the table', [1, 2, 3, 4, 5, 99]],
    ['odd in number', [1, 2, 3]],
  ])('refuses references that are %s', (_, refs) => {
    expect(parseRemoteWriteV2(request(SYMBOLS, refs), options()).rejected).toMatchObject([
      { reason: 'bad-label-ref' },
    ]);
  });

  it('refuses a table that does not start with ""', () => {
    const parse = () => parseRemoteWriteV2(request(SYMBOLS.slice(1), [0, 1]), options());
    expect(errorOf(parse).code).toBe('bad-symbols');
    expect(errorOf(() => parseRemoteWriteV2(request([], []), options())).code).toBe('bad-symbols');
  });

  it('reads a 1.0 message as an empty one, as its reserved fields promise', () => {
    const v1 = encodeWriteRequestV1([{ labels: LABELS, samples: [{ value: 1, timeMillis: 1 }] }]);
    expect(parseRemoteWriteV2(v1, options()).counts).toMatchObject({ accepted: 0, rejected: 0 });
  });
});

describe('what Prometheus 2.42 sent', () => {
  const decoded = readFileSync(
    new URL('../test-fixtures/remote-write-decoded.txt', import.meta.url),
    'utf8',
  );
  const site = { ...DEFAULT_SERIES_IDENTITY, defaultSite: '8676' };

  it.each(decoded.split(/\n(?=remote-write)/).map((block) => [block.split(':')[0] ?? '', block]))(
    'reads %s',
    (file, block) => {
      const body = readFileSync(
        new URL(`../test-fixtures/${file.replace('.bin', '.pb')}`, import.meta.url),
      );
      const batch = parseRemoteWriteV1(body, options({ cache: new TestCache(site) }));
      const lines = [
        ...block.matchAll(/__name__="(\w+)".*project_name="([^"]+)"\} (\S+) \(\w+\) @ (\d+)/g),
      ].map(([, metric, project, value, millis]) => [
        `${String(project)}/8676/${String(metric)}`,
        value,
        Number(millis) * 1000,
      ]);
      const isStale = block.includes(' nan ');
      expect(batch.series.map((s, i) => [s, batch.values[i], batch.timesMicros[i]])).toEqual(
        isStale ? [] : lines,
      );
      expect(batch.counts.staleMarkers).toBe(isStale ? 8 : 0);
      expect(batch.counts.metadata).toBe(block.match(/metadata \{/g)?.length ?? 0);
      expect(batch.rejected).toEqual([]);
      expect(lines.length + batch.counts.metadata).toBeGreaterThan(0);
    },
  );
});
