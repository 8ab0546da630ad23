import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  publicationResponse,
  type AuditResponse,
  type CostTable,
  type ProblemDocument,
  type PublicationResponse,
} from '@os-credits/contracts';
import { type FixedClock } from '@os-credits/testing';
import {
  CostTableStage,
  type StaffPerson,
  CPU,
  HOUR,
  iso,
  MINUTE,
  RAM,
  START,
} from '../../../test/cost-table-stage.js';
import { type RatingStage } from '../../../test/rating-stage.js';
import { sendJson } from '../../../test/rules-client.js';
import { type Credentials, type TestApp } from '../../../test/test-app.js';

let rules: CostTableStage;
let stage: RatingStage;
let clock: FixedClock;
let app: TestApp;
let editor: StaffPerson;
let second: StaffPerson;
let viewer: StaffPerson;

beforeAll(async () => {
  rules = await CostTableStage.open();
  ({ stage, clock, app, editor, second, viewer } = rules);
});
afterAll(() => rules.close());

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
    const draft = await rules.makeDraft({
      effectiveFrom: iso(START + HOUR),
      rates: [{ metric: CPU, rate: '3' }],
    });
    const { status, body } = await rules.publish(draft);
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
    const draft = await rules.makeDraft({
      effectiveFrom: iso(START + 2 * HOUR),
      rates: [{ metric: CPU, rate: '7' }],
    });
    const impact = await app.get<{ past: unknown }>(`/api/cost-tables/${draft.id}/impact`, viewer);
    expect(impact.body.past).toMatchObject({
      from: iso(START + 2 * HOUR),
      chargeCount: 1,
      credits: '30',
    });
    const { body } = await rules.publish(draft);
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
    const late = await rules.makeDraft({
      effectiveFrom: iso(START + 4 * HOUR),
      rates: [{ metric: CPU, rate: '5' }],
    });
    await rules.publish(late);
    const early = await rules.makeDraft({
      effectiveFrom: iso(START + 3 * HOUR),
      rates: [{ metric: CPU, rate: '6' }],
    });
    await rules.publish(early);
    const states = new Map((await rules.tables()).map((one) => [one.id, one.state]));
    expect([states.get(late.id), states.get(early.id)]).toEqual(['in-force', 'overtaken']);
  });

  it('of a table for later schedules it; another one for the same time replaces it', async () => {
    const effectiveFrom = iso(START + 500 * HOUR);
    const first = await rules.makeDraft({ effectiveFrom });
    const next = await rules.makeDraft({ effectiveFrom });
    await rules.publish(first);
    await rules.publish(next);
    const states = new Map((await rules.tables()).map((one) => [one.id, one.state]));
    expect([states.get(first.id), states.get(next.id)]).toEqual(['overtaken', 'scheduled']);
  });

  it('happens once for two people at the same moment', async () => {
    const draft = await rules.makeDraft();
    const answers = await Promise.all([rules.publish(draft), rules.publish(draft, second)]);
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409]);
    expect(answers.find((one) => one.status === 409)?.body.code).toBe('cost-table-published');
  });

  it('needs the version that was previewed, a reason, rates, and the permission', async () => {
    const draft = await rules.makeDraft();
    expect((await rules.publish(draft, editor, { version: 7 })).body.code).toBe('version-conflict');
    expect((await rules.publish(draft, editor, { reason: '  ' })).body).toMatchObject({
      status: 400,
      errors: [{ pointer: '/body/reason' }],
    });
    expect((await rules.publish(draft, viewer)).status).toBe(403);
    const empty = await rules.makeDraft({ rates: [] });
    expect((await rules.publish(empty)).body.code).toBe('publication-refused');
    expect((await app.get(`/api/cost-tables/${draft.id}`, viewer)).body).toMatchObject({
      state: 'draft',
      version: 1,
    });
  });

  it('makes a table that nobody changes any more, not even past the API', async () => {
    const draft = await rules.makeDraft();
    await rules.publish(draft);
    const path = `/api/cost-tables/${draft.id}`;
    const put = await sendJson<ProblemDocument>(app, editor, 'PUT', path, {
      ...rules.draftInput(),
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
    const draft = await rules.makeDraft({
      effectiveFrom: iso(START + 24 * HOUR),
      rates: [
        { metric: CPU, rate: '1' },
        { metric: RAM, rate: '3' },
      ],
    });
    const asked = await rules.publish(draft);
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
    const isMine = async (as: Credentials) => {
      const { body } = await app.get<CostTable>(`/api/cost-tables/${draft.id}`, as);
      const { body: list } = await app.get<{ tables: CostTable[] }>('/api/cost-tables', as);
      const listed = list.tables.find(({ id }) => id === draft.id);
      expect(listed?.request).toEqual(body.request);
      return body.request?.isMine;
    };
    expect([await isMine(editor), await isMine(second), await isMine(viewer)]).toEqual([
      true,
      false,
      false,
    ]);
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
    // what the trail remembers is the same for everybody who reads it
    const { request } = body.events[1]?.after as { request: object };
    expect(Object.keys(request).sort()).toEqual(['at', 'by', 'impactCredits', 'reason']);
  });

  it('a request ends when it is taken back or the draft is changed', async () => {
    const draft = await rules.makeDraft({
      effectiveFrom: iso(START + 25 * HOUR),
      rates: [{ metric: RAM, rate: '300' }],
    });
    const path = `/api/cost-tables/${draft.id}`;
    await rules.publish(draft);
    const withdrawn = await sendJson<CostTable>(app, second, 'DELETE', `${path}/publication`);
    expect(withdrawn.body).toMatchObject({ state: 'draft', request: null });
    await rules.publish(draft);
    const changed = await sendJson<CostTable>(app, editor, 'PUT', path, {
      ...rules.draftInput({ effectiveFrom: iso(START + 25 * HOUR) }),
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
