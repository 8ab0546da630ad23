import {
  encodeWriteRequestV1,
  encodeWriteRequestV2,
  formatLine,
  type WrittenSeries,
} from '@os-credits/usage-wire';

/** The wire formats that can be fuzzed. */
export type FuzzedFormat = 'lp' | 'rw1' | 'rw2';

/** A repeatable source of numbers in [0, 1): mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const MILLIS = 1_795_321_275_887;
const SERIES: readonly WrittenSeries[] = [
  {
    labels: [
      ['__name__', 'project_vcpu_usage'],
      ['location_id', '8676'],
      ['project_name', 'alpha'],
    ],
    samples: [
      { timeMillis: MILLIS, value: 2_675_153.010_700_82 },
      { timeMillis: MILLIS + 1, value: 'stale' },
    ],
    exemplars: 1,
  },
  {
    labels: [
      ['project_name', 'grün'],
      ['__name__', 'project_mb_usage'],
      ['location', 'site-a'],
    ],
    samples: [{ timeMillis: MILLIS, value: 1e-7 }],
    histograms: 1,
  },
  { labels: [['__name__', 'up']], samples: [{ timeMillis: -1, value: NaN }] },
];
const LINES = [
  'project_vcpu_usage,__name__=project_vcpu_usage,location_id=8676,project_name=alpha value=2675153.01070082 1795321275887000000',
  'project_mb_usage,location=site-a,project_name=my\\ pro\\,ject value=5i,other="a \\"b\\"\n# c",t=T 1795321275887\r',
  '# a comment, with="quotes',
  'up,instance=127.0.0.1:9090 value=1e3',
  formatLine({
    measurement: 'project_vcpu_usage',
    tags: [['project_name', 'grün']],
    fields: [['value', '18446744073709551615u']],
  }),
].join('\n');

const CORPUS: Readonly<Record<FuzzedFormat, readonly Buffer[]>> = {
  lp: [Buffer.from(LINES), ...LINES.split('\n').map((line) => Buffer.from(line))],
  rw1: [
    Buffer.from(encodeWriteRequestV1(SERIES, ['up'])),
    ...SERIES.map((series) => Buffer.from(encodeWriteRequestV1([series]))),
  ],
  rw2: [
    Buffer.from(encodeWriteRequestV2(SERIES)),
    ...SERIES.map((series) => Buffer.from(encodeWriteRequestV2([series]))),
  ],
};

/** Pieces that mean something to one of the parsers. */
const DICTIONARY = [
  ...['"', '\\', '\\"', '\\ ', '\n', '\r\n', '\0', ' ', ',', '=', '#', 'value=', 'i', 'u', '-'],
  ...['NaN', '1e999', '1e-999', '9'.repeat(450), '-9223372036854775808', '\xff\xfe', '\xc3\xa4'],
  ...['\x0a\x00', '\x12\x00', '\x0b', '\x0c', '\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01'],
  ...['\xff\xff\xff\xff\x0f', '\x02\0\0\0\0\0\xf0\x7f', '\x0a\xff\x7f', '\x22\x00', '\x2a\x02'],
].map((text) => Buffer.from(text, 'latin1'));

/** One to eight random changes to a random input of the corpus, at most 64 KiB long. */
export function mutatedInput(format: FuzzedFormat, random: () => number): Buffer {
  const corpus = CORPUS[format];
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <Item>(items: readonly Item[], otherwise: Item): Item =>
    items[below(items.length)] ?? otherwise;
  const empty = Buffer.alloc(0);
  let input = Buffer.from(pick(corpus, empty));
  // Half of the inputs change once only: protobuf bears little before nothing of it is read.
  for (let change = random() < 0.5 ? 0 : below(8); change >= 0; change--) {
    const from = below(input.length + 1);
    const to = Math.min(input.length, from + 1 + below(16));
    const piece = input.subarray(from, to);
    const before = input.subarray(0, from);
    const after = input.subarray(to);
    const kind = below(8);
    if (kind === 0) input = Buffer.concat([before, after]);
    else if (kind === 1) input = Buffer.concat([before, piece, piece, after]);
    else if (kind === 2) input = Buffer.concat([before, pick(DICTIONARY, empty), after]);
    else if (kind === 3) input = Buffer.concat([before, pick(DICTIONARY, empty), piece, after]);
    else if (kind === 4) input = Buffer.from(before);
    else if (kind === 5) input = Buffer.concat([before, pick(corpus, empty).subarray(from)]);
    else if (kind === 6 && input.length < 4096) input = Buffer.concat(Array<Buffer>(9).fill(input));
    else if (from < input.length) input[from] = below(256);
  }
  return input.subarray(0, 65_536);
}
