/**
 * How fast the wire formats are decoded on one core, with the series known already: requests as
 * Prometheus sends them (2 000 series of nine labels, one sample each).
 *
 *     pnpm --filter @os-credits/bench wire-speed
 */
import {
  encodeWriteRequestV1,
  encodeWriteRequestV2,
  formatLine,
  parseLineProtocol,
  parseRemoteWriteV1,
  parseRemoteWriteV2,
  type ReadingBatch,
  type WrittenSeries,
} from '@os-credits/usage-wire';
import { RememberingCache } from './remembering-cache.js';

const SERIES = 2000;
const MILLIS = 1_795_321_275_887;
const METRICS = new Set(['project_vcpu_usage', 'project_mb_usage']);
const SECONDS_PER_CASE = 3;

function labelsOf(index: number): [string, string][] {
  return [
    ['__name__', index % 2 === 0 ? 'project_vcpu_usage' : 'project_mb_usage'],
    ['domain_id', '123elixirDomain'],
    ['domain_name', 'elixir'],
    ['instance', '127.0.0.1:18090'],
    ['job', 'project_usages'],
    ['location', 'site-a'],
    ['location_id', '8676'],
    ['project_id', `5f3c9d2e7a8b4c1d9e0f${String(index >> 1).padStart(12, '0')}`],
    ['project_name', `project-${String(index >> 1).padStart(5, '0')}`],
  ];
}

function readingOf(index: number, round: number): number {
  return 2_675_153.010_700_82 * (1 + index / SERIES) + round * 0.013_415_01;
}

function seriesOf(round: number): WrittenSeries[] {
  return Array.from({ length: SERIES }, (_, i) => ({
    labels: labelsOf(i),
    samples: [{ timeMillis: MILLIS + round * 60_000, value: readingOf(i, round) }],
  }));
}

function linesOf(round: number): Buffer {
  const lines = Array.from({ length: SERIES }, (_, i) => {
    const [name, ...rest] = labelsOf(i);
    return formatLine({
      measurement: name?.[1] ?? '',
      tags: [['__name__', name?.[1] ?? ''], ...rest],
      fields: [['value', String(readingOf(i, round))]],
      timestamp: `${String(MILLIS + round * 60_000)}000000`,
    });
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}

function measure(name: string, bodies: Buffer[], parse: (body: Buffer) => ReadingBatch<string>) {
  for (let i = 0; i < 40; i++) parse(bodies[i % bodies.length] ?? Buffer.alloc(0));
  const start = performance.now();
  let samples = 0;
  let bytes = 0;
  let requests = 0;
  while (performance.now() - start < SECONDS_PER_CASE * 1000) {
    const body = bodies[requests++ % bodies.length] ?? Buffer.alloc(0);
    const { counts } = parse(body);
    samples += counts.accepted + counts.unbilled;
    bytes += body.length;
  }
  const seconds = (performance.now() - start) / 1000;
  const rate = Math.round(samples / seconds).toLocaleString('en');
  const megabytes = (bytes / seconds / 1e6).toFixed(0);
  console.log(`${name.padEnd(28)} ${rate.padStart(12)} samples/s ${megabytes.padStart(6)} MB/s`);
}

const rounds = Array.from({ length: 8 }, (_, round) => round);
const window = { minAtMicros: 0, maxAtMicros: Number.MAX_SAFE_INTEGER };
const requestsV1 = rounds.map((round) => Buffer.from(encodeWriteRequestV1(seriesOf(round))));
const requestsV2 = rounds.map((round) => Buffer.from(encodeWriteRequestV2(seriesOf(round))));
const requestsLines = rounds.map(linesOf);

for (const [suffix, metrics] of [
  ['', METRICS],
  [', unbilled', new Set<string>()],
] as const) {
  const options = { ...window, cache: new RememberingCache(metrics) };
  const lineOptions = { ...options, precision: 'ns', receivedAtMicros: 0 } as const;
  measure(`remote_write 1.0${suffix}`, requestsV1, (body) => parseRemoteWriteV1(body, options));
  measure(`remote_write 2.0${suffix}`, requestsV2, (body) => parseRemoteWriteV2(body, options));
  measure(`line protocol${suffix}`, requestsLines, (body) => parseLineProtocol(body, lineOptions));
}
