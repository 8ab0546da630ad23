import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type ListProjectsResponse,
  type ProblemDocument,
  listProjectsResponse,
  projectDetail,
  type ProjectDetail,
} from '@os-credits/contracts';
import { createTestDatabase, fixedClock, type TestDatabase } from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import { startTestApp, type Credentials, type TestApp } from '../../../test/test-app.js';
import { AccessTokens } from '../auth/index.js';

const NOW = '2026-11-22T13:30:00.000Z';
const STRANGE_NAME = 'Über "alles" / 100% & mehr?';

describe('who may see which project', () => {
  let database: TestDatabase;
  let app: TestApp;
  let accounts: AccountBuilder;
  let lead: Credentials;
  let member: Credentials;
  let staff: Credentials;

  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = new AccountBuilder(database.url);
    app = await startTestApp(database.url, {}, fixedClock(NOW));
    for (const name of ['alpha', 'beta', STRANGE_NAME]) await accounts.project(name);
    await accounts.project('gamma', 'unverified');
    await accounts.project('old', 'inactive');
    lead = await app.signIn({ leads: ['alpha', 'gamma', STRANGE_NAME, 'old'] });
    member = await app.signIn({ memberOf: ['beta'] });
    staff = await app.signIn({ staffRole: 'viewer', leads: ['beta'] });
  });
  afterAll(async () => {
    await app.close();
    await accounts.close();
    await database.drop();
  });

  const rowsOf = async (as: Credentials, query = ''): Promise<ListProjectsResponse['items']> => {
    const answer = await app.get<ListProjectsResponse>(`/api/projects${query}`, as);
    expect(answer.status).toBe(200);
    return listProjectsResponse.parse(answer.body).items;
  };

  it('lists to leads and members what is theirs and verified', async () => {
    expect((await rowsOf(lead)).map(({ name, role }) => [name, role]).sort()).toEqual(
      [
        ['alpha', 'lead'],
        ['old', 'lead'],
        [STRANGE_NAME, 'lead'],
      ].sort(),
    );
    expect((await rowsOf(member)).map(({ name, role }) => [name, role])).toEqual([
      ['beta', 'member'],
    ]);
  });

  it('lists everything to staff, who are leads where they are', async () => {
    const rows = await rowsOf(staff);
    expect(rows.map(({ name }) => name).sort()).toEqual(
      ['alpha', 'beta', 'gamma', 'old', STRANGE_NAME].sort(),
    );
    expect(rows.find(({ name }) => name === 'beta')?.role).toBe('lead');
    expect(rows.find(({ name }) => name === 'gamma')).toMatchObject({
      role: 'staff',
      status: 'unverified',
    });
  });

  it('searches without taking the text for a pattern', async () => {
    expect((await rowsOf(staff, '?search=100%25')).map(({ name }) => name)).toEqual([STRANGE_NAME]);
    expect((await rowsOf(staff, '?search=_')).map(({ name }) => name)).toEqual([]);
    expect((await rowsOf(staff, '?status=inactive')).map(({ name }) => name)).toEqual(['old']);
  });

  const paths = [
    '',
    '/balance',
    '/history?from=2026-11-01&to=2026-11-02',
    '/ledger',
    '/ledger?group=day',
    '/charges/1.2026112213.1',
  ];

  it.each(paths)(
    'answers %p of a project that is not theirs as if there were none',
    async (path) => {
      for (const name of ['beta', 'gamma', 'nowhere']) {
        const answer = await app.get<ProblemDocument>(`/api/projects/${name}${path}`, lead);
        expect([answer.status, answer.body.code]).toEqual([404, 'project-not-found']);
        expect(answer.body.detail).toBe(`There is no project "${name}" that you may see.`);
      }
    },
  );

  it('opens names with spaces, quotes, umlauts and slashes', async () => {
    const answer = await app.get<ProjectDetail>(
      `/api/projects/${encodeURIComponent(STRANGE_NAME)}`,
      lead,
    );
    expect(answer.status).toBe(200);
    expect(projectDetail.parse(answer.body).name).toBe(STRANGE_NAME);
    const balance = await app.get(
      `/api/projects/${encodeURIComponent(STRANGE_NAME)}/balance`,
      lead,
    );
    expect(balance.body).toMatchObject({ project: STRANGE_NAME, remaining: '0', asOf: null });
  });

  it('takes an API token that may read everything, and no ingest token', async () => {
    const tokens = app.app.get(AccessTokens, { strict: false });
    const api = await tokens.create({
      kind: 'api',
      name: 't',
      createdBy: 'test',
      scopes: ['read:all'],
    });
    const bare = await tokens.create({ kind: 'api', name: 'u', createdBy: 'test' });
    const ingest = await tokens.create({ kind: 'ingest', name: 'v', createdBy: 'test' });
    expect((await rowsOf({ bearer: api.secret })).length).toBe(5);
    expect((await app.get('/api/projects', { bearer: bare.secret })).status).toBe(403);
    expect((await app.get('/api/projects', { bearer: ingest.secret })).status).toBe(401);
    await tokens.revoke('api', api.token.id);
    expect((await app.get('/api/projects', { bearer: api.secret })).status).toBe(401);
  });
});

describe('paging through projects', () => {
  let database: TestDatabase;
  let app: TestApp;
  let accounts: AccountBuilder;
  let staff: Credentials;

  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = new AccountBuilder(database.url);
    app = await startTestApp(database.url, {}, fixedClock(NOW));
    staff = await app.signIn({ staffRole: 'admin' });
    for (let index = 0; index < 23; index += 1) {
      const id = await accounts.project(`project ${String(index).padStart(2, '0')}`);
      // Many have the same share used, and some have no grant at all.
      const granted = index % 3 === 0 ? null : '300';
      if (granted !== null) {
        await accounts.other(id, { kind: 'grant', at: '2026-01-01T00:00:00Z', credits: granted });
      }
      const credits = index % 2 === 0 ? '-100' : '-7';
      await accounts.other(id, { kind: 'adjustment', at: '2026-02-01T00:00:00Z', credits });
    }
  });
  afterAll(async () => {
    await app.close();
    await accounts.close();
    await database.drop();
  });

  it.each(['attention', 'name'] as const)(
    'by %s it shows each project once, in order',
    async (sort) => {
      const whole = await app.get<ListProjectsResponse>(
        `/api/projects?limit=200&sort=${sort}`,
        staff,
      );
      const names: string[] = [];
      let cursor: string | null = null;
      do {
        const query = new URLSearchParams({
          sort,
          limit: '4',
          ...(cursor === null ? {} : { cursor }),
        });
        const page: { body: ListProjectsResponse } = await app.get<ListProjectsResponse>(
          `/api/projects?${query.toString()}`,
          staff,
        );
        names.push(...page.body.items.map(({ name }) => name));
        cursor = page.body.nextCursor;
      } while (cursor !== null);
      expect(names).toEqual(whole.body.items.map(({ name }) => name));
      expect(new Set(names).size).toBe(23);
      if (sort === 'attention') {
        const shares = whole.body.items.map(({ shareUsed }) => shareUsed);
        expect(shares.slice(0, 7)).toEqual(Array(7).fill('0.333333'));
        expect(shares.slice(-8)).toEqual(Array(8).fill(null));
      }
    },
  );

  it('refuses a cursor of another list', async () => {
    const { body } = await app.get<ListProjectsResponse>('/api/projects?limit=2&sort=name', staff);
    const answer = await app.get<ProblemDocument>(
      `/api/projects?cursor=${body.nextCursor ?? ''}`,
      staff,
    );
    expect(answer.body).toMatchObject({
      code: 'invalid-request',
      errors: [{ pointer: '/query/cursor', code: 'unknown-cursor' }],
    });
  });
});
