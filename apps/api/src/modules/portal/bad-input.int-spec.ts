import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ProblemDocument } from '@os-credits/contracts';
import { createTestDatabase, fixedClock, type TestDatabase } from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import { expectRefusal } from '../../../test/expect-refusal.js';
import { startTestApp, type Credentials, type TestApp } from '../../../test/test-app.js';

let database: TestDatabase;
let accounts: AccountBuilder;
let app: TestApp;
let lead: Credentials;
let staff: Credentials;

beforeAll(async () => {
  database = await createTestDatabase();
  accounts = new AccountBuilder(database.url);
  app = await startTestApp(database.url, {}, fixedClock('2026-11-22T13:30:00.000Z'));
  lead = await app.signIn({ leads: ['alpha'] });
  staff = await app.signIn({ staffRole: 'viewer' });
  const id = await accounts.project('alpha');
  await accounts.other(id, { kind: 'grant', at: '2026-11-01T00:00:00Z', credits: '100' });
  await accounts.project('secret');
});
afterAll(async () => {
  await app.close();
  await accounts.close();
  await database.drop();
});

/** These pages write nothing. */
const state = () => accounts.sql('select count(*) from audit_event', []);

const TIMES = [
  '',
  'soon',
  '1,5',
  'NaN',
  '2026-02-30',
  '2026-11-22T13:00:00',
  '22.11.2026',
  '0000-01-01',
  '9999-12-31T23:59:59-14:00',
  '1e400',
  '2026-11-22%00',
];
const NUMBERS = ['0', '-1', '1.5', '1,5', 'NaN', 'Infinity', '1e400', '501', 'x'];
const CURSORS = [
  '',
  'AAAA',
  '%25',
  '%00',
  'x'.repeat(513),
  'WyJlbnRyeSIsIjAwMDAtMDEtMDFUMDA6MDA6MDBaIiwxLCIxIiwxXQ',
];

describe.each([
  ['/api/projects/alpha/balance', ['at'], false],
  ['/api/projects/alpha/ledger', ['from', 'to'], true],
  ['/api/projects/alpha/statement', ['from', 'to'], false],
  ['/api/projects/alpha/history?bucket=day&from=2026-11-01&to=2026-11-02', ['from', 'to'], false],
  ['/api/audit', ['from', 'to'], true],
] as [string, string[], boolean][])('%s', (address, times, isPaged) => {
  const [path = '', query = ''] = address.split('?');
  const person = () => (path === '/api/audit' ? staff : lead);
  const get = (name: string, value: string) => {
    const others = query.split('&').filter((one) => one !== '' && !one.startsWith(`${name}=`));
    return app.get(`${path}?${[...others, `${name}=${value}`].join('&')}`, person());
  };

  it.each(times.flatMap((name) => TIMES.map((value) => [name, value])))(
    'is refused with %s=%s',
    async (name, value) => {
      await expectRefusal(() => get(name, value), `/query/${name}`, state);
    },
  );

  if (isPaged) {
    it.each([
      ...NUMBERS.map((value) => ['limit', value]),
      ...CURSORS.map((value) => ['cursor', value]),
    ])('is refused with %s=%.40s', async (name, value) => {
      await expectRefusal(() => get(name, value), `/query/${name}`, state);
    });
  }
});

describe('a statement', () => {
  it.each([
    ['format=xlsx', '/query/format'],
    ['language=fr', '/query/language'],
    ['detail=hour', '/query/detail'],
    ['from=2026-11-02&to=2026-11-01', '/query/to'],
    ['from=2026-11-02&to=2026-11-02', '/query/to'],
    ['from=2026-11-02&from=2026-11-03', '/query/from'],
  ])('is refused with %s', async (query, pointer) => {
    const path = `/api/projects/alpha/statement?${query}`;
    await expectRefusal(() => app.get(path, lead), pointer, state);
  });

  it.each(['balance', 'ledger', 'statement', 'statement?format=pdf', 'completeness'])(
    'and its numbers are nobody else’s: %s',
    async (page) => {
      for (const name of [
        'secret',
        'nobody knows it',
        'ALPHA',
        'alpha ',
        "a'; drop table project; --",
      ]) {
        const path = `/api/projects/${encodeURIComponent(name)}/${page}`;
        const { status, body } = await app.get<ProblemDocument>(path, lead);
        expect([name, status, body.code]).toEqual([name, 404, 'project-not-found']);
      }
      const stranger = await app.get<ProblemDocument>(`/api/projects/alpha/${page}`);
      expect([stranger.status, stranger.body.code]).toEqual([401, 'unauthenticated']);
      for (const name of ['%00', 'a%00', 'x'.repeat(257)]) {
        await expectRefusal(
          () => app.get(`/api/projects/${name}/${page}`, lead),
          '/path/name',
          state,
        );
      }
    },
  );
});

it.each([
  '1',
  'x',
  '1.2.3',
  '1.9999999999.1',
  '1.0000010100.1',
  '99999999999.2026112213.1',
  '1,5',
  '%00',
])('a charge %j is refused or not found', async (id) => {
  const { status, body } = await app.get<ProblemDocument>(
    `/api/projects/alpha/charges/${id}`,
    lead,
  );
  expect([400, 404]).toContain(status);
  expect(['invalid-request', 'charge-not-found']).toContain(body.code);
});

it.each([
  ['sort=weather', '/query/sort'],
  ['status=gone', '/query/status'],
  ['limit=201', '/query/limit'],
  ['limit=1,5', '/query/limit'],
  ['cursor=AAAA', '/query/cursor'],
  ['search=a%00', '/query/search'],
])('the list of projects is refused with %s', async (query, pointer) => {
  await expectRefusal(() => app.get(`/api/projects?${query}`, staff), pointer, state);
});
