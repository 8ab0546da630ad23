import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CostTable, type ProblemDocument } from '@os-credits/contracts';
import { BAD_DECIMALS, BAD_REASONS, BAD_TEXTS } from '../../../test/bad-values.js';
import { costTableRows } from '../../../test/cost-table-rows.js';
import { CostTableStage, CPU } from '../../../test/cost-table-stage.js';
import { expectRefusal } from '../../../test/expect-refusal.js';
import { type Answer } from '../../../test/test-app.js';

let rules: CostTableStage;
let draft: CostTable;

beforeAll(async () => {
  rules = await CostTableStage.open();
  draft = await rules.makeDraft();
});
afterAll(() => rules.close());

const state = () => costTableRows(rules.stage);

const refused = (send: () => Promise<Answer>, pointer: string) =>
  expectRefusal(send, pointer, state);

describe.each(['made', 'changed'] as const)('a cost table that is %s', (verb) => {
  const send = (over: Record<string, unknown>): Promise<Answer<ProblemDocument>> =>
    verb === 'made'
      ? rules.send('POST', '/api/cost-tables', rules.draftInput(over))
      : rules.send('PUT', `/api/cost-tables/${draft.id}`, {
          ...rules.draftInput(over),
          version: draft.version,
        });
  const rate = (over: Record<string, unknown>) => ({
    rates: [{ metric: CPU, rate: '1', ...over }],
  });
  const weight = (over: Record<string, unknown>) => ({
    weights: [{ metric: CPU, value: '2', weight: '1', ...over }],
  });
  const both = (...rows: object[]) => rows;

  it.each([
    ...BAD_DECIMALS.map(([name, value]) => [
      `${name} as a rate`,
      rate({ rate: value }),
      '/body/rates/0/rate',
    ]),
    ...BAD_DECIMALS.map(([name, value]) => [
      `${name} as a weight`,
      weight({ weight: value }),
      '/body/weights/0/weight',
    ]),
    ...BAD_DECIMALS.map(([name, value]) => [
      `${name} as a threshold`,
      weight({ value }),
      '/body/weights/0/value',
    ]),
    ['an absurd rate', rate({ rate: '1000000.01' }), '/body/rates/0/rate'],
    ['an absurd weight', weight({ weight: '1000001' }), '/body/weights/0/weight'],
    ['an unknown metric', rate({ metric: 'nope' }), '/body/rates/0/metric'],
    ['an unknown site', rate({ site: 'nope' }), '/body/rates/0/site'],
    ['an unknown project', rate({ project: 'nope' }), '/body/rates/0/project'],
    ['no metric', rate({ metric: undefined }), '/body/rates/0/metric'],
    ['an unknown metric of a weight', weight({ metric: 'nope' }), '/body/weights/0/metric'],
    ...BAD_TEXTS.flatMap(([name, value]) => [
      [`${name} as metric`, rate({ metric: value }), '/body/rates/0/metric'],
      [`${name} as site`, rate({ site: value }), '/body/rates/0/site'],
      [`${name} as project`, rate({ project: value }), '/body/rates/0/project'],
      [`${name} as title`, { title: value }, '/body/title'],
      [`${name} as note`, { note: value }, '/body/note'],
    ]),
    ['an unknown field of a rate', rate({ rates: 1 }), '/body/rates/0'],
    ['an unknown field', { status: 'published' }, '/body'],
    ['no title', { title: ' ' }, '/body/title'],
    ['a title beyond all measure', { title: 'x'.repeat(121) }, '/body/title'],
    ['rates that are no list', { rates: {} }, '/body/rates'],
    ['more rates than anybody reads', { rates: Array(5001).fill({}) }, '/body/rates'],
    ['no time', { effectiveFrom: 'soon' }, '/body/effectiveFrom'],
    ['a time without zone', { effectiveFrom: '2026-11-22T13:00:00' }, '/body/effectiveFrom'],
    ['a day that is none', { effectiveFrom: '2026-02-30' }, '/body/effectiveFrom'],
    [
      'a time before the accounting start',
      { effectiveFrom: '2019-12-31T23:59:59Z' },
      '/body/effectiveFrom',
    ],
    [
      'a time that only an offset brings before it',
      { effectiveFrom: '2020-01-01T00:59:59+01:00' },
      '/body/effectiveFrom',
    ],
    ['the year 0', { effectiveFrom: '0000-01-01' }, '/body/effectiveFrom'],
    ['another millennium', { effectiveFrom: '3026-01-01' }, '/body/effectiveFrom'],
    ['beyond the calendar', { effectiveFrom: '9999-12-31T23:59:59-14:00' }, '/body/effectiveFrom'],
    [
      'a rate twice',
      { rates: both({ metric: CPU, rate: '1' }, { metric: CPU, rate: '2' }) },
      '/body/rates/1',
    ],
    [
      'a rate of a site twice',
      {
        rates: both(
          { metric: CPU, site: '8676', rate: '1' },
          { metric: CPU, site: '8676', rate: '1' },
        ),
      },
      '/body/rates/1',
    ],
    [
      'a threshold twice',
      {
        weights: both(
          { metric: CPU, value: '2', weight: '1' },
          { metric: CPU, value: '02.0', weight: '2' },
        ),
      },
      '/body/weights/1/value',
    ],
  ] as [string, Record<string, unknown>, string][])(
    'is refused with %s, and nothing changes',
    async (_, over, pointer) => {
      await refused(() => send(over), pointer);
    },
  );

  it('may have the largest rate and the accounting start itself', async () => {
    const over = { ...rate({ rate: '1000000' }), effectiveFrom: '2020-01-01T01:00:00+01:00' };
    const { status, body } = await send(over);
    expect([status, (body as unknown as CostTable).rates[0]?.rate]).toEqual([
      verb === 'made' ? 201 : 200,
      '1000000',
    ]);
    if (verb === 'changed') draft = body as unknown as CostTable;
  });

  it('is refused whole: every fault is named', async () => {
    const { errors = [] } = await refused(
      () =>
        send({
          rates: both(
            { metric: 'no', rate: '1', site: 'no' },
            { metric: CPU, rate: '2', project: 'no' },
          ),
        }),
      '/body/rates/0/metric',
    );
    expect(errors.map(({ pointer }) => pointer)).toEqual([
      '/body/rates/0/metric',
      '/body/rates/0/site',
      '/body/rates/1/project',
    ]);
  });

  it('is refused beyond a megabyte, and with JSON that is none', async () => {
    const before = await state();
    const { status, body } = await send({ note: 'x'.repeat(1_100_000) });
    expect([status, body.code]).toEqual([413, 'payload-too-large']);
    const path = verb === 'made' ? '/api/cost-tables' : `/api/cost-tables/${draft.id}`;
    const method = verb === 'made' ? 'POST' : 'PUT';
    for (const text of ['', '{"title":', '{"title": NaN}', '{"__proto__": {}}']) {
      const answer = await rules.send(method, path, text);
      expect([text, answer.status, answer.body.code]).toEqual([text, 400, 'malformed-body']);
    }
    expect(await state()).toEqual(before);
  });
});

describe('what is done with a draft', () => {
  let path = '';
  beforeEach(async () => {
    draft = await rules.makeDraft();
    path = `/api/cost-tables/${draft.id}`;
  });

  it.each([
    ...BAD_REASONS.map(([name, reason]) => [name, { reason }, '/body/reason']),
    ...[0, -1, 1.5, '1', 1e99, null].map((version) => [
      `version ${String(version)}`,
      { version },
      '/body/version',
    ]),
    ['an unknown field', { isForced: true }, '/body'],
  ] as [string, Record<string, unknown>, string][])(
    'is not published with %s',
    async (_, over, pointer) => {
      await refused(() => rules.publish(draft, rules.editor, over), pointer);
    },
  );

  it.each([
    ['an empty title', { title: ' ' }, '/body/title'],
    ['a NUL in its title', { title: 'a\0' }, '/body/title'],
    ['a time before the accounting start', { effectiveFrom: '2019-01-01' }, '/body/effectiveFrom'],
    ['a time that is none', { effectiveFrom: '1,5' }, '/body/effectiveFrom'],
    ['rates of its own', { rates: [] }, '/body'],
  ])('is not copied with %s', async (_, over, pointer) => {
    await refused(() => rules.send('POST', `${path}/copy`, over), pointer);
  });

  it.each(['', '0', '-1', '1,5', 'NaN', '1e400'])(
    'is not deleted as version %j',
    async (version) => {
      await refused(() => rules.send('DELETE', `${path}?version=${version}`), '/query/version');
    },
  );

  it.each([
    ['POST', '', {}],
    ['PUT', '/ID', {}],
    ['DELETE', '/ID?version=1', undefined],
    ['POST', '/ID/copy', {}],
    ['POST', '/ID/publication', { version: 1, reason: 'I am not asked' }],
    ['POST', '/ID/publication/confirm', { version: 1 }],
    ['DELETE', '/ID/publication', undefined],
  ] as const)(
    'is no matter of viewers, leads or strangers: %s %s',
    async (method, suffix, body) => {
      const lead = await rules.app.signIn({ leads: ['known-project'], subject: 'lead' });
      const before = await state();
      const address = `/api/cost-tables${suffix.replace('ID', String(draft.id))}`;
      for (const person of [rules.viewer, lead]) {
        const answer = await rules.send(method, address, body, person);
        expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
      }
      const answer = await rules.app.get<ProblemDocument>(address, undefined, { method });
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
      expect(await state()).toEqual(before);
    },
  );

  it('is named where it is not there', async () => {
    const input = { ...rules.draftInput(), version: 1 };
    const order = { version: 1, reason: 'not there' };
    const answers = await Promise.all([
      rules.send('PUT', '/api/cost-tables/999999', input),
      rules.send('DELETE', '/api/cost-tables/999999?version=1'),
      rules.send('POST', '/api/cost-tables/999999/copy', {}),
      rules.send('POST', '/api/cost-tables/999999/publication', order),
      rules.send('POST', '/api/cost-tables/999999/publication/confirm', { version: 1 }),
      rules.send('DELETE', '/api/cost-tables/999999/publication'),
      ...['999999', '999999/diff', '999999/impact', '1/diff?against=999999'].map((one) =>
        rules.app.get<ProblemDocument>(`/api/cost-tables/${one}`, rules.viewer),
      ),
    ]);
    for (const { status, body } of answers)
      expect([status, body.code]).toEqual([404, 'cost-table-not-found']);
    for (const id of ['0', 'x', '1.5', '-1', '99999999999', '1%00']) {
      const answer = await rules.app.get<ProblemDocument>(`/api/cost-tables/${id}`, rules.viewer);
      expect([id, answer.status, answer.body.errors?.[0]?.pointer]).toEqual([id, 400, '/path/id']);
    }
  });
});
