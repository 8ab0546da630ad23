import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext } from '@nestjs/common';
import {
  type ProblemDocument,
  type ReRatingPlan,
  reRatingEntriesResponse,
  reRatingPlan,
  reRatingProjectsResponse,
} from '@os-credits/contracts';
import { startJobWorker, until } from '../../../test/job-stage.js';
import { RatingStage } from '../../../test/rating-stage.js';
import {
  startTestApp,
  type Answer,
  type Credentials,
  type TestApp,
} from '../../../test/test-app.js';
import { jobTypes } from '../../job-types.js';

const HOUR_MICROS = 3_600_000_000;
const MINUTE_MICROS = 60_000_000;
/** Ten hours ago, on the hour: everything happens after it. */
const START_MICROS = Math.floor((Date.now() * 1000) / HOUR_MICROS) * HOUR_MICROS - 10 * HOUR_MICROS;
const iso = (micros: number): string => new Date(micros / 1000).toISOString();

describe('re-rating under a cost table that was published late', () => {
  let stage: RatingStage;
  let app: TestApp;
  let worker: INestApplicationContext;
  let editor: Credentials & { csrfToken: string };
  let other: Credentials & { csrfToken: string };
  let viewer: Credentials & { csrfToken: string };
  const name = 'late';

  beforeEach(async () => {
    stage = await RatingStage.open();
    app = await startTestApp(stage.url, { PUBLISH_FOUR_EYES_CREDITS: '500' });
    worker = await startJobWorker(stage.url, jobTypes);
    editor = await app.signIn({ subject: 'edgar', name: 'Edgar', staffRole: 'editor' });
    other = await app.signIn({ subject: 'ada', name: 'Ada', staffRole: 'admin' });
    viewer = await app.signIn({ subject: 'viola', staffRole: 'viewer' });
  });
  afterEach(async () => {
    await worker.close();
    await app.close();
    await stage.close();
  });

  /** Publishes a table for vCPUs that states `from` but applies only from `to` on. */
  async function publishLate(rate: string, from: string, to: string): Promise<number> {
    const [table] = await stage.database.query<{ id: number }>(
      `insert into cost_table (title, effective_from, created_by) values ('Late', $1, 'test') returning id`,
      [from],
    );
    const id = table?.id ?? 0;
    await stage.database.query(
      `insert into cost_rate (cost_table_id, metric_id, rate)
       select $1, id, $2 from metric where name = 'project_vcpu_usage'`,
      [id, rate],
    );
    await stage.database.query(
      `update cost_table set status = 'published', applies_from = $2, published_at = $2, published_by = 'test'
        where id = $1`,
      [id, to],
    );
    return id;
  }

  const post = (
    path: string,
    body: unknown,
    as: Credentials & { csrfToken: string } = editor,
  ): Promise<Answer> =>
    app.get(path, as, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': as.csrfToken },
      body: JSON.stringify(body),
    });
  const show = async (id: string): Promise<ReRatingPlan> =>
    reRatingPlan.parse((await app.get(`/api/re-rating-plans/${id}`, viewer)).body);
  const settled = (id: string): Promise<ReRatingPlan> =>
    until(
      () => show(id),
      ({ state }) => state !== 'computing' && state !== 'applying',
    );
  const planFor = async (costTableId: number): Promise<ReRatingPlan> => {
    const answer = await post('/api/re-rating-plans', { costTableId, reason: 'published late' });
    expect(answer.status).toBe(201);
    return settled(reRatingPlan.parse(answer.body).id);
  };
  const approve = async (id: string): Promise<ReRatingPlan> => {
    const answer = await post(`/api/re-rating-plans/${id}/decision`, { decision: 'approve' });
    expect(answer.status).toBe(200);
    return settled(id);
  };
  /** Every 40 minutes one unit, so that readings lie across the hours. */
  const use = (fromStep: number, toStep: number) =>
    Array.from({ length: toStep - fromStep }, (_, index) => {
      const step = fromStep + index;
      return [START_MICROS + step * 40 * MINUTE_MICROS, String(step)] as const;
    });
  const problem = (answer: Answer): ProblemDocument => answer.body as ProblemDocument;

  it('posts exactly what the table would have charged, and verification agrees', async () => {
    const key = await stage.series(name);
    await stage.rate(key, use(0, 9));
    await stage.closeHours.execute(new Date());
    expect(await stage.used(name)).toBe('8');
    // In force from 1:30 h on as stated, published when 8 intervals (5:20 h) had been charged.
    const tableId = await publishLate(
      '3',
      iso(START_MICROS + 90 * MINUTE_MICROS),
      iso(START_MICROS + 330 * MINUTE_MICROS),
    );
    await stage.rate(key, use(9, 12));
    await stage.closeHours.execute(new Date());
    const before = await stage.used(name);

    const plan = await planFor(tableId);
    expect(plan).toMatchObject({ state: 'ready', author: 'Edgar', needsSecondPerson: false });
    // 1:30 h to 5:30 h are 6 intervals' worth of use at 3 instead of 1.
    expect(plan.totals).toMatchObject({ projectCount: 1, difference: '12' });
    const { projects } = reRatingProjectsResponse.parse(
      (await app.get(`/api/re-rating-plans/${plan.id}/projects`, viewer)).body,
    );
    expect(projects).toMatchObject([{ project: name, difference: '12' }]);
    const { entries } = reRatingEntriesResponse.parse(
      (
        await app.get(
          `/api/re-rating-plans/${plan.id}/entries?project=${encodeURIComponent(name)}`,
          viewer,
        )
      ).body,
    );
    expect(entries).toHaveLength(plan.totals?.entryCount ?? 0);
    expect(await stage.used(name)).toBe(before);

    expect(await approve(plan.id)).toMatchObject({ state: 'applied', decidedBy: 'Edgar' });
    expect(Number(await stage.used(name))).toBe(Number(before) + 12);
    expect((await stage.verify()).differences).toEqual([]);
    const posted = await stage.database.query<{ actor: string; reason: string; names: boolean }>(
      `select distinct actor, reason, corrects_id is not null as names
         from ledger_entry where plan_id = $1 and cost_table_id <> $2`,
      [plan.id, tableId],
    );
    expect(posted).toEqual([
      { actor: 'Edgar, approved by Edgar', reason: 'published late', names: true },
    ]);

    // A late reading of a re-rated hour is rated by the new table.
    await stage.rate(key, [[START_MICROS + 210 * MINUTE_MICROS, '5.25']]);
    expect((await stage.verify()).differences).toEqual([]);
  });

  it('applied again it changes nothing', async () => {
    const key = await stage.series(name);
    await stage.rate(key, use(0, 9));
    const tableId = await publishLate(
      '3',
      iso(START_MICROS + HOUR_MICROS),
      iso(START_MICROS + 330 * MINUTE_MICROS),
    );
    const plan = await approve((await planFor(tableId)).id);
    const used = await stage.used(name);
    const again = await post('/api/jobs', { type: 're-rate', parameters: { plan: plan.id } });
    expect(again.status).toBe(201);
    const { job } = again.body as { job: { id: string } };
    const run = await until(
      async () =>
        (await app.get<{ state: string; result: unknown }>(`/api/jobs/${job.id}`, viewer)).body,
      ({ state }) => state !== 'queued' && state !== 'running',
    );
    expect(run).toMatchObject({ state: 'succeeded', result: { outcome: 'already-applied' } });
    expect(await stage.used(name)).toBe(used);
    const second = await post('/api/re-rating-plans', {
      costTableId: tableId,
      reason: 'once more',
    });
    expect([second.status, problem(second).code]).toEqual([409, 'conflict']);
  });

  it('is refused and posts nothing where a reading came in since', async () => {
    const key = await stage.series(name);
    await stage.rate(key, use(0, 9));
    const tableId = await publishLate(
      '2',
      iso(START_MICROS + HOUR_MICROS),
      iso(START_MICROS + 330 * MINUTE_MICROS),
    );
    const plan = await planFor(tableId);
    await stage.rate(key, [[START_MICROS + 45 * MINUTE_MICROS, '1.9']]);
    const used = await stage.used(name);
    expect(await approve(plan.id)).toMatchObject({ state: 'outdated' });
    expect(await stage.used(name)).toBe(used);
    expect((await stage.verify()).differences).toEqual([]);

    const fresh = await planFor(tableId);
    expect(await approve(fresh.id)).toMatchObject({ state: 'applied' });
    expect((await stage.verify()).differences).toEqual([]);
  });

  it('rejected it changes nothing', async () => {
    const key = await stage.series(name);
    await stage.rate(key, use(0, 9));
    const tableId = await publishLate(
      '2',
      iso(START_MICROS + HOUR_MICROS),
      iso(START_MICROS + 330 * MINUTE_MICROS),
    );
    const plan = await planFor(tableId);
    const used = await stage.used(name);
    const answer = await post(`/api/re-rating-plans/${plan.id}/decision`, {
      decision: 'reject',
      reason: 'we let it be',
    });
    expect(answer.body).toMatchObject({ state: 'rejected', decisionReason: 'we let it be' });
    expect(await stage.used(name)).toBe(used);
    const late = await post(`/api/re-rating-plans/${plan.id}/decision`, { decision: 'approve' });
    expect([late.status, problem(late).code]).toEqual([409, 'conflict']);
  });

  it('a large one needs a second person', async () => {
    const key = await stage.series(name);
    await stage.rate(key, use(0, 9));
    const tableId = await publishLate(
      '999',
      iso(START_MICROS + HOUR_MICROS),
      iso(START_MICROS + 330 * MINUTE_MICROS),
    );
    const plan = await planFor(tableId);
    expect(plan.needsSecondPerson).toBe(true);
    const own = await post(`/api/re-rating-plans/${plan.id}/decision`, { decision: 'approve' });
    expect([own.status, problem(own).code]).toEqual([403, 'forbidden']);
    const answer = await post(
      `/api/re-rating-plans/${plan.id}/decision`,
      { decision: 'approve' },
      other,
    );
    expect(answer.status).toBe(200);
    expect(await settled(plan.id)).toMatchObject({ state: 'applied', decidedBy: 'Ada' });
    expect((await stage.verify()).differences).toEqual([]);
  });

  it('refuses what makes no sense, and who may not', async () => {
    const draft = await stage.database.query<{ id: number }>(
      `insert into cost_table (title, effective_from, created_by) values ('Draft', now(), 'x') returning id`,
    );
    const ofDraft = await post('/api/re-rating-plans', {
      costTableId: draft[0]?.id,
      reason: 'too early',
    });
    expect([ofDraft.status, problem(ofDraft).code]).toEqual([409, 'conflict']);
    const ofNothing = await post('/api/re-rating-plans', { costTableId: 99_999, reason: 'gone' });
    expect([ofNothing.status, problem(ofNothing).code]).toEqual([404, 'cost-table-not-found']);
    const noReason = await post('/api/re-rating-plans', { costTableId: 1, reason: ' ' });
    expect([noReason.status, problem(noReason).code]).toEqual([400, 'invalid-request']);
    const inTime = await post('/api/re-rating-plans', { costTableId: 1, reason: 'why not' });
    expect([inTime.status, problem(inTime).code]).toEqual([409, 'conflict']);
    const asViewer = await post(
      '/api/re-rating-plans',
      { costTableId: 1, reason: 'hello' },
      viewer,
    );
    expect([asViewer.status, problem(asViewer).code]).toEqual([403, 'forbidden']);
    const id = '00000000-0000-4000-8000-000000000000';
    expect((await app.get(`/api/re-rating-plans/${id}`, viewer)).status).toBe(404);
  });
});
