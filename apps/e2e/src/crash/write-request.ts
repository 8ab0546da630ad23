import { gzipSync } from 'node:zlib';
import {
  encodeWriteRequestV1,
  encodeWriteRequestV2,
  formatLine,
  type WrittenSeries,
} from '@os-credits/usage-wire';
import { compressSync } from 'snappy';
import { type NamedReading } from '../stack/ledger-reader.js';

/** The forms in which readings are pushed. */
export const WIRES = {
  remoteWrite: ['remote-write-1', 'remote-write-2'],
  lineProtocol: ['influxdb-1', 'influxdb-1-gzip', 'influxdb-2'],
} as const;
export type Wire = (typeof WIRES)[keyof typeof WIRES][number];

/** A request without its address and token. */
export interface WriteRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Puts readings into one request. */
export function writeRequest(wire: Wire, readings: readonly NamedReading[]): WriteRequest {
  switch (wire) {
    case 'remote-write-1':
      return remoteWrite('application/x-protobuf', '0.1.0', encodeWriteRequestV1(series(readings)));
    case 'remote-write-2':
      return remoteWrite(
        'application/x-protobuf;proto=io.prometheus.write.v2.Request',
        '2.0.0',
        encodeWriteRequestV2(series(readings)),
      );
    case 'influxdb-1':
      return { path: '/write?db=usage&precision=ns', headers: {}, body: lines(readings, 1000n) };
    case 'influxdb-1-gzip':
      return {
        path: '/write?db=usage&precision=u',
        headers: { 'content-encoding': 'gzip' },
        body: gzipSync(lines(readings, 1n)),
      };
    case 'influxdb-2':
      return {
        path: '/api/v2/write?bucket=usage&org=cloud&precision=us',
        headers: {},
        body: lines(readings, 1n),
      };
  }
}

function remoteWrite(contentType: string, version: string, message: Uint8Array): WriteRequest {
  return {
    path: '/api/v1/write',
    headers: {
      'content-type': contentType,
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': version,
    },
    body: compressSync(Buffer.from(message)),
  };
}

/** One series per run of readings that share it, samples by time, labels sorted: as Prometheus sends. */
function series(readings: readonly NamedReading[]): WrittenSeries[] {
  const groups = Map.groupBy(readings, ({ metric, site, project }) =>
    JSON.stringify([metric, site, project]),
  );
  return [...groups.values()].map((group) => ({
    labels: [
      ['__name__', group[0]?.metric ?? ''],
      ['location_id', group[0]?.site ?? ''],
      ['project_name', group[0]?.project ?? ''],
    ],
    samples: group
      .toSorted((a, b) => a.atMicros - b.atMicros)
      .map(({ atMicros, value }) => ({ timeMillis: atMicros / 1000, value: Number(value) })),
  }));
}

function lines(readings: readonly NamedReading[], unitsPerMicro: bigint): Buffer {
  const text = readings.map(({ project, site, metric, atMicros, value }) =>
    formatLine({
      measurement: metric,
      tags: [
        ['location_id', site],
        ['project_name', project],
      ],
      fields: [['value', value]],
      timestamp: BigInt(atMicros) * unitsPerMicro,
    }),
  );
  return Buffer.from(`${text.join('\n')}\n`);
}
