import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemCodes, problemDocument, type ProblemDocument } from '@os-credits/contracts';
import { createTestDatabase, type TestDatabase } from '@os-credits/testing';
import { startProxy } from '../test/database-proxy.js';
import { startTestApp, type TestApp } from '../test/test-app.js';

/** Everything that anybody may use; a route that is added here was meant to be public. */
const PUBLIC_ROUTES = [
  '/api/auth/callback',
  '/api/auth/login',
  '/api/auth/logout',
  '/api/config',
  '/api/me',
  '/credits_history/:project',
  '/health/live',
  '/health/ready',
  '/metrics',
  '/ping',
  '/problems/:code',
  '/public/creditsweights',
  '/public/startdate',
];

describe('the HTTP process', () => {
  let database: TestDatabase;
  let app: TestApp;

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await startTestApp(database.url);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  it('has an access rule on every route, and only these public ones', () => {
    const routes = app.routes.routes();
    expect(routes.length).toBeGreaterThan(20);
    expect(routes.filter(({ rule }) => rule === null)).toEqual([]);
    const isDocumentation = ({ url }: { url: string }): boolean => url.startsWith('/api/docs');
    const publicUrls = routes
      .filter((route) => route.rule?.kind === 'public' && !isDocumentation(route))
      .map(({ url }) => url);
    expect([...new Set(publicUrls)].sort()).toEqual(PUBLIC_ROUTES);
  });

  it('turns away every other route before it reads a body', async () => {
    const guarded = app.routes
      .routes()
      .filter(({ rule, method }) => rule?.kind !== 'public' && method !== 'HEAD');
    expect(guarded.length).toBeGreaterThan(6);
    for (const { method, url } of guarded) {
      const target = url.replace(/:\w+/g, 'x');
      const answer = await app.get<ProblemDocument>(target, undefined, {
        method,
        ...(method === 'GET'
          ? {}
          : { body: '{"broken', headers: { 'content-type': 'application/json' } }),
      });
      expect([url, answer.status, answer.body.code]).toEqual([url, 401, 'unauthenticated']);
    }
  });

  it('answers pings and health checks', async () => {
    const ping = await app.get('/ping');
    expect([ping.status, ping.body]).toEqual([200, 'Pong']);
    expect(ping.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect((await app.get('/health/live')).body).toEqual({ status: 'live' });
    expect((await app.get('/health/ready')).body).toEqual({
      status: 'ready',
      checks: { database: 'ok' },
    });
  });

  it('shows metrics with timings by route', async () => {
    await app.get('/ping');
    const { headers, body } = await app.get<string>('/metrics');
    expect(headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(body).toMatch(
      /os_credits_http_request_duration_seconds_count\{method="GET",route="\/ping",status="200"\} [1-9]/,
    );
    expect(body).toMatch(/os_credits_rating_backlog_readings 0\n/);
    expect(body).toMatch(/os_credits_database_up 1\n/);
    expect(body).toContain('os_credits_readings_quarantined_total');
  });

  it('describes itself in OpenAPI 3.1, from the contracts', async () => {
    const { body } = await app.get<{
      openapi: string;
      paths: Record<string, { get?: { parameters?: { name: string }[]; responses: object } }>;
    }>('/api/docs-json');
    expect(body.openapi).toBe('3.1.0');
    const list = body.paths['/api/projects']?.get;
    expect(list?.parameters?.map(({ name }) => name).sort()).toEqual(
      ['cursor', 'limit', 'search', 'sort', 'status'].sort(),
    );
    expect(JSON.stringify(list?.responses)).toContain('"nextCursor"');
    expect(Object.keys(body.paths)).toContain('/api/projects/{name}/charges/{id}');
    expect((await app.get('/api/docs')).status).toBe(200);
  });

  it('sends headers that keep foreign scripts and frames out', async () => {
    const { headers } = await app.get('/ping');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['GET', '/nowhere', undefined, 404, 'route-not-found'],
    ['POST', '/ping', undefined, 405, 'method-not-allowed'],
    ['GET', '/api/projects?limit=0', 'staff', 400, 'invalid-request'],
    ['GET', '/api/projects/a/charges/nonsense', 'staff', 400, 'invalid-request'],
    ['GET', '/api/projects/a/charges/1.2026133213.1', 'staff', 404, 'charge-not-found'],
    ['GET', '/api/projects/nobody', 'staff', 404, 'project-not-found'],
    ['GET', '/api/projects/%ff', 'staff', 400, 'invalid-request'],
    ['GET', '/api/projects', undefined, 401, 'unauthenticated'],
  ] as const)('%s %s as %s: %s %s', async (method, target, who, status, code) => {
    const as = who === 'staff' ? await app.signIn({ staffRole: 'viewer' }) : undefined;
    const answer = await app.get(target, as, { method });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const problem = problemDocument.parse(answer.body);
    expect([answer.status, problem.status, problem.code]).toEqual([status, status, code]);
    expect(problem.type).toBe(`/problems/${code}`);
    expect(problem.instance).toBe(answer.headers.get('x-request-id'));
  });

  it('points at what is wrong with a request', async () => {
    const staff = await app.signIn({ staffRole: 'viewer' });
    const answer = await app.get<ProblemDocument>(
      '/api/projects/x/history?from=yesterday&to=2026-01-01&bucket=week',
      staff,
    );
    expect(answer.body.errors?.map(({ pointer }) => pointer)).toEqual([
      '/query/from',
      '/query/bucket',
    ]);
    const long = await app.get<ProblemDocument>(
      '/api/projects/x/history?from=2026-01-01&to=2026-06-01&bucket=hour',
      staff,
    );
    expect(long.body.errors).toEqual([
      {
        pointer: '/query/to',
        code: 'range-too-long',
        detail: 'is more than 62 days after from, the most for hour buckets; take day buckets',
      },
    ]);
  });

  it('says which methods an address takes', async () => {
    const answer = await app.get('/api/projects/x/balance', undefined, { method: 'DELETE' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('has a page for every problem code, and serves it', async () => {
    for (const [code, { status }] of Object.entries(problemCodes)) {
      const file = path.resolve(import.meta.dirname, `../../../docs/problems/${code}.md`);
      const text = await readFile(file, 'utf8');
      expect(text).toMatch(new RegExp(`^# ${code}\\n\\nHTTP status ${status}\\. `));
      expect((await app.get(`/problems/${code}`)).body).toBe(text);
    }
  });
});

describe('a database that is away', () => {
  it('is a 503 with Retry-After, and the process recovers by itself', async () => {
    // given: an application whose database refuses every connection
    const database = await createTestDatabase();
    const proxy = await startProxy(database.url);
    const app = await startTestApp(proxy.url);
    const staff = await app.signIn({ staffRole: 'viewer' });
    expect((await app.get('/api/projects', staff)).status).toBe(200);
    // when: connections break
    proxy.isCut = true;
    proxy.cut();
    const answer = await app.get<ProblemDocument>('/api/projects', staff);
    // then
    expect([answer.status, answer.body.code]).toEqual([503, 'database-unavailable']);
    expect(answer.headers.get('retry-after')).toBe('5');
    const ready = await app.get('/health/ready');
    expect([ready.status, ready.body]).toEqual([
      503,
      { status: 'not-ready', checks: { database: 'unreachable' } },
    ]);
    expect((await app.get('/health/live')).status).toBe(200);
    expect((await app.get<string>('/metrics')).body).toMatch(/os_credits_database_up 0\n/);
    proxy.isCut = false;
    expect((await app.get('/api/projects', staff)).status).toBe(200);
    await app.close();
    await proxy.close();
    await database.drop();
  });
});

describe('stopping', () => {
  it('finishes the requests under way and closes the pool', async () => {
    const database = await createTestDatabase();
    const app = await startTestApp(database.url);
    const agent = new http.Agent({ keepAlive: true });
    const server: http.Server = app.app.getHttpServer();
    const allReceived = new Promise<void>((resolve) => {
      let count = 0;
      server.on('request', () => {
        count += 1;
        if (count === 5) resolve();
      });
    });
    const pending = Array.from({ length: 5 }, () => statusOf(`${app.url}/health/ready`, agent));
    await allReceived;
    await app.close();
    expect(await Promise.all(pending)).toEqual([200, 200, 200, 200, 200]);
    agent.destroy();
    await database.drop();
  });
});

function statusOf(url: string, agent: http.Agent): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      })
      .on('error', reject);
  });
}
