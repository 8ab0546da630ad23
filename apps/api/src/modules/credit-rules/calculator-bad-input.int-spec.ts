import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ProblemDocument } from '@os-credits/contracts';
import { createTestDatabase, fixedClock, type TestDatabase } from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import { BAD_DECIMALS, BAD_TEXTS } from '../../../test/bad-values.js';
import { expectRefusal } from '../../../test/expect-refusal.js';
import { sendJson } from '../../../test/rules-client.js';
import {
  startTestApp,
  type Answer,
  type Credentials,
  type TestApp,
} from '../../../test/test-app.js';

let database: TestDatabase;
let accounts: AccountBuilder;
let app: TestApp;
let lead: Credentials;

beforeAll(async () => {
  database = await createTestDatabase();
  accounts = new AccountBuilder(database.url);
  app = await startTestApp(database.url, {}, fixedClock('2026-11-22T13:30:00.000Z'));
  lead = await app.signIn({ leads: ['alpha'] });
  const projectId = await accounts.project('alpha');
  await accounts.series(projectId, 'site-a');
  await accounts.project('secret');
});
afterAll(async () => {
  await app.close();
  await accounts.close();
  await database.drop();
});

/** Calculators write nothing. */
const state = () => accounts.sql('select count(*) from audit_event', []);
const numbers = BAD_DECIMALS.filter(([, value]) => value !== null);

describe('what machines cost', () => {
  const send = (body: unknown): Promise<Answer<ProblemDocument>> =>
    sendJson(app, lead, 'POST', '/api/calculator/cost', body);
  const machine = (over: Record<string, unknown>) => ({ machines: [{ vcpus: '1', ...over }] });

  it.each([
    ...numbers.flatMap(([name, value]) => [
      [`${name} as vCPUs`, machine({ vcpus: value }), '/body/machines/0/vcpus'],
      [`${name} as RAM`, machine({ ramGib: value }), '/body/machines/0/ramGib'],
      [
        `${name} of a further metric`,
        machine({ further: { cpu: value } }),
        '/body/machines/0/further/cpu',
      ],
      [`${name} as credits`, { ...machine({}), credits: value }, '/body/credits'],
    ]),
    ...[0, -1, 1.5, '1', 1_000_001, 1e308, null].map((count) => [
      `${String(count)} machines`,
      machine({ count }),
      '/body/machines/0/count',
    ]),
    ...BAD_TEXTS.flatMap(([name, value]) => [
      [`${name} as site`, { ...machine({}), site: value }, '/body/site'],
      [`${name} as project`, { ...machine({}), project: value }, '/body/project'],
    ]),
    [
      'a NUL in the name of a metric',
      machine({ further: { 'a\0': '1' } }),
      '/body/machines/0/further',
    ],
    ['an unknown metric', machine({ further: { nope: '1' } }), '/body/machines/0/further/nope'],
    ['an unknown site', { ...machine({}), site: 'nope' }, '/body/site'],
    ['no machine', { machines: [] }, '/body/machines'],
    [
      'more machines than anybody reads',
      { machines: Array(101).fill({ vcpus: '1' }) },
      '/body/machines',
    ],
    ['an unknown field', { ...machine({}), months: 3 }, '/body'],
    ['an unknown field of a machine', machine({ gpus: '1' }), '/body/machines/0'],
    ['a time before every cost table', { ...machine({}), at: '1960-01-01' }, '/body/at'],
    ['the year 0', { ...machine({}), at: '0000-01-01' }, '/body/at'],
    ['a time that is none', { ...machine({}), at: 'tomorrow' }, '/body/at'],
  ] as [string, unknown, string][])('are not told for %s', async (_, body, pointer) => {
    await expectRefusal(() => send(body), pointer, state);
  });

  it('are not told by rates of a project that is not there or not theirs', async () => {
    for (const project of ['nope', 'secret']) {
      const { status, body } = await send({ ...machine({}), project });
      expect([status, body.code]).toEqual([404, 'project-not-found']);
    }
    const answer = await app.get<ProblemDocument>('/api/calculator/cost', undefined, {
      method: 'POST',
    });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
  });
});

describe('what if', () => {
  const send = (body: unknown, project = 'alpha'): Promise<Answer<ProblemDocument>> =>
    sendJson(app, lead, 'POST', `/api/projects/${project}/what-if`, body);
  const change = (over: Record<string, unknown>) => ({
    changes: [{ site: 'site-a', metric: 'cpu', amountPerHour: '1', ...over }],
  });
  const signed = new Set<unknown>(['-1', '0.000']);

  it.each([
    ...BAD_DECIMALS.filter(([, value]) => !signed.has(value)).map(([name, value]) => [
      name,
      change({ amountPerHour: value }),
      '/body/changes/0/amountPerHour',
    ]),
    ...BAD_TEXTS.flatMap(([name, value]) => [
      [`${name} as site`, change({ site: value }), '/body/changes/0/site'],
      [`${name} as metric`, change({ metric: value }), '/body/changes/0/metric'],
    ]),
    ['an unknown site', change({ site: 'nope' }), '/body/changes/0/site'],
    ['an unknown metric', change({ metric: 'nope' }), '/body/changes/0/metric'],
    ['more changes than anybody reads', { changes: Array(201).fill({}) }, '/body/changes'],
    ['an unknown field', { days: 3 }, '/body'],
    ...[0, -1, 1.5, '1'].map((costTableId) => [
      `cost table ${String(costTableId)}`,
      { costTableId },
      '/body/costTableId',
    ]),
  ] as [string, unknown, string][])('is not told for %s', async (_, body, pointer) => {
    await expectRefusal(() => send(body), pointer, state);
  });

  it('is not told for a project that is not there or not theirs, nor by a table they may not see', async () => {
    for (const project of ['nope', 'secret']) {
      const { status, body } = await send({}, project);
      expect([status, body.code]).toEqual([404, 'project-not-found']);
    }
    const chosen = await send({ costTableId: 1 });
    expect([chosen.status, chosen.body.code]).toEqual([403, 'forbidden']);
    const viewer = await app.signIn({ staffRole: 'viewer' });
    for (const costTableId of [999_999, 2_147_483_647]) {
      const { status, body } = await sendJson<ProblemDocument>(
        app,
        viewer,
        'POST',
        '/api/projects/alpha/what-if',
        { costTableId },
      );
      expect([status, body.code]).toEqual([404, 'cost-table-not-found']);
    }
    const huge = await sendJson(app, viewer, 'POST', '/api/projects/alpha/what-if', {
      costTableId: 2_147_483_648,
    });
    expect(huge.status).toBe(400);
  });
});
