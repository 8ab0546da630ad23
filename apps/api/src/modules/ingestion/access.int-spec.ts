import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessTokens } from '../auth/index.js';
import { encodeWriteRequestV1 } from '@os-credits/usage-wire';
import { IngestionStage, remoteWriteHeaders, send } from '../../../test/ingestion-stage.js';
import { compressSync } from 'snappy';

const NOW = '2026-11-22T05:00:00.000Z';
const AT = Date.parse('2026-11-22T04:00:00Z');
let stage: IngestionStage;

beforeAll(async () => {
  stage = await IngestionStage.open({}, NOW);
});
afterAll(() => stage.close());

const line = (project: string, site: string, value = '1', at = AT) =>
  `project_vcpu_usage,location_id=${site},project_name=${project} value=${value} ${at}000000`;
const series = (project: string, site: string) => ({
  labels: [
    ['__name__', 'project_vcpu_usage'],
    ['location_id', site],
    ['project_name', project],
  ] as const,
  samples: [{ timeMillis: AT, value: 1 }],
});
const reading = (project: string, site: string) => ({
  project,
  site,
  metric: 'project_vcpu_usage',
  at: '2026-11-22T04:00:00Z',
  value: '1',
});
const basic = (secret: string) => `Basic ${Buffer.from(`anyone:${secret}`).toString('base64')}`;

describe('a token', () => {
  it.each<[string, (secret: string) => [query: string, headers: Record<string, string>]]>([
    ['Bearer', (secret) => ['', { authorization: `Bearer ${secret}` }]],
    ['Token', (secret) => ['', { authorization: `Token ${secret}` }]],
    ['password of Basic', (secret) => ['', { authorization: basic(secret) }]],
    ['p=', (secret) => [`?u=anyone&p=${secret}`, {}]],
  ])('is taken as %s by every endpoint', async (form, present) => {
    const [query, headers] = present(stage.token);
    const project = `form ${form.replace('=', '')}`;
    const requests = [
      ['/write', line(project.replaceAll(' ', '\\ '), '1'), {}],
      ['/api/v2/write', line(project.replaceAll(' ', '\\ '), '2'), {}],
      [
        '/api/v1/write',
        compressSync(Buffer.from(encodeWriteRequestV1([series(project, '3')]))),
        remoteWriteHeaders('1.0'),
      ],
      [
        '/api/v1/readings',
        JSON.stringify({ readings: [reading(project, '4')] }),
        { 'content-type': 'application/json' },
      ],
    ] as const;
    for (const [path, body, extra] of requests) {
      const answer = await stage.send(`${path}${query}`, {
        token: null,
        body,
        headers: { ...extra, ...headers },
      });
      expect([path, answer.status]).toEqual([path, path.endsWith('readings') ? 200 : 204]);
    }
    expect((await stage.stored(project)).map((one) => one.slice(0, 1))).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
  });

  it('that is missing, unknown, expired, revoked or of another kind stores nothing', async () => {
    const tokens = stage.app.app.get(AccessTokens);
    const revoked = await tokens.create({ kind: 'ingest', name: 'r', createdBy: 'test' });
    await tokens.revoke('ingest', revoked.token.id);
    const api = await tokens.create({ kind: 'api', name: 'a', createdBy: 'test', scopes: [] });
    const expired = await stage.tokenFor(null, new Date(NOW));
    const before = await stage.traces();
    for (const token of [null, 'osc_ingest_unknown', revoked.secret, api.secret, expired]) {
      for (const path of ['/write', '/api/v2/write', '/api/v1/write', '/api/v1/readings']) {
        const answer = await send(stage.app.url, path, { token, body: line('none', '1') });
        expect([path, answer.status]).toEqual([path, 401]);
        expect(answer.headers).toHaveProperty('www-authenticate');
      }
    }
    expect(await stage.traces()).toBe(before);
  });
});

describe('a token for one site', () => {
  let token: string;
  beforeAll(async () => {
    token = await stage.tokenFor(['8676']);
  });

  it('stores nothing of other sites and is told so', async () => {
    const before = await stage.traces();
    const bodies = [line('elsewhere', '8675'), line('elsewhere', '8675', 'NaN')];
    for (const body of bodies) {
      const answer = await stage.send('/write', { token, body });
      expect(answer).toMatchObject({ status: 403, body: { code: 'site-not-allowed' } });
      expect(answer.body['detail']).toContain('8675');
    }
    const written = await stage.remoteWrite(
      encodeWriteRequestV1([series('elsewhere', '8675')]),
      '1.0',
      token,
    );
    expect(written.status).toBe(403);
    expect((await stage.readings([reading('elsewhere', '8675')], token)).status).toBe(403);
    expect(await stage.traces()).toBe(before);
  });

  it('keeps what is of its site and quarantines the rest with its place', async () => {
    const before = (await stage.quarantine()).length;
    const body = `${line('mixed', '8676')}\n${line('mixed', '8675')}\n${line('mixed', '8676', '4', AT + 60_000)}`;
    const answer = await stage.send('/write', { token, body });
    expect(answer.status).toBe(400);
    expect(answer.headers['x-influxdb-error']).toContain('2 kept, 1 quarantined; line 2:');
    const written = await stage.remoteWrite(
      encodeWriteRequestV1([series('mixed', '8676'), series('mixed', '8675')]),
      '1.0',
      token,
    );
    expect(written.status).toBe(400);
    const json = await stage.readings([reading('mixed', '8675'), reading('mixed', '8676')], token);
    expect(json).toMatchObject({
      status: 200,
      body: {
        quarantined: 1,
        duplicate: 1,
        verdicts: [
          { index: 0, verdict: 'quarantined', reason: 'site-not-allowed' },
          { index: 1, verdict: 'duplicate' },
        ],
      },
    });
    expect(await stage.used('mixed')).toBe('3');
    const rows = (await stage.quarantine()).slice(before);
    expect(rows.map(({ reason, position, site_name }) => [reason, position, site_name])).toEqual([
      ['site-not-allowed', 2, '8675'],
      ['site-not-allowed', 1, '8675'],
      ['site-not-allowed', 0, '8675'],
    ]);
    expect(rows[0]).toMatchObject({ project_name: 'mixed', value: '1' });
    const [sites] = await stage.sql.query<{ n: number }>(
      `select count(*)::int as n from site where name = '8675'`,
    );
    expect(sites?.n).toBe(0);
  });
});

describe('projects and sites', () => {
  it('an unknown project is created unverified, with an account', async () => {
    await stage.lines(`${line('newcomer', '1')}\n${line('newcomer', '1', '3', AT + 60_000)}`);
    const [project] = await stage.sql.query<{ status: string }>(
      `select status from project where name = 'newcomer'`,
    );
    expect(project?.status).toBe('unverified');
    expect(await stage.used('newcomer')).toBe('2');
  });

  it('the site is the label location_id, else location, else refused', async () => {
    const of = (tags: string) =>
      `project_vcpu_usage,${tags},project_name=sited value=1 ${AT}000000`;
    expect((await stage.lines(of('location=b,location_id=a'))).status).toBe(204);
    expect((await stage.lines(of('location=b'))).status).toBe(204);
    expect((await stage.lines(of('x=1'))).status).toBe(400);
    expect((await stage.stored('sited')).map((one) => one.slice(0, 1))).toEqual(['a', 'b']);
    expect((await stage.quarantine()).at(-1)).toMatchObject({ reason: 'site-missing' });
  });

  it('many requests at once may bring the same new projects in any order', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `together-${index}`);
    const bodies = Array.from({ length: 12 }, (_, turn) =>
      names
        .map((name, index) => line(name, `site-${(index * turn) % 7}`))
        .sort(() => (turn % 2) - 0.5)
        .join('\n'),
    );
    const answers = await Promise.all(bodies.map((body) => stage.lines(body)));
    expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 204));
    const [count] = await stage.sql.query<{ n: number }>(
      `select count(*)::int as n from account join project on id = project_id where name like 'together-%'`,
    );
    expect(count?.n).toBe(40);
  });
});
