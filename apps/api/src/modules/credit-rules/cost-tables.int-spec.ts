import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  auditResponse,
  costTable,
  costTableDiff,
  listCostTablesResponse,
  publicationResponse,
  type AuditResponse,
  type CostTable,
  type CostTableDiff,
  type ListCostTablesResponse,
  type ProblemDocument,
  type PublicationResponse,
} from '@os-credits/contracts';
import { fixedClock, type FixedClock } from '@os-credits/testing';
import { RatingStage } from '../../../test/rating-stage.js';
import { sendJson } from '../../../test/rules-client.js';
import { startTestApp, type Credentials, type TestApp } from '../../../test/test-app.js';

const HOUR = 3_600_000_000;
const MINUTE = 60_000_000;
/** Yesterday, on the hour, in microseconds. */
const START = Math.floor((Date.now() * 1000 - 30 * HOUR) / HOUR) * HOUR;
const iso = (micros: number) => new Date(micros / 1000).toISOString();
const CPU = 'project_vcpu_usage';
const RAM = 'project_mb_usage';

let stage: RatingStage;
let clock: FixedClock;
let app: TestApp;
let editor: Credentials;
let second: Credentials;
let viewer: Credentials;
let count = 0;

beforeAll(async () => {
  stage = await RatingStage.open();
  clock = fixedClock(iso(START));
  app = await startTestApp(
    stage.url,
    {
      ACCOUNTING_START_DATE: '2020-01-01',
      PUBLISH_FOUR_EYES_CREDITS: '1000',
      SESSION_IDLE_MINUTES: '1440',
      SESSION_HOURS_MAX: '168',
    },
    clock,
  );
  editor = await app.signIn({ staffRole: 'editor', name: 'Edda', subject: 'edda' });
  second = await app.signIn({ staffRole: 'editor', name: 'Edda', subject: 'another-edda' });
  viewer = await app.signIn({ staffRole: 'viewer', name: 'Vera', subject: 'vera' });
  await stage.series('known-project');
});
afterAll(async () => {
  await app.close();
  await stage.close();
});

const draftInput = (over: Record<string, unknown> = {}) => ({
  title: `Draft ${(count += 1)}`,
  note: '',
  effectiveFrom: iso(START + 1000 * HOUR),
  rates: [
    { metric: CPU, rate: '1' },
    { metric: RAM, rate: '0.3' },
  ],
  weights: [],
  ...over,
});

async function makeDraft(over: Record<string, unknown> = {}): Promise<CostTable> {
  const { status, body } = await sendJson<CostTable>(
    app,
    editor,
    'POST',
    '/api/cost-tables',
    draftInput(over),
  );
  expect(status).toBe(201);
  return costTable.parse(body);
}

const publish = (table: CostTable, as = editor, over: Record<string, unknown> = {}) =>
  sendJson<PublicationResponse & ProblemDocument>(
    app,
    as,
    'POST',
    `/api/cost-tables/${table.id}/publication`,
    { version: table.version, reason: 'prices rise', ...over },
  );

async function tables(): Promise<ListCostTablesResponse['tables']> {
  const { body } = await app.get<ListCostTablesResponse>('/api/cost-tables', viewer);
  return listCostTablesResponse.parse(body).tables;
}

describe('a draft', () => {
  it('is made, read, listed first, changed and deleted; the audit trail has all of it', async () => {
    const draft = await makeDraft({
      rates: [
        { metric: CPU, rate: '1.50' },
        { metric: CPU, site: '8676', rate: '2' },
        { metric: CPU, project: 'known-project', rate: '0' + '.5' },
      ],
      weights: [{ metric: CPU, value: '8', weight: '1.25' }],
    });
    expect(draft).toMatchObject({
      state: 'draft',
      version: 1,
      createdBy: 'Edda',
      appliesFrom: null,
    });
    expect(draft.rates).toEqual([
      { metric: CPU, site: null, project: null, rate: '1.5' },
      { metric: CPU, site: null, project: 'known-project', rate: '0.5' },
      { metric: CPU, site: '8676', project: null, rate: '2' },
    ]);
    expect((await tables())[0]).toMatchObject({ id: draft.id, rateCount: 3, weightCount: 1 });
    const changed = await sendJson<CostTable>(app, editor, 'PUT', `/api/cost-tables/${draft.id}`, {
      ...draftInput({ title: 'Renamed' }),
      version: 1,
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ title: 'Renamed', version: 2, weights: [] });
    const removed = await sendJson(app, editor, 'DELETE', `/api/cost-tables/${draft.id}?version=2`);
    expect(removed.status).toBe(204);
    expect((await app.get(`/api/cost-tables/${draft.id}`, viewer)).status).toBe(404);
    const { body } = await app.get<AuditResponse>(
      `/api/audit?subjectKind=cost-table&subject=${draft.id}`,
      viewer,
    );
    expect(auditResponse.parse(body).events.map((one) => [one.action, one.actor])).toEqual([
      ['cost-table.delete', 'Edda'],
      ['cost-table.change', 'Edda'],
      ['cost-table.create', 'Edda'],
    ]);
  });

  it('is not overwritten by a second editor, who sees what the first one saved', async () => {
    const draft = await makeDraft();
    const path = `/api/cost-tables/${draft.id}`;
    const titles = ['mine', 'yours', 'hers', 'his', 'ours'];
    const answers = await Promise.all(
      titles.map((title) =>
        sendJson<ProblemDocument & CostTable>(app, editor, 'PUT', path, {
          ...draftInput({ title }),
          version: draft.version,
        }),
      ),
    );
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409, 409, 409, 409]);
    const winner = answers.find((one) => one.status === 200)?.body;
    const loser = answers.find((one) => one.status === 409)?.body;
    expect(loser).toMatchObject({
      code: 'version-conflict',
      conflict: {
        yourVersion: 1,
        currentVersion: 2,
        changedBy: 'Edda',
        current: { title: winner?.title },
      },
    });
    expect((await app.get(path, viewer)).body).toMatchObject({ title: winner?.title, version: 2 });
  });

  it('keeps the time of weights that stay, also in a copy', async () => {
    const source = await makeDraft({ weights: [{ metric: CPU, value: '2', weight: '1' }] });
    clock.advance(60_000);
    const { body: changed } = await sendJson<CostTable>(
      app,
      editor,
      'PUT',
      `/api/cost-tables/${source.id}`,
      {
        ...draftInput({
          weights: [
            { metric: CPU, value: '2.0', weight: '1' },
            { metric: CPU, value: '4', weight: '2' },
          ],
        }),
        version: 1,
      },
    );
    expect(changed.weights.map((one) => one.setAt)).toEqual([
      source.weights[0]?.setAt,
      clock.now().toISOString(),
    ]);
    clock.advance(60_000);
    const { status, body: copy } = await sendJson<CostTable>(
      app,
      editor,
      'POST',
      `/api/cost-tables/${source.id}/copy`,
      { title: 'A copy' },
    );
    expect(status).toBe(201);
    expect(copy).toMatchObject({
      title: 'A copy',
      state: 'draft',
      rates: changed.rates,
      weights: changed.weights,
    });
  });
});

describe('comparing two tables', () => {
  it('says row by row what was added, removed and changed', async () => {
    const first = await makeDraft();
    const other = await makeDraft({
      rates: [
        { metric: CPU, rate: '1.5' },
        { metric: CPU, site: '8676', rate: '2' },
      ],
      weights: [{ metric: CPU, value: '2', weight: '3' }],
    });
    const { body } = await app.get<CostTableDiff>(
      `/api/cost-tables/${other.id}/diff?against=${first.id}`,
      viewer,
    );
    const diff = costTableDiff.parse(body);
    expect(diff.rates).toEqual([
      {
        metric: CPU,
        site: null,
        project: null,
        change: 'changed',
        from: '1',
        to: '1.5',
        share: '0.5',
      },
      {
        metric: RAM,
        site: null,
        project: null,
        change: 'removed',
        from: '0.3',
        to: null,
        share: null,
      },
      {
        metric: CPU,
        site: '8676',
        project: null,
        change: 'added',
        from: null,
        to: '2',
        share: null,
      },
    ]);
    expect(diff.weights).toEqual([
      { metric: CPU, value: '2', change: 'added', from: null, to: '3' },
    ]);
    const same = await app.get<CostTableDiff>(`/api/cost-tables/${first.id}/diff`, viewer);
    expect(same.body).toMatchObject({ isSame: true, from: { title: 'Default' } });
  });
});

describe('publishing', () => {
  it('rates the next reading by the new table and leaves what was rated', async () => {
    // given: usage rated by the table before, up to twenty minutes ago
    clock.set(new Date((START + HOUR) / 1000));
    const key = await stage.series('published', CPU, '8676');
    await stage.rate(key, [
      [START, '0'],
      [START + 40 * MINUTE, '10'],
    ]);
    expect(await stage.used('published')).toBe('10');
    // when: a table for now is published
    const draft = await makeDraft({
      effectiveFrom: iso(START + HOUR),
      rates: [{ metric: CPU, rate: '3' }],
    });
    const { status, body } = await publish(draft);
    expect([status, body.outcome]).toEqual([200, 'published']);
    expect(publicationResponse.parse(body).table).toMatchObject({
      state: 'in-force',
      appliesFrom: iso(START + HOUR),
      published: { by: 'Edda', confirmedBy: null, reason: 'prices rise' },
    });
    // then: the stretch before it costs 1, that after it 3, and verification agrees
    await stage.rate(key, [
      [START + HOUR, '14'],
      [START + HOUR + 20 * MINUTE, '20'],
    ]);
    expect(await stage.used('published')).toBe('32');
    // a late reading between two that were rated before is rated by the table of then
    await stage.rate(key, [[START + 20 * MINUTE, '4']]);
    expect(await stage.used('published')).toBe('32');
    expect((await stage.verify('published')).differences).toEqual([]);
  });

  it('with a past date says that a re-rating is needed, and does not touch what was rated', async () => {
    clock.set(new Date((START + 3 * HOUR) / 1000));
    const key = await stage.series('backdated', CPU, '8676');
    await stage.rate(key, [
      [START + 2 * HOUR, '0'],
      [START + 2 * HOUR + 30 * MINUTE, '10'],
      // Ahead of the clock that publishes: an exporter's clock may be.
      [START + 3 * HOUR + 5 * MINUTE, '20'],
    ]);
    await stage.closeHours.execute(new Date((START + 3 * HOUR + 6 * 60_000_000) / 1000));
    const before = await stage.used('backdated');
    const draft = await makeDraft({
      effectiveFrom: iso(START + 2 * HOUR),
      rates: [{ metric: CPU, rate: '7' }],
    });
    const impact = await app.get<{ past: unknown }>(`/api/cost-tables/${draft.id}/impact`, viewer);
    expect(impact.body.past).toMatchObject({
      from: iso(START + 2 * HOUR),
      chargeCount: 1,
      credits: '30',
    });
    const { body } = await publish(draft);
    expect(body.table.appliesFrom).toBe(iso(START + 3 * HOUR + 5 * MINUTE));
    expect(body.needsRerating).toEqual({
      from: iso(START + 2 * HOUR),
      to: iso(START + 3 * HOUR + 5 * MINUTE),
    });
    await stage.rate(key, [
      [START + 2 * HOUR + 15 * MINUTE, '1'],
      [START + 3 * HOUR + 6 * MINUTE, '21'],
    ]);
    expect(await stage.used('backdated')).toBe(String(Number(before) + 7));
    expect((await stage.verify('backdated')).differences).toEqual([]);
  });

  it('an earlier table never takes over from a later one that is in force', async () => {
    clock.set(new Date((START + 4 * HOUR) / 1000));
    const late = await makeDraft({
      effectiveFrom: iso(START + 4 * HOUR),
      rates: [{ metric: CPU, rate: '5' }],
    });
    await publish(late);
    const early = await makeDraft({
      effectiveFrom: iso(START + 3 * HOUR),
      rates: [{ metric: CPU, rate: '6' }],
    });
    await publish(early);
    const states = new Map((await tables()).map((one) => [one.id, one.state]));
    expect([states.get(late.id), states.get(early.id)]).toEqual(['in-force', 'never-applied']);
  });

  it('of a table for later schedules it; another one for the same time replaces it', async () => {
    const effectiveFrom = iso(START + 500 * HOUR);
    const first = await makeDraft({ effectiveFrom });
    const next = await makeDraft({ effectiveFrom });
    await publish(first);
    await publish(next);
    const states = new Map((await tables()).map((one) => [one.id, one.state]));
    expect([states.get(first.id), states.get(next.id)]).toEqual(['never-applied', 'scheduled']);
  });

  it('happens once for two people at the same moment', async () => {
    const draft = await makeDraft();
    const answers = await Promise.all([publish(draft), publish(draft, second)]);
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409]);
    expect(answers.find((one) => one.status === 409)?.body.code).toBe('cost-table-published');
  });

  it('needs the version that was previewed, a reason, rates, and the permission', async () => {
    const draft = await makeDraft();
    expect((await publish(draft, editor, { version: 7 })).body.code).toBe('version-conflict');
    expect((await publish(draft, editor, { reason: '  ' })).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/body/reason' }],
    });
    expect((await publish(draft, viewer)).status).toBe(403);
    const empty = await makeDraft({ rates: [] });
    expect((await publish(empty)).body.code).toBe('publication-refused');
    expect((await app.get(`/api/cost-tables/${draft.id}`, viewer)).body).toMatchObject({
      state: 'draft',
      version: 1,
    });
  });

  it('makes a table that nobody changes any more, not even past the API', async () => {
    const draft = await makeDraft();
    await publish(draft);
    const path = `/api/cost-tables/${draft.id}`;
    const put = await sendJson<ProblemDocument>(app, editor, 'PUT', path, {
      ...draftInput(),
      version: 2,
    });
    const remove = await sendJson<ProblemDocument>(app, editor, 'DELETE', `${path}?version=2`);
    expect([put.body.code, remove.body.code]).toEqual([
      'cost-table-published',
      'cost-table-published',
    ]);
    for (const sql of [
      `update cost_table set title = 'x' where id = ${draft.id}`,
      `delete from cost_table where id = ${draft.id}`,
      `update cost_rate set rate = 9 where cost_table_id = ${draft.id}`,
      `delete from cost_rate where cost_table_id = ${draft.id}`,
      `insert into cost_rate (cost_table_id, metric_id, site_id, rate) values (${draft.id}, 1, 1, 9)`,
      `insert into size_weight values (${draft.id}, 1, 2, 2, now())`,
    ])
      await expect(stage.database.query(sql)).rejects.toThrow(/is published and does not change/);
  });
});

describe('above the limit for one person', () => {
  it('somebody else confirms, told apart by subject and not by name', async () => {
    // given: usage of the last days that the draft makes 2000 credits dearer
    clock.set(new Date((START + 24 * HOUR) / 1000));
    const key = await stage.series('large', RAM, '8676');
    await stage.publishRates([{ metric: RAM, rate: '1' }], iso(START + 4 * HOUR + 1));
    await stage.rate(key, [
      [START - 40 * HOUR, '0'],
      [START - 39 * HOUR, '1000'],
    ]);
    await stage.closeHours.execute(clock.now());
    const draft = await makeDraft({
      effectiveFrom: iso(START + 24 * HOUR),
      rates: [
        { metric: CPU, rate: '1' },
        { metric: RAM, rate: '3' },
      ],
    });
    const asked = await publish(draft);
    expect(asked.body).toMatchObject({
      outcome: 'awaiting-confirmation',
      table: { state: 'awaiting-confirmation', request: { by: 'Edda', impactCredits: '2000' } },
    });
    const confirm = (as: Credentials, version = draft.version) =>
      sendJson<PublicationResponse & ProblemDocument>(
        app,
        as,
        'POST',
        `/api/cost-tables/${draft.id}/publication/confirm`,
        { version },
      );
    // when and then: not by herself, not by the one who may only look, not an older version
    expect((await confirm(editor)).body.code).toBe('publication-refused');
    expect((await confirm(viewer)).status).toBe(403);
    expect((await confirm(second, 9)).body.code).toBe('version-conflict');
    const done = await confirm(second);
    expect(done.body.table).toMatchObject({
      state: 'in-force',
      published: { by: 'Edda', confirmedBy: 'Edda' },
    });
    const { body } = await app.get<AuditResponse>(`/api/audit?subject=${draft.id}`, viewer);
    expect(body.events.map((one) => one.action)).toEqual([
      'cost-table.publish',
      'cost-table.request-publication',
      'cost-table.create',
    ]);
  });

  it('a request ends when it is taken back or the draft is changed', async () => {
    const draft = await makeDraft({
      effectiveFrom: iso(START + 25 * HOUR),
      rates: [{ metric: RAM, rate: '300' }],
    });
    const path = `/api/cost-tables/${draft.id}`;
    await publish(draft);
    const withdrawn = await sendJson<CostTable>(app, second, 'DELETE', `${path}/publication`);
    expect(withdrawn.body).toMatchObject({ state: 'draft', request: null });
    await publish(draft);
    const changed = await sendJson<CostTable>(app, editor, 'PUT', path, {
      ...draftInput({ effectiveFrom: iso(START + 25 * HOUR) }),
      version: draft.version,
    });
    expect(changed.body).toMatchObject({ state: 'draft', request: null });
    const late = await sendJson<ProblemDocument>(
      app,
      second,
      'POST',
      `${path}/publication/confirm`,
      {
        version: changed.body.version,
      },
    );
    expect(late.body.code).toBe('publication-refused');
  });
});

describe('a draft that cannot be', () => {
  const rate = (over: Record<string, unknown>) => ({
    rates: [{ metric: CPU, rate: '1', ...over }],
  });
  it.each([
    ['a comma', rate({ rate: '1,5' }), '/body/rates/0/rate'],
    ['NaN', rate({ rate: 'NaN' }), '/body/rates/0/rate'],
    ['an exponent', rate({ rate: '1e3' }), '/body/rates/0/rate'],
    ['a negative rate', rate({ rate: '-1' }), '/body/rates/0/rate'],
    ['nothing', rate({ rate: '0.000' }), '/body/rates/0/rate'],
    ['a number instead of text', rate({ rate: 1.5 }), '/body/rates/0/rate'],
    ['too many digits', rate({ rate: '1'.repeat(13) }), '/body/rates/0/rate'],
    ['too many decimals', rate({ rate: `0.${'1'.repeat(19)}` }), '/body/rates/0/rate'],
    ['absurdly many digits', rate({ rate: '9'.repeat(100_000) }), '/body/rates/0/rate'],
    ['an unknown metric', rate({ metric: 'nope' }), '/body/rates/0/metric'],
    ['an unknown site', rate({ site: 'nope' }), '/body/rates/0/site'],
    ['an unknown project', rate({ project: 'nope' }), '/body/rates/0/project'],
    ['an unknown field', rate({ rates: 1 }), '/body/rates/0'],
    ['an empty title', { title: ' ' }, '/body/title'],
    ['no time', { effectiveFrom: 'soon' }, '/body/effectiveFrom'],
    [
      'a time before the accounting start',
      { effectiveFrom: '2019-12-31T23:59:59Z' },
      '/body/effectiveFrom',
    ],
    ['a time in another millennium', { effectiveFrom: '3026-01-01' }, '/body/effectiveFrom'],
    [
      'a rate twice',
      {
        rates: [
          { metric: CPU, rate: '1' },
          { metric: CPU, rate: '2' },
        ],
      },
      '/body/rates/1',
    ],
    [
      'a threshold twice',
      {
        weights: [
          { metric: CPU, value: '2', weight: '1' },
          { metric: CPU, value: '2.0', weight: '2' },
        ],
      },
      '/body/weights/1/value',
    ],
    [
      'a weight of 0',
      { weights: [{ metric: CPU, value: '2', weight: '0' }] },
      '/body/weights/0/weight',
    ],
  ])('is refused: %s', async (_, over, pointer) => {
    const before = (await tables()).length;
    const { status, body } = await sendJson<ProblemDocument>(
      app,
      editor,
      'POST',
      '/api/cost-tables',
      draftInput(over),
    );
    expect([status, body.code]).toEqual([400, 'invalid-request']);
    expect(body.errors?.map((one) => one.pointer)).toContain(pointer);
    expect((await tables()).length).toBe(before);
  });

  it.each([
    ['POST', '/api/cost-tables'],
    ['PUT', '/api/cost-tables/1'],
    ['DELETE', '/api/cost-tables/1?version=1'],
    ['POST', '/api/cost-tables/1/copy'],
    ['POST', '/api/cost-tables/1/publication'],
    ['DELETE', '/api/cost-tables/1/publication'],
  ] as const)('a viewer may not %s %s', async (method, path) => {
    const body = method === 'DELETE' ? undefined : draftInput();
    expect((await sendJson(app, viewer, method, path, body)).status).toBe(403);
  });

  it('names tables that are not there', async () => {
    for (const path of ['999999', '999999/diff', '999999/impact', '1/diff?against=999999'])
      expect((await app.get(`/api/cost-tables/${path}`, viewer)).body).toMatchObject({
        code: 'cost-table-not-found',
      });
    for (const path of ['0', 'x', '1.5', '99999999999'])
      expect((await app.get(`/api/cost-tables/${path}`, viewer)).status).toBe(400);
  });
});

// Last, because these tables have no rates and would leave usage of the past without one.
describe('the windows of published tables', () => {
  it('have one table in force at every instant, whatever was published when', async () => {
    // given: published late after a later one, so that it applies after that one has begun
    for (const [effective, applies] of [
      ['2021-01-01', '2021-01-01'],
      ['2021-03-01', '2021-03-01'],
      ['2021-02-01', '2021-04-01'],
      ['2021-05-01', '2021-06-01'],
      ['2021-05-02', '2021-05-15'],
    ]) {
      await stage.database.query(
        `insert into cost_table (title, status, effective_from, applies_from, created_by, published_at, published_by)
         values ($1::text, 'published', ($1::text)::date, $2, 'test', now(), 'test')`,
        [effective!, applies!],
      );
    }
    const windows = await stage.database.query<{ title: string; from: string; to: string }>(
      `select t.title, w.valid_from::date::text as from, w.valid_to::date::text as to
         from cost_table_window w join cost_table t on t.id = w.id
        where w.valid_from >= '2021-01-01' and w.valid_from < '2022-01-01' order by w.valid_from`,
    );
    expect(windows.map((one) => [one.title, one.from, one.to]).slice(0, 2)).toEqual([
      ['2021-01-01', '2021-01-01', '2021-03-01'],
      ['2021-03-01', '2021-03-01', '2021-05-15'],
    ]);
    const [overlaps] = await stage.database.query<{ count: number }>(
      `select count(*)::int as count from cost_table_window a join cost_table_window b
          on a.id <> b.id and a.valid_from < b.valid_to and b.valid_from < a.valid_to`,
    );
    expect(overlaps?.count).toBe(0);
  });
});
