import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ReadingsResponse, readingsResponse } from '@os-credits/contracts';
import { IngestionStage } from '../../../test/ingestion-stage.js';

let stage: IngestionStage;

beforeAll(async () => {
  stage = await IngestionStage.open({}, '2026-11-22T05:00:00.000Z');
});
afterAll(() => stage.close());

const reading = (project: string, value: unknown, more: Record<string, unknown> = {}) => ({
  project,
  site: '8676',
  metric: 'project_vcpu_usage',
  at: '2026-11-22T04:00:00Z',
  value,
  ...more,
});

async function post(readings: readonly unknown[]): Promise<ReadingsResponse> {
  const answer = await stage.readings(readings);
  expect(answer.status).toBe(200);
  return readingsResponse.parse(answer.body);
}
const verdictsOf = (response: ReadingsResponse) =>
  response.verdicts.map(({ verdict, reason }) => reason ?? verdict);

describe('each reading gets its own verdict', () => {
  it('within a batch, against those that wait for rating and against stored ones', async () => {
    const late = { at: '2026-11-22T04:30:00.000001+00:00' };
    const first = await post([
      reading('json', '1.50'),
      reading('json', 1.5),
      reading('json', '2'),
      reading('json', '4', late),
      reading('json', 1, { metric: 'node_load1' }),
    ]);
    expect(verdictsOf(first)).toEqual([
      'accepted',
      'duplicate',
      'conflict',
      'accepted',
      'unbilled',
    ]);
    expect(first).toMatchObject({ accepted: 2, duplicate: 1, unbilled: 1, quarantined: 1 });

    const again = [reading('json', '1.5'), reading('json', '9'), reading('json', '4.000', late)];
    const verdicts = ['duplicate', 'conflict', 'duplicate'];
    expect(verdictsOf(await post(again))).toEqual(verdicts);
    expect(await stage.used('json')).toBe('2.5');
    expect(verdictsOf(await post(again))).toEqual(verdicts);
    expect(await stage.used('json')).toBe('2.5');

    const rows = (await stage.quarantine()).filter((row) => row.project_name === 'json');
    expect(rows.map(({ reason, value, position }) => [reason, value, position])).toEqual([
      ['conflict', '2', 2],
      ['conflict', '9', 1],
      ['conflict', '9', 1],
    ]);
    expect(rows[0]).toMatchObject({
      site_name: '8676',
      metric_name: 'project_vcpu_usage',
      at: '2026-11-22T04:00:00.000Z',
      detail: 'another reading of this time has the value 1.5',
    });
  });

  it('with the reason why one is not taken', async () => {
    const response = await post([
      reading('', '1'),
      reading('verdicts', 'many'),
      reading('verdicts', '-1'),
      reading('verdicts', 'NaN'),
      reading('verdicts', '1e999'),
      reading('verdicts', '9'.repeat(401)),
      reading('verdicts', '1', { at: '2026-11-22T04:00:00' }),
      reading('verdicts', '1', { at: '2026-02-30T04:00:00Z' }),
      reading('verdicts', '1', { at: '2026-11-21T24:00:00Z' }),
      reading('verdicts', '1', { at: '2026-11-22T05:10:00.000001Z' }),
      reading('verdicts', '1', { at: '2025-10-18T04:59:59Z' }),
      reading('verdicts', '1', { at: '9999-12-31T23:59:59Z' }),
      reading('verdicts', '1', { at: '0000-01-01T00:00:00Z' }),
      reading('verdicts', '1', { site: undefined }),
      reading('verdicts', '1', { at: '2026-11-22T06:10:00+01:00' }),
      reading('verdicts', '1', { at: '2025-10-18T05:00:00Z' }),
    ]);
    expect(verdictsOf(response)).toEqual([
      'project-missing',
      'bad-value',
      'negative-value',
      'not-a-number',
      'value-out-of-range',
      'value-out-of-range',
      'bad-timestamp',
      'bad-timestamp',
      'bad-timestamp',
      'in-the-future',
      'too-old',
      'in-the-future',
      'too-old',
      'site-missing',
      'accepted',
      'accepted',
    ]);
    expect(await stage.stored('verdicts')).toHaveLength(2);
    const named = (await stage.quarantine()).filter((row) => row.reason.endsWith('-missing'));
    expect(named.slice(-2)).toMatchObject([
      { project_name: null, site_name: '8676', metric_name: 'project_vcpu_usage', value: '1' },
      { project_name: 'verdicts', site_name: null, metric_name: 'project_vcpu_usage', value: '1' },
    ]);
  });

  it('and what PostgreSQL cannot hold is quarantined, not answered with an error', async () => {
    const response = await post([
      reading('nul \0', '1'),
      reading('half \ud83d', '1'),
      reading('x', '1', { site: 'half \udc00' }),
      reading('x', '1', { at: 'half \ud83d\0' }),
      reading('x', `half \ud83d\0`),
      reading(`long ${'🙂'.repeat(2000)}`, '1'),
      reading('y', `1${'0'.repeat(300)}.${'0'.repeat(90)}1`),
    ]);
    expect(verdictsOf(response)).toEqual([
      'project-invalid',
      'project-invalid',
      'site-invalid',
      'bad-timestamp',
      'bad-value',
      'project-invalid',
      'accepted',
    ]);
    expect(await stage.stored('y')).toHaveLength(1);
  });

  it('counts them', async () => {
    const counters = [
      'os_credits_readings_accepted_total{wire="json"}',
      'os_credits_readings_duplicate_total{wire="json"}',
      'os_credits_readings_unbilled_total{wire="json"}',
      'os_credits_readings_quarantined_total{wire="json",reason="conflict"}',
      'os_credits_readings_quarantined_total{wire="json",reason="bad-value"}',
    ];
    const before = await Promise.all(counters.map((one) => stage.metric(one)));
    await post([
      reading('counted', '1'),
      reading('counted', '1.0'),
      reading('counted', '2'),
      reading('counted', 'x'),
      reading('counted', '1', { metric: 'node_load1' }),
    ]);
    const after = await Promise.all(counters.map((one) => stage.metric(one)));
    expect(after.map((count, index) => count - before[index]!)).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('a request', () => {
  it.each([
    ['not JSON', '{"readings":', 'malformed-body', 400],
    ['no readings', '{}', 'invalid-request', 400],
    ['an empty list', '{"readings":[]}', 'invalid-request', 400],
    [
      'a number too large',
      '{"readings":[{"project":"p","metric":"m","at":"t","value":1e999}]}',
      'invalid-request',
      400,
    ],
    ['a prototype', '{"readings":[],"__proto__":{}}', 'malformed-body', 400],
    [
      'more than the body limit',
      JSON.stringify({ readings: ['x'.repeat(1024 * 1024)] }),
      'payload-too-large',
      413,
    ],
  ])('with %s is refused', async (_, body, code, status) => {
    const before = await stage.traces();
    const answer = await stage.send('/api/v1/readings', {
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(await stage.traces()).toBe(before);
  });

  it.each(['text/plain', 'application/x-protobuf', 'application/x-www-form-urlencoded'])(
    'of type %p is refused',
    async (contentType) => {
      const answer = await stage.send('/api/v1/readings', {
        body: JSON.stringify({ readings: [reading('typed', '1')] }),
        headers: { 'content-type': contentType },
      });
      expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    },
  );
});
