import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IngestionStage } from '../../../test/ingestion-stage.js';
import { type Answer, type Credentials } from '../../../test/test-app.js';
import { AccessTokens } from '../auth/index.js';

/**
 * Requests to the original os_credits with the answers it was seen to give (case numbers of that recording),
 * and where ours decides otherwise, why. The counter resets and RAM readings are set up as it had them.
 */
const T0 = Date.parse('2019-01-01T00:00:00Z') / 1000;
const HOUR = 3600;
const JSON_TYPE = { 'content-type': 'application/json' };
let stage: IngestionStage;
let staff: Credentials;

beforeAll(async () => {
  stage = await IngestionStage.open({}, '2019-06-01T00:00:00.000Z');
  await stage.sql.query(
    `update metric set reset_policy = 'high-water', reading_unit = case friendly_name when 'ram' then 'MiB·h' else 'vCPU·h' end,
            reading_factor = case friendly_name when 'ram' then 0.0009765625 else 1 end`,
  );
  const { secret } = await stage.app.app
    .get(AccessTokens)
    .create({ kind: 'api', name: 'portal', createdBy: 'test', scopes: ['read:all'] });
  staff = { bearer: secret };
  for (const name of ['alpha', 'multi', 'nan', 'my-project', '1000g', 'grün', 'my project'])
    await stage.grant(name, '200');
  const cpu = 'project_vcpu_usage';
  await send('alpha', [
    [cpu, '100', 0],
    [cpu, '105', 1],
    [cpu, '105', 2],
    [cpu, '2', 3],
    [cpu, '50', 4],
    [cpu, '106.5', 5],
    ['project_mb_usage', '1000', 5],
    ['project_mb_usage', '11240', 6],
  ]);
  await send('multi', [
    [cpu, '100', 0],
    [cpu, '105', 1],
    [cpu, '1000', 1, '8675'],
    [cpu, '1010', 2, '8675'],
  ]);
  for (const name of ['my-project', '1000g', 'grün', 'my\\ project', '{project_name}', `"it's"`])
    await send(name, [
      [cpu, '1', 0],
      [cpu, '5', 1],
    ]);
  await send('nan', [[cpu, '1', 0]]);
  await stage.rate();
});
afterAll(() => stage.close());

async function send(
  project: string,
  steps: readonly (readonly [metric: string, value: string, hours: number, site?: string])[],
): Promise<void> {
  for (const [metric, value, hours, site = '8676'] of steps) {
    const at = `${T0 + hours * HOUR}000000000`;
    const answer = await stage.lines(
      `${metric},location_id=${site},project_name=${project} value=${value} ${at}`,
    );
    expect(answer.status).toBe(204);
  }
}

function get<Body = string>(
  path: string,
  as: Credentials | undefined = staff,
): Promise<Answer<Body>> {
  return stage.app.get<Body>(path, as);
}

function costs(body: string, path = '/api/costs_per_hour', headers = JSON_TYPE): Promise<Answer> {
  return stage.app.get(path, staff, { method: 'POST', body, headers });
}

/** The text of a number as it came, which a parsed body does not show. */
async function numberText(body: string, path = '/api/costs_per_hour'): Promise<string> {
  const answer = await stage.send(path, {
    body,
    headers: JSON_TYPE,
    token: 'bearer' in staff ? staff.bearer : '',
  });
  expect([answer.status, answer.headers['content-type']]).toEqual([
    200,
    'application/json; charset=utf-8',
  ]);
  return answer.text;
}

const detailOf = ({ body }: Answer): string => (body as { detail: string }).detail;

describe('GET /api/metrics', () => {
  it('G03: by friendly name, with type, description, name', async () => {
    const { body } = await get<Record<string, Record<string, string>>>('/api/metrics');
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

  it('2024: rates by name, in the unit that is reported', async () => {
    const { body } = await get<object>('/compat/v2/api/metrics');
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
    const answer = await costs(body);
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
    const answer = await costs(body);
    expect([answer.status, detailOf(answer)]).toEqual([status, expect.stringContaining(detail)]);
    expect(answer.headers.get('x-evil')).toBeNull();
  });

  it('takes JSON whatever its content type, as curl -d sends it', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await costs('{"cpu":2}', undefined, form)).body).toBe(2);
    expect((await costs('{"cpu":2}', undefined, { 'content-type': 'text/plain' })).body).toBe(2);
  });

  it.each([
    ['{"project_vcpu_usage":16,"project_mb_usage":32768}', '25.6'],
    ['{"project_vcpu_usage":"2"}', '2.0'],
    ['{"project_vcpu_usage":1.5}', '1.5'],
  ])('2024: %s costs %s', async (body, text) => {
    expect(await numberText(body, '/compat/v2/api/costs_per_hour')).toBe(text);
  });

  it.each([
    ['{"project_vcpu_usage":"abc"}', 'Parameter project_vcpu_usage had wrong type.'],
    ['{"project_vcpu_usage":null}', 'Parameter project_vcpu_usage had wrong type.'],
    ['{"project_vcpu_usage":"1,5"}', 'Write decimals with a point'],
    ['{"project_vcpu_usage":"NaN"}', 'Parameter project_vcpu_usage had wrong type.'],
    ['{"project_vcpu_usage":-1}', 'must not be negative'],
  ])('2024: %s is 400, not a server error', async (body, detail) => {
    const answer = await costs(body, '/compat/v2/api/costs_per_hour');
    expect([answer.status, detailOf(answer)]).toEqual([400, expect.stringContaining(detail)]);
  });
});

interface Columns {
  readonly timestamps: readonly string[];
  readonly credits: readonly (string | number)[];
  readonly metrics: readonly string[];
}

describe('GET /api/credits_history/{project}', () => {
  it('G141: whole history, newest first, credits left', async () => {
    const { body } = await get<Columns>('/api/credits_history/alpha');
    expect(body).toEqual({
      timestamps: [
        'timestamps',
        '2019-01-01 06:00:00',
        '2019-01-01 05:00:00',
        '2019-01-01 01:00:00',
      ],
      credits: ['credits', 190.5, 193.5, 195],
      metrics: ['metrics', 'ram', 'cpu', 'cpu'],
    });
  });

  it('prints numbers as the original did', async () => {
    const answer = await stage.send('/api/credits_history/alpha', {
      method: 'GET',
      token: 'bearer' in staff ? staff.bearer : '',
    });
    expect(answer.text).toContain('"credits": ["credits", 190.5, 193.5, 195.0]');
  });

  it('G142, different on purpose: two sites are two counters', async () => {
    const { body } = await get<Columns>('/api/credits_history/multi');
    expect(body.credits).toEqual(['credits', 185, 195]);
  });

  it.each([
    ['G143: start_date is inclusive', 'start_date=2019-01-01%2005%3A00%3A00', ['ram', 'cpu']],
    ['G144: start_date one second later', 'start_date=2019-01-01%2005%3A00%3A01', ['ram']],
    ['G145: end_date is inclusive', 'end_date=2019-01-01%2001%3A00%3A00', ['cpu']],
    ['G156: start_date with + for the space', 'start_date=2019-01-01+05:00:00', ['ram', 'cpu']],
  ])('%s', async (_, query, metrics) => {
    const { body } = await get<Columns>(`/api/credits_history/alpha?${query}`);
    expect(body.metrics).toEqual(['metrics', ...metrics]);
  });

  it('G147: range without entries of a known project is 204', async () => {
    const answer = await get('/api/credits_history/alpha?start_date=2030-01-01%2000%3A00%3A00');
    expect([answer.status, answer.body]).toEqual([204, '']);
  });

  it.each([
    ['G149: unknown project', 'ghost', 'project-not-found'],
    ['G150: project without a billing yet', 'nan', 'charge-not-found'],
    ['G151, different on purpose: only the beginning of a known name', 'alp', 'project-not-found'],
    [
      'G163, different on purpose: an injection is a name',
      'alpha%22%3B%20DROP%20DATABASE%20usage',
      'project-not-found',
    ],
  ])('%s is 404', async (_, project, code) => {
    const answer = await get<{ code: string }>(`/api/credits_history/${project}`);
    expect([answer.status, answer.body.code]).toEqual([404, code]);
  });

  const older = '``start_date`` must be older than ``end_date``.';
  it.each([
    [
      'G152: start after end',
      'start_date=2019-02-01%2000:00:00&end_date=2019-01-01%2000:00:00',
      older,
    ],
    [
      'G153: start equals end',
      'start_date=2019-01-01%2001:00:00&end_date=2019-01-01%2001:00:00',
      older,
    ],
    [
      'G154: start_date without time',
      'start_date=2019-01-01',
      'Invalid content for ``start_date``',
    ],
    [
      'G155: start_date ISO with T',
      'start_date=2019-01-01T00:00:00',
      'Invalid content for ``start_date``',
    ],
    ['G157: bad end_date', 'end_date=tomorrow', 'Invalid content for ``end_date``'],
    [
      'G159: both bad: start_date is reported',
      'start_date=x&end_date=y',
      'Invalid content for ``start_date``',
    ],
    [
      'no day of the calendar',
      'end_date=2019-02-30%2000:00:00',
      'Invalid content for ``end_date``',
    ],
  ])('%s is 400', async (_, query, detail) => {
    const answer = await get(`/api/credits_history/alpha?${query}`);
    expect([answer.status, detailOf(answer)]).toEqual([400, expect.stringContaining(detail)]);
  });

  it('G161: blank project name is 400', async () => {
    const answer = await get('/api/credits_history/%20%20');
    expect([answer.status, detailOf(answer)]).toEqual([
      400,
      expect.stringContaining('No non-empty ``project_name`` provided'),
    ]);
  });

  it.each([
    ['G128', 'my-project', 196],
    ['G131', '1000g', 196],
    ['G140', 'gr%C3%BCn', 196],
    ['G162', 'my%20project', 196],
    ['braces', '%7Bproject_name%7D', -4],
    ['quotes', '%22it%27s%22', -4],
  ])('%s, different on purpose: the name %s has a history', async (_, name, left) => {
    const { body } = await get<Columns>(`/api/credits_history/${name}`);
    expect(body.credits).toEqual(['credits', left]);
  });

  it('2024: no labels, credits used, oldest first; an empty range is 404', async () => {
    const { body } = await get<Columns>('/compat/v2/api/credits_history/alpha');
    expect(body).toEqual({
      timestamps: ['2019-01-01 01:00:00', '2019-01-01 05:00:00', '2019-01-01 06:00:00'],
      credits: [5, 6.5, 9.5],
      metrics: ['project_vcpu_usage', 'project_vcpu_usage', 'project_mb_usage'],
    });
    const empty = await get('/compat/v2/api/credits_history/alpha?start_date=2030-01-01+00:00:00');
    expect(empty.status).toBe(404);
  });

  it('counts hours that are open and hours that are posted alike', async () => {
    const before = await get<Columns>('/api/credits_history/alpha');
    expect(await stage.closeHours(new Date())).toBeGreaterThan(0);
    expect((await get<Columns>('/api/credits_history/alpha')).body).toEqual(before.body);
  });
});

describe('GET /secure/granted-credits/', () => {
  it.each(['/secure/granted-credits/', '/secure/granted-credits'])(
    '%s answers the bare number, also after a raise',
    async (path) => {
      await stage.grant(`raised ${path}`, '200');
      const query = `?project_name=${encodeURIComponent(`raised ${path}`)}`;
      const answer = await get(path + query);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        200,
        'text/plain; charset=utf-8',
      ]);
      expect([answer.body, Number(answer.body)]).toEqual(['200.0', 200]);
      await stage.grant(`raised ${path}`, '800.5');
      expect((await get(path + query)).body).toBe('1000.5');
    },
  );

  it('takes the key as X-Api-Key, as the original sends it', async () => {
    const key = 'bearer' in staff ? staff.bearer : '';
    const init = { headers: { 'X-Api-Key': key } };
    const path = '/secure/granted-credits/?project_name=alpha';
    expect((await stage.app.get(path, undefined, init)).body).toBe('200.0');
    const wrong = { headers: { 'X-Api-Key': `${key}x` } };
    expect((await stage.app.get(path, undefined, wrong)).status).toBe(401);
    expect((await stage.app.get(path)).status).toBe(401);
  });

  it.each([
    ['nobody has heard of', '?project_name=ghost', 404],
    ['is not named', '', 400],
    ['is empty', '?project_name=', 400],
  ])('a project that %s%s is %d', async (_, query, status) => {
    expect((await get(`/secure/granted-credits/${query}`)).status).toBe(status);
  });
});

describe('GET /api/current_credits/{project}', () => {
  it.each(['/api', '/compat/v2/api'])('%s: used and granted', async (prefix) => {
    const { body } = await get(`${prefix}/current_credits/alpha`);
    expect(body).toEqual({ current_credits: 9.5, granted_credits: 200 });
    expect((await get(`${prefix}/current_credits/ghost`)).status).toBe(404);
  });
});

describe('GET /credits_history/{project}', () => {
  it('G07, different on purpose: leads into the portal, which asks for sign-in', async () => {
    const name = encodeURIComponent(`grün "it's" {x}/y`);
    const answer = await stage.app.get(`/credits_history/${name}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `/projects/${name}`]);
  });
});

describe('who may see what', () => {
  const paths = [
    '/api/current_credits/',
    '/api/credits_history/',
    '/secure/granted-credits/?project_name=',
  ];

  it.each(paths)('%s: members of the project, nobody else', async (path) => {
    const member = await stage.app.signIn({ memberOf: ['alpha'] });
    expect((await get(`${path}alpha`, member)).status).toBe(200);
    expect((await get(`${path}multi`, member)).status).toBe(404);
  });

  it('a token without scopes sees nothing, and an ingest token is none', async () => {
    const { secret } = await stage.app.app
      .get(AccessTokens)
      .create({ kind: 'api', name: 'bare', createdBy: 'test' });
    const refused = [{ bearer: secret }, { bearer: stage.token }] as const;
    const statuses = refused.map(async (as) => (await get('/api/metrics', as)).status);
    expect(await Promise.all(statuses)).toEqual([403, 401]);
  });
});

describe('COMPAT_SHAPE=2024', () => {
  it('turns the plain addresses into the shape of 2024', async () => {
    const other = await IngestionStage.open({ COMPAT_SHAPE: '2024' });
    const lead = await other.app.signIn({ staffRole: 'viewer' });
    const metrics = await other.app.get('/api/metrics', lead);
    expect(metrics.body).toEqual({ project_vcpu_usage: 1, project_mb_usage: 0.3 });
    const body = '{"project_vcpu_usage":16,"project_mb_usage":32}';
    const { csrfToken } = lead;
    const answer = await other.app.get('/api/costs_per_hour', lead, {
      method: 'POST',
      body,
      headers: { ...JSON_TYPE, 'x-csrf-token': csrfToken },
    });
    expect(answer.body).toBe(25.6);
    await other.close();
  });
});
