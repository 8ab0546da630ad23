import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  encodeWriteRequestV1,
  encodeWriteRequestV2,
  type WrittenSeries,
} from '@os-credits/usage-wire';
import { compressSync } from 'snappy';
import { IngestionStage, recorded, remoteWriteHeaders } from '../../../test/ingestion-stage.js';

const AT = Date.parse('2026-11-22T04:00:00Z');
const V2_TYPE = 'application/x-protobuf;proto=io.prometheus.write.v2.Request';
let stage: IngestionStage;

beforeAll(async () => {
  stage = await IngestionStage.open(
    { INGEST_DEFAULT_SITE: 'elsewhere' },
    '2026-11-22T05:00:00.000Z',
  );
});
afterAll(() => stage.close());

function cpu(project: string, ...values: (number | 'stale')[]): WrittenSeries {
  return {
    labels: [
      ['__name__', 'project_vcpu_usage'],
      ['location_id', '8676'],
      ['project_name', project],
    ],
    samples: values.map((value, index) => ({ value, timeMillis: AT + index * 60_000 })),
  };
}
const unbilled: WrittenSeries = {
  labels: [['__name__', 'node_load1']],
  samples: [{ value: 1, timeMillis: AT }],
};
const snappy = (message: Uint8Array) => compressSync(Buffer.from(message));

describe('requests recorded from Prometheus 2.42', () => {
  it('are taken once though one was sent again, on both addresses', async () => {
    const sends = [
      ['remote-write-1-portal.bin', '/api/v1/write'],
      ['remote-write-2-portal-answered-503.bin', '/write'],
      ['remote-write-3-portal-retry-of-2.bin', '/api/v1/write'],
      ['remote-write-4-portal-metadata-only.bin', '/write'],
    ] as const;
    for (const [name, path] of sends) {
      const answer = await stage.send(path, {
        body: recorded(name),
        headers: remoteWriteHeaders('1.0'),
      });
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(answer.headers).not.toHaveProperty('x-prometheus-remote-write-samples-written');
    }
    expect(await stage.stored('MyOSP')).toEqual([
      '8676 cpu 2026-11-22 04:21:15.887+00 334558.4596715383',
      '8676 cpu 2026-11-22 04:21:16.887+00 334558.461348405',
      '8676 ram 2026-11-22 04:21:15.887+00 2229160.842254711',
      '8676 ram 2026-11-22 04:21:16.887+00 2229160.8534338223',
    ]);
    // cpu 0.0016768667 × 1 + ram 0.0111791113 × 0.3
    expect(await stage.used('MyOSP')).toBe('0.00503060009');
    expect(await stage.quarantine()).toEqual([]);
  });

  it('without a label of the site are of the default site', async () => {
    const answer = await stage.send('/api/v1/write', {
      body: recorded('remote-write-5-site-direct-scrape.bin'),
      headers: remoteWriteHeaders('1.0'),
    });
    expect(answer.status).toBe(204);
    expect((await stage.stored('HerOSP')).filter((line) => line.startsWith('elsewhere'))).toEqual([
      'elsewhere cpu 2026-11-22 04:21:15.887+00 891717.6702349334',
      'elsewhere ram 2026-11-22 04:21:15.887+00 2675153.01070476',
    ]);
  });

  it('with stale markers only count them', async () => {
    const counter = 'os_credits_samples_ignored_total{wire="remote-write-1.0",kind="stale-marker"}';
    const before = await stage.metric(counter);
    const answer = await stage.send('/api/v1/write', {
      body: recorded('remote-write-6-site-stale-markers.bin'),
      headers: remoteWriteHeaders('1.0'),
    });
    expect(answer.status).toBe(204);
    expect((await stage.metric(counter)) - before).toBe(8);
  });
});

describe('which message a request holds', () => {
  const message = { '1.0': encodeWriteRequestV1, '2.0': encodeWriteRequestV2 };
  it.each([
    ['application/x-protobuf', '1.0'],
    ['application/x-protobuf;proto=prometheus.WriteRequest', '1.0'],
    ['Application/X-Protobuf; proto="prometheus.WriteRequest"; q=1', '1.0'],
    [V2_TYPE, '2.0'],
    ['application/x-protobuf; proto=io.prometheus.write.v2.Request', '2.0'],
  ] as const)('%p → %p', async (contentType, version) => {
    const project = `proto-${Buffer.from(contentType).toString('hex').slice(-24)}`;
    for (const path of ['/api/v1/write', '/write']) {
      const answer = await stage.send(path, {
        body: snappy(message[version]([cpu(project, 1, 4)])),
        headers: { 'content-encoding': 'snappy', 'content-type': contentType },
      });
      expect(answer.status).toBe(204);
    }
    expect(await stage.used(project)).toBe('3');
  });

  it.each([
    [{ 'content-type': 'application/json', 'content-encoding': 'snappy' }],
    [{ 'content-type': '', 'content-encoding': 'snappy' }],
    [{ 'content-encoding': 'snappy' }],
    [{ 'content-type': 'application/x-protobuf;proto=foo.Bar', 'content-encoding': 'snappy' }],
    [{ 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' }],
    [{ 'content-type': V2_TYPE, 'content-encoding': 'zstd' }],
    [{ 'content-type': 'application/x-protobuf' }],
  ])('is refused for %j', async (headers) => {
    const before = await stage.traces();
    const answer = await stage.send('/api/v1/write', {
      body: snappy(encodeWriteRequestV1([cpu('refused', 1)])),
      headers: headers,
    });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    expect(await stage.traces()).toBe(before);
  });

  it.each([
    ['no snappy', Buffer.from('hello')],
    ['empty', Buffer.alloc(0)],
    ['cut snappy', snappy(encodeWriteRequestV1([cpu('cut', 1)])).subarray(0, 20)],
    ['no protobuf', snappy(Buffer.from('hello, this is no protobuf'))],
    ['cut protobuf', snappy(encodeWriteRequestV1([cpu('cut', 1)]).subarray(0, 30))],
  ])('%s is answered with 400 and an excerpt is kept', async (_, body) => {
    const before = (await stage.quarantine()).length;
    const answer = await stage.send('/api/v1/write', { body, headers: remoteWriteHeaders('2.0') });
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed-body' } });
    expect(answer.headers['x-prometheus-remote-write-samples-written']).toBe('0');
    const rows = (await stage.quarantine()).slice(before);
    expect(rows.map(({ reason, raw }) => [reason, raw])).toEqual([
      ['malformed-body', `hex ${Buffer.from(body).toString('hex')}`],
    ]);
    expect(await stage.stored('cut')).toEqual([]);
  });
});

describe('remote_write 2.0', () => {
  it('is told how much was written, and not that what nobody bills was lost', async () => {
    const series = [
      cpu('v2', 1, 'stale', 4),
      unbilled,
      { ...unbilled, histograms: 2, exemplars: 1 },
    ];
    const answer = await stage.remoteWrite(encodeWriteRequestV2(series), '2.0');
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'x-prometheus-remote-write-samples-written': '5',
      'x-prometheus-remote-write-histograms-written': '0',
      'x-prometheus-remote-write-exemplars-written': '0',
    });
    expect(await stage.used('v2')).toBe('3');
  });

  it('keeps the good samples of a batch with bad ones and answers 400', async () => {
    const series = [cpu('v2-partial', 1, NaN, -2, 4), cpu('v2-other', 5)];
    const answer = await stage.remoteWrite(encodeWriteRequestV2(series), '2.0');
    expect(answer).toMatchObject({ status: 400, body: { code: 'readings-quarantined' } });
    expect(answer.headers['x-prometheus-remote-write-samples-written']).toBe('3');
    expect(answer.body['detail']).toMatch(/partial write: 3 kept, 2 quarantined; series 0: NaN/);
    expect(await stage.used('v2-partial')).toBe('3');
    const rows = (await stage.quarantine()).filter((row) => row.project_name === 'v2-partial');
    expect(rows.map((row) => [row.reason, row.position, row.raw])).toEqual([
      ['not-a-number', 0, expect.stringContaining(`project_name="v2-partial"} NaN ${AT + 60_000}`)],
      ['negative-value', 0, expect.stringContaining(`} -2 ${AT + 120_000}`)],
    ]);
  });
});

describe('remote_write 1.0', () => {
  it('keeps the good samples of a batch with bad ones and answers 400, so that it is not sent again', async () => {
    const repeated: WrittenSeries = {
      labels: [...cpu('v1-partial').labels, ['project_name', 'again']],
      samples: [{ value: 1, timeMillis: AT }],
    };
    const answer = await stage.remoteWrite(
      encodeWriteRequestV1([repeated, cpu('v1-partial', 1, 4)]),
    );
    expect(answer).toMatchObject({ status: 400, body: { code: 'readings-quarantined' } });
    expect(await stage.used('v1-partial')).toBe('3');
    expect((await stage.quarantine()).at(-1)).toMatchObject({
      reason: 'duplicate-label',
      position: 0,
      wire: 'remote-write-1.0',
    });
  });

  it('takes labels in any order', async () => {
    const { labels, samples } = cpu('unsorted', 1, 4);
    const answer = await stage.remoteWrite(
      encodeWriteRequestV1([{ labels: [...labels].reverse(), samples }]),
    );
    expect(answer.status).toBe(204);
    expect(await stage.used('unsorted')).toBe('3');
  });

  it('counts histograms and what nobody bills, and stores neither', async () => {
    const ignored = 'os_credits_samples_ignored_total{wire="remote-write-1.0",kind="histogram"}';
    const dropped = 'os_credits_readings_unbilled_total{wire="remote-write-1.0"}';
    const before = [await stage.metric(ignored), await stage.metric(dropped), await stage.traces()];
    const histogram = { ...cpu('histogram'), histograms: 3 };
    const answer = await stage.remoteWrite(encodeWriteRequestV1([histogram, unbilled, unbilled]));
    expect(answer.status).toBe(204);
    expect([
      await stage.metric(ignored),
      await stage.metric(dropped),
      await stage.traces(),
    ]).toEqual([before[0]! + 3, before[1]! + 2, before[2]]);
  });
});
