import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Metric, type ProblemDocument } from '@os-credits/contracts';
import { createTestDatabase, type TestDatabase } from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import { BAD_DECIMALS, BAD_REASONS, BAD_TEXTS } from '../../../test/bad-values.js';
import { expectRefusal } from '../../../test/expect-refusal.js';
import { sendJson } from '../../../test/rules-client.js';
import {
  startTestApp,
  type Answer,
  type Credentials,
  type TestApp,
} from '../../../test/test-app.js';

const PATH = '/api/credit-rules/metrics';

let database: TestDatabase;
let accounts: AccountBuilder;
let app: TestApp;
let editor: Credentials;
let metric: Metric;

beforeAll(async () => {
  database = await createTestDatabase();
  accounts = new AccountBuilder(database.url);
  app = await startTestApp(database.url);
  editor = await app.signIn({ staffRole: 'editor', name: 'Edda', subject: 'edda' });
  const made = await sendJson<Metric>(app, editor, 'POST', PATH, definition);
  expect(made.status).toBe(201);
  metric = made.body;
});
afterAll(async () => {
  await app.close();
  await accounts.close();
  await database.drop();
});

const definition = {
  name: 'project_gpu_usage',
  friendlyName: 'gpu',
  description: '',
  unit: 'GPU·h',
  readingUnit: 'GPU·h',
  resetPolicy: 'rebaseline',
  plausibleMaxPerHour: null,
  activeFrom: null,
  activeTo: null,
};
const other = { name: 'project_other_usage', friendlyName: 'other' };
const state = () =>
  accounts.sql(
    `select (select json_agg(m order by m.id) from metric m) as metrics,
            (select json_agg(p) from metric_rule_past p) as rules, (select count(*) from audit_event) as audited`,
    [],
  );

describe.each(['made', 'changed'] as const)('a metric that is %s', (verb) => {
  const send = (over: Record<string, unknown>): Promise<Answer<ProblemDocument>> =>
    verb === 'made'
      ? sendJson(app, editor, 'POST', PATH, { ...definition, ...other, ...over })
      : sendJson(app, editor, 'PUT', `${PATH}/${metric.id}`, {
          ...definition,
          version: metric.version,
          reason: 'because',
          ...over,
        });

  it.each([
    ...BAD_DECIMALS.filter(([, value]) => value !== null).map(([name, value]) => [
      `${name} as plausible maximum`,
      { plausibleMaxPerHour: value },
      '/body/plausibleMaxPerHour',
    ]),
    ...BAD_TEXTS.flatMap(([name, value]) =>
      ['name', 'friendlyName', 'description', 'unit', 'readingUnit', 'resetPolicy'].map((field) => [
        `${name} as ${field}`,
        { [field]: value },
        `/body/${field}`,
      ]),
    ),
    ['a name that is taken', { name: 'project_vcpu_usage' }, '/body/name'],
    ['a name that no wire carries', { name: 'a b' }, '/body/name'],
    ['a name with a comma', { name: 'a,b' }, '/body/name'],
    ['no name', { name: '' }, '/body/name'],
    ['a name beyond all measure', { name: 'x'.repeat(201) }, '/body/name'],
    [
      'a friendly name that is taken, however written',
      { friendlyName: 'CPU' },
      '/body/friendlyName',
    ],
    ['the wire name of another one', { friendlyName: 'project_mb_usage' }, '/body/friendlyName'],
    ['no friendly name', { friendlyName: '  ' }, '/body/friendlyName'],
    ['an unknown unit', { unit: 'furlong·h' }, '/body/unit'],
    ['units that do not convert', { readingUnit: 'GiB·h' }, '/body/readingUnit'],
    ['an unknown policy', { resetPolicy: 'forget' }, '/body/resetPolicy'],
    ['a begin that is none', { activeFrom: '31.12.2026' }, '/body/activeFrom'],
    ['an end in no year', { activeTo: '0000-01-01' }, '/body/activeTo'],
    ['an end at its begin', { activeFrom: '2026-02-01', activeTo: '2026-02-01' }, '/body/activeTo'],
    [
      'an end before its begin',
      { activeFrom: '2026-02-01', activeTo: '2026-01-01' },
      '/body/activeTo',
    ],
    ['an unknown field', { rate: '1' }, '/body'],
    ...(verb === 'made'
      ? []
      : [
          ...BAD_REASONS.map(([name, reason]) => [name, { reason }, '/body/reason']),
          ...[0, -1, 1.5, '1', 1e99].map((version) => [
            `version ${String(version)}`,
            { version },
            '/body/version',
          ]),
        ]),
  ] as [string, Record<string, unknown>, string][])(
    'is refused with %s, and nothing changes',
    async (_, over, pointer) => {
      await expectRefusal(() => send(over), pointer, state);
    },
  );

  it('is no matter of viewers, leads or strangers', async () => {
    const before = await state();
    const path = verb === 'made' ? PATH : `${PATH}/${metric.id}`;
    const method = verb === 'made' ? 'POST' : 'PUT';
    for (const user of [{ staffRole: 'viewer' as const }, { leads: ['alpha'] }]) {
      const answer = await sendJson<ProblemDocument>(app, await app.signIn(user), method, path, {
        ...definition,
        ...other,
      });
      expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
    }
    const answer = await app.get<ProblemDocument>(path, undefined, { method });
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
    expect(await state()).toEqual(before);
  });
});

it('a metric that is not there is named, and an id that is none refused', async () => {
  const change = { ...definition, ...other, version: 1, reason: 'because' };
  const missing = await sendJson<ProblemDocument>(app, editor, 'PUT', `${PATH}/999999`, change);
  expect([missing.status, missing.body.code]).toEqual([404, 'metric-not-found']);
  for (const id of ['0', '-1', '1,5', 'NaN', '99999999999', 'x']) {
    await expectRefusal(
      () => sendJson(app, editor, 'PUT', `${PATH}/${id}`, change),
      '/path/id',
      state,
    );
  }
});
