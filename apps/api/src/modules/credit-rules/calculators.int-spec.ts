import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  calculatorOptions,
  calculatorResponse,
  whatIfResponse,
  type CalculatorOptions,
  type CalculatorResponse,
  type CostTable,
  type ProblemDocument,
  type ProjectDetail,
  type WhatIfResponse,
} from '@os-credits/contracts';
import { createTestDatabase, fixedClock, type TestDatabase } from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import { publishRates } from '../../../test/publish-rates.js';
import { sendJson } from '../../../test/rules-client.js';
import { startTestApp, type Credentials, type TestApp } from '../../../test/test-app.js';

const NOW = '2026-11-22T13:30:00.000Z';
const CPU = 'project_vcpu_usage';
const RAM = 'project_mb_usage';

let database: TestDatabase;
let accounts: AccountBuilder;
let app: TestApp;
let lead: Credentials;
let stranger: Credentials;
let staff: Credentials;

beforeAll(async () => {
  database = await createTestDatabase();
  accounts = new AccountBuilder(database.url);
  app = await startTestApp(database.url, { ACCOUNTING_START_DATE: '2020-01-01' }, fixedClock(NOW));
  lead = await app.signIn({ leads: ['alpha'] });
  stranger = await app.signIn({ leads: ['other'] });
  staff = await app.signIn({ staffRole: 'editor', name: 'Edda' });
  const projectId = await accounts.project('alpha');
  await accounts.other(projectId, { kind: 'grant', at: '2026-01-01T00:00:00Z', credits: '1000' });
  const span = { firstAt: '2026-01-01T00:00:00Z', lastAt: '2026-11-22T13:00:00Z' };
  const cpu = await accounts.series(projectId, 'site-a', CPU, span);
  const ram = await accounts.series(projectId, 'site-a', RAM, span);
  for (let day = 15; day < 22; day += 1) {
    await accounts.charge(projectId, cpu, `2026-11-${day}T08:00:00Z`, '48', '1');
    await accounts.charge(projectId, ram, `2026-11-${day}T08:00:00Z`, '96', '0.3');
  }
  await publishRates(
    (sql, values) => accounts.sql(sql, values),
    [
      { metric: CPU, rate: '1' },
      { metric: CPU, rate: '1.5', site: 'site-a' },
      { metric: CPU, rate: '1', project: 'alpha' },
      { metric: RAM, rate: '0.3' },
    ],
    '2026-02-01T00:00:00Z',
  );
});
afterAll(async () => {
  await app.close();
  await accounts.close();
  await database.drop();
});

const calculate = (body: unknown, as = lead) =>
  sendJson<CalculatorResponse & ProblemDocument>(app, as, 'POST', '/api/calculator/cost', body);
const ask = (body: unknown, as = lead, name = 'alpha') =>
  sendJson<WhatIfResponse & ProblemDocument>(
    app,
    as,
    'POST',
    `/api/projects/${name}/what-if`,
    body,
  );

async function answerOf(body: unknown): Promise<CalculatorResponse> {
  const answer = await calculate(body);
  expect(answer.status).toBe(200);
  return calculatorResponse.parse(answer.body);
}

describe('what can be asked about', () => {
  it('is told to a lead too: sites, and metrics with a price beside vCPU and RAM', async () => {
    const { status, body } = await app.get<CalculatorOptions>('/api/calculator/options', lead);
    expect(status).toBe(200);
    const { sites, metrics } = calculatorOptions.parse(body);
    expect(sites.map(({ name }) => name)).toContain('site-a');
    expect(metrics).toEqual([]);
  });
});

describe('what machines cost', () => {
  it.each([
    [{ vcpus: '16', ramGib: '32' }, '25.6'],
    [{ vcpus: '2', ramGib: '4' }, '3.2'],
    [{ ramGib: '1' }, '0.3'],
    [{ vcpus: '2', ramGib: '8' }, '4.4'],
  ])('%j is %s credits an hour, as the original computed', async (machine, expected) => {
    expect((await answerOf({ machines: [machine] })).creditsPerHour).toBe(expected);
  });

  it('is by site, count, day and month, and by the rates of a project', async () => {
    const machines = [
      { vcpus: '2', count: 3 },
      { ramGib: '0.5', count: 2 },
    ];
    const answer = await answerOf({ site: 'site-a', machines });
    expect(answer).toMatchObject({
      creditsPerHour: '9.3',
      creditsPerDay: '223.2',
      creditsPerMonth: '6696',
      lasts: null,
    });
    expect(
      answer.lines.map((line) => [line.machine, line.friendlyName, line.creditsPerHour]),
    ).toEqual([
      [0, 'cpu', '9'],
      [1, 'ram', '0.3'],
    ]);
    const own = await answerOf({ site: 'site-a', project: 'alpha', machines });
    expect(own.creditsPerHour).toBe('6.3');
    expect((await calculate({ project: 'alpha', machines }, stranger)).body.code).toBe(
      'project-not-found',
    );
  });

  it('the other way round: how long credits last, rounded so that they suffice', async () => {
    const { lasts } = await answerOf({ machines: [{ vcpus: '3' }], credits: '100' });
    expect(lasts).toEqual({
      credits: '100',
      hours: '33.33',
      days: '1.3',
      until: '2026-11-23T22:49:48.000Z',
    });
    const forever = await answerOf({ machines: [{ ramGib: '0.000001' }], credits: '999999999999' });
    expect(forever.lasts?.until).toBeNull();
  });

  it('is by the table in force at the time asked for, with its size weights', async () => {
    await accounts.sql(
      `insert into cost_table (title, effective_from, created_by) values ('Weighted', '2026-12-01', 'test')`,
    );
    await accounts.sql(
      `insert into cost_rate (cost_table_id, metric_id, rate) select (select max(id) from cost_table), id, 2 from metric where name = $1`,
      [CPU],
    );
    await accounts.sql(
      `insert into size_weight select (select max(id) from cost_table), m.id, k.value, k.weight, now()
         from metric m, (values (2, 1), (4, 2)) k(value, weight) where m.name = $1`,
      [CPU],
    );
    await accounts.sql(
      `update cost_table set status = 'published', applies_from = effective_from, published_at = now(), published_by = 'test' where status = 'draft'`,
    );
    const machines = ['2', '3', '64'].map((vcpus) => ({ vcpus }));
    const answer = await answerOf({ at: '2026-12-24', machines });
    expect(answer.table.title).toBe('Weighted');
    expect(answer.lines.map((line) => [line.weight, line.creditsPerHour])).toEqual([
      ['1', '4'],
      ['2', '12'],
      ['2', '256'],
    ]);
    expect((await calculate({ at: '2026-12-24', machines: [{ ramGib: '1' }] })).body).toMatchObject(
      {
        status: 400,
        errors: [{ pointer: '/body/machines/0/ramGib', code: 'no-rate' }],
      },
    );
  });
});

describe('what if a project ran more or less', () => {
  it('begins at what it runs now: the same pace and runway as its page', async () => {
    const { body: page } = await app.get<ProjectDetail>('/api/projects/alpha', lead);
    const answer = whatIfResponse.parse((await ask({})).body);
    expect(answer.now).toEqual(answer.then);
    expect(answer.now.creditsPerDay).toBe(page.burnRate?.creditsPerDay);
    expect(answer.now.exhaustedAt).toBe(page.runway?.exhaustedAt);
    expect(answer.lines.map((line) => [line.friendlyName, line.amountPerHourNow])).toEqual([
      ['cpu', '2'],
      ['ram', '4'],
    ]);
  });

  it('adds, stops (at most all) and starts what it does not run yet', async () => {
    const { body } = await ask({
      changes: [
        { site: 'site-a', metric: 'cpu', amountPerHour: '2' },
        { site: 'site-a', metric: RAM, amountPerHour: '-99' },
      ],
    });
    expect(body.now.creditsPerDay).toBe('76.8');
    expect(body.then.creditsPerDay).toBe('96');
    expect(Date.parse(body.then.exhaustedAt!)).toBeLessThan(Date.parse(body.now.exhaustedAt!));
    const stopped = await ask({
      changes: [{ site: 'site-a', metric: 'cpu', amountPerHour: '-2' }],
    });
    expect(stopped.body.then.creditsPerDay).toBe('28.8');
  });

  it('under a table of their choice for staff, and only for them', async () => {
    const { body: draft } = await sendJson<CostTable>(app, staff, 'POST', '/api/cost-tables', {
      title: 'Draft',
      effectiveFrom: '2027-01-01T00:00:00Z',
      rates: [{ metric: CPU, rate: '3' }],
    });
    const { body } = await ask({ costTableId: draft.id }, staff);
    expect([body.now.creditsPerDay, body.then.creditsPerDay]).toEqual(['76.8', '144']);
    expect(body.lines.map((line) => [line.rateNow, line.rateThen])).toEqual([
      ['1', '3'],
      ['0.3', null],
    ]);
    expect((await ask({ costTableId: draft.id })).body.code).toBe('forbidden');
    expect((await ask({ costTableId: 999_999 }, staff)).body.code).toBe('cost-table-not-found');
  });

  it('is refused for projects and things that are not there', async () => {
    expect((await ask({}, stranger)).body.code).toBe('project-not-found');
    expect((await ask({}, staff, 'nope')).body.code).toBe('project-not-found');
    for (const [over, pointer] of [
      [{ metric: 'nope' }, '/body/changes/0/metric'],
      [{ site: 'nope' }, '/body/changes/0/site'],
      [{ amountPerHour: '1,5' }, '/body/changes/0/amountPerHour'],
      [{ amountPerHour: 'Infinity' }, '/body/changes/0/amountPerHour'],
    ] as const) {
      const change = { site: 'site-a', metric: 'cpu', amountPerHour: '1', ...over };
      const { body } = await ask({ changes: [change] });
      expect([body.status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
    }
  });
});
