import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompatStage, detailOf } from '../../../test/compat-stage.js';
import { publishRates } from '../../../test/publish-rates.js';
import { type SqlValue } from '../../platform/database/index.js';

/**
 * Requests to the original os_credits with the answers it was seen to give (case numbers of that recording),
 * and where ours decides otherwise, why.
 */
let compat: CompatStage;

beforeAll(async () => {
  compat = await CompatStage.open();
  await compat.meterAs2019();
});
afterAll(() => compat.close());

/** The number as it is printed, which a parsed body does not show. */
async function numberText(body: string, path = '/api/costs_per_hour'): Promise<string> {
  const [status, type, text] = await compat.text(path, body);
  expect([status, type]).toEqual([200, 'application/json; charset=utf-8']);
  return text;
}

describe('GET /api/metrics', () => {
  it('G03: by friendly name, with type, description, name', async () => {
    const { body } = await compat.get<Record<string, Record<string, string>>>('/api/metrics');
    expect(Object.keys(body)).toEqual(['cpu', 'ram']);
    expect(body['cpu']).toEqual({
      type: 'int',
      description: 'Virtual CPUs times hours, weighted by machine size. Asked in vCPU.',
      name: 'project_vcpu_usage',
      friendly_name: 'cpu',
    });
    expect(body['ram']).toMatchObject({
      type: 'int',
      name: 'project_mb_usage',
      friendly_name: 'ram',
    });
    expect(body['ram']?.['description']).toContain('MiB');
  });

  it.each(['/api/metrics/', '/compat/v2/api/metrics/'])(
    '%s: a slash at the end changes nothing and redirects nowhere',
    async (path) => {
      const without = await compat.get(path.slice(0, -1));
      expect(await compat.get(path)).toMatchObject({ status: 200, body: without.body });
    },
  );

  it('2024: rates by name, in the unit that is reported', async () => {
    const { body } = await compat.get<object>('/compat/v2/api/metrics');
    expect(body).toEqual({ project_vcpu_usage: 1, project_mb_usage: 0.00029296875 });
  });
});

describe('POST /api/costs_per_hour', () => {
  it.each([
    ['16 vCPU, 32 GiB', '{"cpu":16,"ram":32768}', '25.6'],
    ['2 vCPU, 4 GiB', '{"cpu":2,"ram":4096}', '3.2'],
    ['ram rounded away', '{"cpu":1,"ram":1}', '1.0'],
    ['nothing', '{}', '0.0'],
    ['G15 zero', '{"cpu":0,"ram":0}', '0.0'],
    ['G17 ram 1024 MiB', '{"ram":1024}', '0.3'],
    ['G18 ram rounds down to 0', '{"ram":17}', '0.0'],
    ['G19 ram rounds up to .01', '{"ram":18}', '0.01'],
    ['G21 tie 0.225 -> half even', '{"ram":768}', '0.22'],
    ['G22 tie 0.375 -> half even', '{"ram":1280}', '0.38'],
    ['G23 tie 0.525 -> half even', '{"ram":1792}', '0.52'],
    ['G24 rounded per metric, then summed', '{"cpu":1,"ram":768}', '1.22'],
    ['G25 large int', '{"cpu":1000000000000}', '1000000000000.0'],
    ['G38 duplicate key: last wins', '{"cpu":1,"cpu":2}', '2.0'],
  ])('%s: %s costs %s', async (_, body, text) => {
    expect(await numberText(body)).toBe(text);
  });

  it.each([
    ['G27 float spec', '{"cpu":1.5}', 400, 'Parameter cpu had wrong type.'],
    ['G28 integral float spec', '{"cpu":2.0}', 400, 'Parameter cpu had wrong type.'],
    ['text', '{"cpu":"2"}', 400, 'Parameter cpu had wrong type.'],
    ['null spec', '{"cpu":null}', 400, 'Parameter cpu had wrong type.'],
    ['G32 list spec', '{"cpu":[1]}', 400, 'Parameter cpu had wrong type.'],
    ['G35 known and unknown metric', '{"cpu":1,"gpu":1}', 404, 'Unknown measurement `gpu`.'],
    ['G37 key is case-sensitive', '{"CPU":1}', 404, 'Unknown measurement `CPU`.'],
    ['G40 empty body', '', 400, 'Invalid JSON'],
    ['bad JSON', '{"cpu":', 400, 'Invalid JSON'],
    ['G45 NaN literal (it is no JSON)', '{"cpu":NaN}', 400, 'Invalid JSON'],
  ])('%s: %s is refused with %s', async (_, body, status, detail) => {
    const answer = await compat.costs(body);
    expect([answer.status, detailOf(answer)]).toEqual([status, expect.stringContaining(detail)]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it.each([
    ['G16: negative, not computed with', '{"cpu":-4}', 400, 'must not be negative'],
    ['G31: a boolean is no number', '{"cpu":true}', 400, 'Parameter cpu had wrong type.'],
    ['a list is no server error', '[1]', 400, 'send an object'],
    ['G42: nor is a number', '5', 400, 'send an object'],
    ['G44: nor is null', 'null', 400, 'send an object'],
    [
      'G46: nor an injection into the reason line',
      '{"a\\r\\nX-Evil: 1":1}',
      404,
      'Unknown measurement',
    ],
    ['a key of Object.prototype is unknown', '{"__proto__":1}', 404, 'Unknown measurement'],
    ['too many digits', '{"cpu":12345678901234567}', 400, 'too many digits'],
    ['an exponent', '{"cpu":1e3}', 400, 'Parameter cpu had wrong type.'],
  ])('different on purpose, %s: %s', async (_, body, status, detail) => {
    const answer = await compat.costs(body);
    expect([answer.status, detailOf(answer)]).toEqual([status, expect.stringContaining(detail)]);
    expect(answer.headers.get('x-evil')).toBeNull();
  });

  it('takes JSON whatever its content type, as curl -d sends it', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await compat.costs('{"cpu":2}', undefined, form)).body).toBe(2);
    expect(
      (await compat.costs('{"cpu":2}', undefined, { 'content-type': 'text/plain' })).body,
    ).toBe(2);
  });

  it.each([
    ['{"project_vcpu_usage":16,"project_mb_usage":32768}', '25.6'],
    ['{"project_vcpu_usage":"2"}', '2.0'],
    ['{"project_vcpu_usage":1.5}', '1.5'],
    ['{"project_vcpu_usage":1,"project_vcpu_usage":"2.50"}', '2.5'],
    ['{}', '0.0'],
  ])('2024: %s costs %s', async (body, text) => {
    expect(await numberText(body, '/compat/v2/api/costs_per_hour')).toBe(text);
  });

  it.each(['/api/costs_per_hour/', '/compat/v2/api/costs_per_hour/'])(
    '%s: a slash at the end changes nothing',
    async (path) => {
      const [status, , text] = await compat.text(path, '{}');
      expect([status, text]).toEqual([200, '0.0']);
    },
  );

  it.each([
    [
      'G35',
      '{"project_vcpu_usage":1,"project_gpu_usage":1}',
      'Unknown measurement `project_gpu_usage`.',
    ],
    ['friendly names are those of 2019', '{"cpu":1}', 'Unknown measurement `cpu`.'],
  ])('2024, %s: %s is 404', async (_, body, detail) => {
    const answer = await compat.costs(body, '/compat/v2/api/costs_per_hour');
    expect([answer.status, detailOf(answer)]).toEqual([404, expect.stringContaining(detail)]);
  });

  it.each([
    ['{"project_vcpu_usage":"abc"}', 'Parameter project_vcpu_usage had wrong type.'],
    ['{"project_vcpu_usage":null}', 'Parameter project_vcpu_usage had wrong type.'],
    ['{"project_vcpu_usage":"1,5"}', 'Write decimals with a point'],
    ['{"project_vcpu_usage":"NaN"}', 'Parameter project_vcpu_usage had wrong type.'],
    ['{"project_vcpu_usage":-1}', 'must not be negative'],
  ])('2024: %s is 400, not a server error', async (body, detail) => {
    const answer = await compat.costs(body, '/compat/v2/api/costs_per_hour');
    expect([answer.status, detailOf(answer)]).toEqual([400, expect.stringContaining(detail)]);
  });
});

describe('COMPAT_SHAPE=2024, OS_CREDITS_PRECISION=3', () => {
  let newer: CompatStage;
  beforeAll(async () => {
    newer = await CompatStage.open({ COMPAT_SHAPE: '2024', OS_CREDITS_PRECISION: '3' });
  });
  afterAll(() => newer.close());

  it('turns the plain addresses into the shape of 2024', async () => {
    const metrics = await newer.get('/api/metrics');
    expect(metrics.body).toEqual({ project_vcpu_usage: 1, project_mb_usage: 0.3 });
  });

  it.each([
    ['{"project_vcpu_usage":16,"project_mb_usage":32}', '25.6'],
    ['{"project_mb_usage":32768}', '9830.4'],
    ['{"project_vcpu_usage":16,"project_mb_usage":32768}', '9846.4'],
    ['{"project_vcpu_usage":"1.2345"}', '1.234'],
  ])('%s costs %s', async (body, text) => {
    expect((await newer.text('/api/costs_per_hour', body))[2]).toBe(text);
  });

  it('credits_endpoint: other rates, and what they add up to', async () => {
    await publishRates(
      (sql, values) => newer.stage.sql.query(sql, values as SqlValue[]),
      [
        { metric: 'project_vcpu_usage', rate: '1.3' },
        { metric: 'project_mb_usage', rate: '1' },
      ],
    );
    expect((await newer.get('/api/metrics')).body).toEqual({
      project_vcpu_usage: 1.3,
      project_mb_usage: 1,
    });
    const body = '{"project_vcpu_usage":3,"project_mb_usage":2}';
    expect((await newer.text('/api/costs_per_hour', body))[2]).toBe('5.9');
  });
});
