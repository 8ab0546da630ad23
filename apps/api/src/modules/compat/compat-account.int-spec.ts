import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ProblemDocument } from '@os-credits/contracts';
import { CompatStage, JSON_TYPE } from '../../../test/compat-stage.js';
import { type Credentials } from '../../../test/test-app.js';
import { AccessTokens } from '../auth/index.js';

/**
 * Accounts as clients of os_credits ask for them, and who may. Case numbers are those of the recording of
 * the original.
 */
const CPU = 'project_vcpu_usage';
/** Names as they are, and as line protocol writes them. */
const NAMES = [
  ['my-project', 'my-project'],
  ['1000g', '1000g'],
  ['grün', 'grün'],
  ['my project', 'my\\ project'],
  [`"it's"`, `"it's"`],
  ['{project_name}', '{project_name}'],
  ['a,b=c', 'a\\,b\\=c'],
  ['100% + more?', '100%\\ +\\ more?'],
  ['a/b#c', 'a/b#c'],
  ['東京 🚀', '東京\\ 🚀'],
  ['ends with/', 'ends\\ with/'],
] as const;
let compat: CompatStage;

beforeAll(async () => {
  compat = await CompatStage.open();
  for (const [name, written] of [...NAMES, ['beta', 'beta'] as const]) {
    await compat.stage.grant(name, '200');
    await compat.send(written, [
      [CPU, '1', 0],
      [CPU, '5', 1],
    ]);
  }
  await compat.send('nobody-knows', [[CPU, '1', 0]]);
  await compat.stage.rate();
});
afterAll(() => compat.close());

const code = async (path: string): Promise<[status: number, code: string]> => {
  const { status, body } = await compat.get<ProblemDocument>(path);
  return [status, body.code];
};

describe('GET /secure/granted-credits/', () => {
  it.each(['/secure/granted-credits/', '/secure/granted-credits'])(
    '%s answers the bare number, also after a raise',
    async (path) => {
      const name = `raised ${path}`;
      await compat.stage.grant(name, '200');
      const url = `${path}?project_name=${encodeURIComponent(name)}`;
      expect(await compat.text(url)).toEqual([200, 'text/plain; charset=utf-8', '200.0']);
      await compat.stage.grant(name, '800.5');
      expect((await compat.text(url))[2]).toBe('1000.5');
    },
  );

  it('takes the key as X-Api-Key, as the original sends it', async () => {
    const path = '/secure/granted-credits/?project_name=beta';
    const statusWith = async (headers: Record<string, string>): Promise<number> =>
      (await compat.stage.app.get(path, undefined, { headers })).status;
    expect(await statusWith({ 'X-Api-Key': compat.key })).toBe(200);
    expect(await statusWith({ 'X-Api-Key': `${compat.key}x` })).toBe(401);
    expect(await statusWith({})).toBe(401);
  });

  it.each([
    ['nobody has heard of', '?project_name=ghost', [404, 'project-not-found']],
    ['is not named', '', [400, 'invalid-request']],
    ['is empty', '?project_name=', [400, 'invalid-request']],
    ['is named twice', '?project_name=beta&project_name=grün', [400, 'invalid-request']],
  ])('a project that %s%s is %j', async (_, query, expected) => {
    expect(await code(`/secure/granted-credits/${query}`)).toEqual(expected);
  });
});

describe('GET /api/current_credits/{project}', () => {
  it.each(['/api', '/compat/v2/api'])('%s: used and granted, as numbers', async (prefix) => {
    expect(await compat.text(`${prefix}/current_credits/beta`)).toEqual([
      200,
      'application/json; charset=utf-8',
      '{"current_credits": 4.0, "granted_credits": 200.0}',
    ]);
    expect(await code(`${prefix}/current_credits/ghost`)).toEqual([404, 'project-not-found']);
  });

  it.each([
    ['G66: nothing granted', 'nobody-knows', { current_credits: 0, granted_credits: 0 }],
    ['only the beginning of a name', 'bet', undefined],
  ])('%s', async (_, project, expected) => {
    const { status, body } = await compat.get(`/api/current_credits/${project}`);
    expect(status === 200 ? body : undefined).toEqual(expected);
  });
});

const names = NAMES.map(([name]) => name);
describe.each(names)(
  'G128, G131, G140, G162, different on purpose: %s works everywhere',
  (name) => {
    const encoded = encodeURIComponent(name);

    it.each([
      ['/secure/granted-credits/?project_name=', '200.0'],
      ['/api/current_credits/', { current_credits: 4, granted_credits: 200 }],
      ['/compat/v2/api/current_credits/', { current_credits: 4, granted_credits: 200 }],
      ['/api/credits_history/', { credits: ['credits', 196], metrics: ['metrics', 'cpu'] }],
      ['/compat/v2/api/credits_history/', { credits: [4], metrics: [CPU] }],
    ])('%s', async (path, expected) => {
      const { body } = await compat.get(path + encoded);
      if (typeof expected === 'string') expect(body).toBe(expected);
      else expect(body).toMatchObject(expected);
    });

    it('G07: its chart page leads into the portal, which asks for sign-in', async () => {
      const answer = await compat.stage.app.get(`/credits_history/${encoded}`);
      expect([answer.status, answer.headers.get('location')]).toEqual([
        302,
        `/projects/${encoded}`,
      ]);
    });
  },
);

it('a form writes the space of a name as +', async () => {
  const { body } = await compat.get('/secure/granted-credits/?project_name=my+project');
  expect(body).toBe('200.0');
});

describe('who may see what', () => {
  const paths = [
    '/api/current_credits/',
    '/compat/v2/api/current_credits/',
    '/api/credits_history/',
    '/compat/v2/api/credits_history/',
    '/secure/granted-credits/?project_name=',
  ];

  it.each(paths)('%s: people of the project and staff, nobody else', async (path) => {
    const [lead, member, viewer, other] = await Promise.all([
      compat.stage.app.signIn({ leads: ['beta'] }),
      compat.stage.app.signIn({ memberOf: ['beta'] }),
      compat.stage.app.signIn({ staffRole: 'viewer' }),
      compat.stage.app.signIn({ memberOf: ['grün'] }),
    ]);
    const statuses = [lead, member, viewer, other].map(
      async (as) => (await compat.get(`${path}beta`, as)).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 404]);
    expect((await compat.stage.app.get(`${path}beta`)).status).toBe(401);
  });

  it.each(paths)('%s: a project that nobody knows is for staff alone', async (path) => {
    const member = await compat.stage.app.signIn({ memberOf: ['nobody-knows'] });
    const { status, body } = await compat.get<ProblemDocument>(`${path}nobody-knows`, member);
    expect([status, body.code]).toEqual([404, 'project-not-found']);
  });

  it('a token without scopes sees nothing, and an ingest token is none', async () => {
    const { secret } = await compat.stage.app.app
      .get(AccessTokens)
      .create({ kind: 'api', name: 'bare', createdBy: 'test' });
    const refused = [{ bearer: secret }, { bearer: compat.stage.token }] as const;
    const statuses = refused.map(async (as) => (await compat.get('/api/metrics', as)).status);
    expect(await Promise.all(statuses)).toEqual([403, 401]);
  });

  it('a session asks for costs with its token against forged requests', async () => {
    const member = await compat.stage.app.signIn({ memberOf: ['beta'] });
    const ask = async (headers: Record<string, string>): Promise<number> => {
      const init = { method: 'POST', body: '{"cpu":2}', headers: { ...JSON_TYPE, ...headers } };
      return (await compat.stage.app.get('/api/costs_per_hour', member, init)).status;
    };
    expect(await ask({ 'x-csrf-token': member.csrfToken })).toBe(200);
    expect(await ask({})).toBe(403);
  });
});

describe('every address', () => {
  const reads = [
    '/secure/granted-credits/?project_name=beta',
    '/api/metrics',
    '/api/credits_history/beta',
    '/api/current_credits/beta',
    '/compat/v2/api/metrics',
    '/compat/v2/api/credits_history/beta',
    '/compat/v2/api/current_credits/beta',
    '/credits_history/beta',
    '/public/creditsweights/',
    '/public/startdate/',
  ];
  const ask = (path: string, method: string, as: Credentials | undefined = compat.portal) =>
    compat.stage.app.get<ProblemDocument | string>(path, as, { method });

  it.each(reads)('%s answers HEAD like GET, without a body', async (path) => {
    const [get, head] = await Promise.all([ask(path, 'GET'), ask(path, 'HEAD')]);
    expect([head.status, head.headers.get('content-type'), head.headers.get('location')]).toEqual([
      get.status,
      get.headers.get('content-type'),
      get.headers.get('location'),
    ]);
    expect(get.status).toBeLessThan(400);
    expect(head.body).toBe('');
  });

  it.each([
    ...reads.map((path) => [path, 'POST', 'GET, HEAD'] as const),
    ['/api/costs_per_hour', 'GET', 'POST'] as const,
    ['/compat/v2/api/costs_per_hour', 'PUT', 'POST'] as const,
  ])('%s says to %s that it takes %s', async (path, method, allowed) => {
    const answer = await ask(path, method);
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allowed]);
    expect(answer.body).toMatchObject({ code: 'method-not-allowed' });
  });

  it.each(reads)('%s takes a slash at its end and none, without a redirect', async (path) => {
    const [address = '', query] = path.split('?');
    const other = address.endsWith('/') ? address.slice(0, -1) : `${address}/`;
    const [as, instead] = await Promise.all([
      ask(path, 'GET'),
      ask(query === undefined ? other : `${other}?${query}`, 'GET'),
    ]);
    expect([instead.status, instead.headers.get('location'), instead.body]).toEqual([
      as.status,
      as.headers.get('location'),
      as.body,
    ]);
  });

  it.each(['%FF', 'gr%FCn', '%C3'])('a name that is no UTF-8 (%s) is a clear 400', async (name) => {
    for (const path of ['/api/credits_history/', '/api/current_credits/', '/credits_history/']) {
      const { status, body } = await compat.get<ProblemDocument>(path + name);
      expect([status, body.code]).toEqual([400, 'invalid-request']);
      expect(body.detail).toContain('UTF-8');
    }
  });
});

describe('what the original answered besides', () => {
  it.each([
    ['G02: ping with another method', 'POST', '/ping', 405, 'method-not-allowed'],
    ['G08: unknown path', 'GET', '/nope', 404, 'route-not-found'],
    ['G125: write with another method', 'GET', '/write', 405, 'method-not-allowed'],
  ])('%s', async (_, method, path, status, problem) => {
    const answer = await compat.stage.app.get<ProblemDocument>(path, compat.portal, { method });
    expect([answer.status, answer.body.code]).toEqual([status, problem]);
  });

  it.each([
    ['G04 to G06, G166: queue, workers and uptime are in /metrics', 'GET', '/stats?verbose=true'],
    ['G10, G11: nobody reconfigures logging over the network', 'POST', '/logconfig'],
  ])('different on purpose, %s', async (_, method, path) => {
    const answer = await compat.stage.app.get(path, compat.portal, { method });
    expect(answer.status).toBe(404);
  });
});
