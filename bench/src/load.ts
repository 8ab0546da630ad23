import { encodeWriteRequestV1, formatLine } from '@os-credits/usage-wire';
import { compressSync } from 'snappy';

/** The load of the ingest benchmark: what Prometheus sends for a cloud of this size. */
export interface LoadShape {
  readonly projects: number;
  readonly instants: number;
  /** Readings in one request. */
  readonly batchSize: number;
  /** Senders; each owns a part of the series and sends it in order of time, as Prometheus' shards do. */
  readonly shards: number;
}

export interface LoadSeries {
  readonly project: string;
  readonly metric: string;
}

/** Requests ready to be sent, one list per shard. */
export interface EncodedLoad {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly shards: Buffer[][];
}

const METRICS = ['project_vcpu_usage', 'project_mb_usage'];
const INTERVAL_MS = 60_000;

export function seriesOf(shape: LoadShape): LoadSeries[] {
  return METRICS.flatMap((metric) =>
    Array.from({ length: shape.projects }, (_, index) => ({
      project: `project-${String(index).padStart(5, '0')}`,
      metric,
    })),
  );
}

/** Cumulative counter of a series, a double with as many digits as real exporters send. */
export function valueAt(series: number, instant: number): number {
  return ((series * 7919) % 1_000_003) * 1.000037 + (instant * (1 + (series % 64))) / 60;
}

export function instantMillis(startMillis: number, instant: number): number {
  return startMillis + instant * INTERVAL_MS;
}

function labelsOf({ project, metric }: LoadSeries): [string, string][] {
  return [
    ['__name__', metric],
    ['domain_name', 'elixir'],
    ['instance', 'site-a.example.org:8080'],
    ['job', 'project_usages'],
    ['location', 'site-a'],
    ['location_id', '8676'],
    ['project_id', `0f3c${project}8a11`],
    ['project_name', project],
  ];
}

function eachBatch(
  shape: LoadShape,
  instants: readonly number[],
  encode: (series: readonly number[], instant: number) => Buffer,
): Buffer[][] {
  const seriesCount = shape.projects * METRICS.length;
  return Array.from({ length: shape.shards }, (_, shard) => {
    const mine: number[] = [];
    for (let series = shard; series < seriesCount; series += shape.shards) mine.push(series);
    return instants.flatMap((instant) => {
      const requests: Buffer[] = [];
      for (let from = 0; from < mine.length; from += shape.batchSize) {
        requests.push(encode(mine.slice(from, from + shape.batchSize), instant));
      }
      return requests;
    });
  });
}

export function remoteWriteLoad(
  shape: LoadShape,
  startMillis: number,
  instants: readonly number[],
): EncodedLoad {
  const labels = seriesOf(shape).map(labelsOf);
  return {
    path: '/api/v1/write',
    headers: {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    },
    shards: eachBatch(shape, instants, (series, instant) =>
      compressSync(
        Buffer.from(
          encodeWriteRequestV1(
            series.map((one) => ({
              labels: labels[one] ?? [],
              samples: [
                { timeMillis: instantMillis(startMillis, instant), value: valueAt(one, instant) },
              ],
            })),
          ),
        ),
      ),
    ),
  };
}

export function lineProtocolLoad(
  shape: LoadShape,
  startMillis: number,
  instants: readonly number[],
): EncodedLoad {
  const all = seriesOf(shape);
  return {
    path: '/write?precision=ms',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    shards: eachBatch(shape, instants, (series, instant) =>
      Buffer.from(
        series
          .map((index) => {
            const one = all[index] ?? { project: '', metric: '' };
            const [[, measurement], ...tags] = labelsOf(one) as [
              [string, string],
              ...[string, string][],
            ];
            return formatLine({
              measurement,
              tags,
              fields: [['value', String(valueAt(index, instant))]],
              timestamp: String(instantMillis(startMillis, instant)),
            });
          })
          .join('\n'),
      ),
    ),
  };
}
