import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  reRatingProjectsResponse,
  type ListReRatingPlansResponse,
  type ReRatingPlan,
} from '@os-credits/contracts';
import type { RatingStage } from '../../../test/rating-stage.js';
import {
  HOUR_MICROS,
  iso,
  MINUTE_MICROS,
  problemOf as problem,
  ReRatingStage,
  START_MICROS,
} from '../../../test/re-rating-stage.js';
import type { Credentials } from '../../../test/test-app.js';

describe('re-rating under a cost table that was published late', () => {
  let reRating: ReRatingStage;
  let stage: RatingStage;
  const name = 'late';

  beforeEach(async () => {
    reRating = await ReRatingStage.open();
    stage = reRating.rating;
  });
  afterEach(() => reRating.close());

  /** Publishes a table for vCPUs that states `from` but applies only from `to` on. */
  async function publishLate(
    rate: string,
    from: string,
    to: string,
    ramRate: string | null = null,
  ): Promise<number> {
    const [table] = await stage.database.query<{ id: number }>(
      `insert into cost_table (title, effective_from, created_by) values ('Late', $1, 'test') returning id`,
      [from],
    );
    const id = table?.id ?? 0;
    await stage.database.query(
      `insert into cost_rate (cost_table_id, metric_id, rate)
       select $1, m.id, k.rate from unnest($2::text[], $3::numeric[]) k(metric, rate) join metric m on m.name = k.metric
        where k.rate is not null`,
      [id, ['project_vcpu_usage', 'project_mb_usage'], [rate, ramRate]],
    );
    await stage.database.query(
      `update cost_table set status = 'published', applies_from = $2, published_at = $2, published_by = 'test'
        where id = $1`,
      [id, to],
    );
    return id;
  }

  const planFor = (costTableId: number): Promise<ReRatingPlan> =>
    reRating.planFor({ costTableId, reason: 'published late' });
  const approve = (id: string): Promise<ReRatingPlan> => reRating.approve(id);
  /** Every 40 minutes one unit, so that readings lie across the hours. */
  const use = (fromStep: number, toStep: number) =>
    Array.from({ length: toStep - fromStep }, (_, index) => {
      const step = fromStep + index;
      return [START_MICROS + step * 40 * MINUTE_MICROS, String(step)] as const;
    });

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
      (await reRating.app.get(`/api/re-rating-plans/${plan.id}/projects`, reRating.viewer)).body,
    );
    expect(projects).toMatchObject([{ project: name, difference: '12' }]);
    const entries = await reRating.entries(plan.id, name);
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
    expect(await reRating.passportFaults(name)).toEqual([]);
  });

  it('leaves alone what costs the same under both tables', async () => {
    const cpu = await stage.series(name);
    const ram = await stage.series(name, 'project_mb_usage');
    await stage.rate(cpu, use(0, 9));
    await stage.rate(ram, use(0, 9));
    const from = iso(START_MICROS + 90 * MINUTE_MICROS);
    const to = START_MICROS + 330 * MINUTE_MICROS;
    const id = await publishLate('2', from, iso(to), '0.3');
    await stage.closeHours.execute(new Date());
    const plan = await planFor(id);
    const entries = await reRating.entries(plan.id, name);
    expect(new Set(entries.map((entry) => entry.metric))).toEqual(new Set(['cpu']));
    expect(await approve(plan.id)).toMatchObject({ state: 'applied' });

    // The hour of the late table's beginning has both tables' charges of memory.
    await stage.rate(ram, use(9, 12));
    await stage.rate(ram, [[to + 1, '8.3']]);
    expect((await stage.verify()).differences).toEqual([]);
    expect(await reRating.passportFaults(name)).toEqual([]);
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
    expect(await reRating.applyAgain(plan.id)).toMatchObject({ outcome: 'already-applied' });
    expect(await stage.used(name)).toBe(used);
    const second = await reRating.request({
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
    const answer = await reRating.post(`/api/re-rating-plans/${plan.id}/decision`, {
      decision: 'reject',
      reason: 'we let it be',
    });
    expect(answer.body).toMatchObject({ state: 'rejected', decisionReason: 'we let it be' });
    expect(await stage.used(name)).toBe(used);
    const late = await reRating.post(`/api/re-rating-plans/${plan.id}/decision`, {
      decision: 'approve',
    });
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
    // Two people of one name would be two: it goes by subject.
    const isMine = async (as: Credentials) => {
      const path = '/api/re-rating-plans';
      const { body: one } = await reRating.app.get<ReRatingPlan>(`${path}/${plan.id}`, as);
      const { body: all } = await reRating.app.get<ListReRatingPlansResponse>(path, as);
      expect(all.plans.find(({ id }) => id === plan.id)).toEqual(one);
      return one.isMine;
    };
    expect([await isMine(reRating.editor), await isMine(reRating.other)]).toEqual([true, false]);
    const own = await reRating.post(`/api/re-rating-plans/${plan.id}/decision`, {
      decision: 'approve',
    });
    expect([own.status, problem(own).code]).toEqual([403, 'forbidden']);
    const answer = await reRating.post(
      `/api/re-rating-plans/${plan.id}/decision`,
      { decision: 'approve' },
      reRating.other,
    );
    expect(answer.status).toBe(200);
    expect(await reRating.settled(plan.id)).toMatchObject({ state: 'applied', decidedBy: 'Ada' });
    expect((await stage.verify()).differences).toEqual([]);
  });

  it('refuses what makes no sense, and who may not', async () => {
    const draft = await stage.database.query<{ id: number }>(
      `insert into cost_table (title, effective_from, created_by) values ('Draft', now(), 'x') returning id`,
    );
    const ofDraft = await reRating.request({
      costTableId: draft[0]?.id,
      reason: 'too early',
    });
    expect([ofDraft.status, problem(ofDraft).code]).toEqual([409, 'conflict']);
    const ofNothing = await reRating.request({ costTableId: 99_999, reason: 'gone' });
    expect([ofNothing.status, problem(ofNothing).code]).toEqual([404, 'cost-table-not-found']);
    const noReason = await reRating.request({ costTableId: 1, reason: ' ' });
    expect([noReason.status, problem(noReason).code]).toEqual([400, 'invalid-request']);
    const inTime = await reRating.request({ costTableId: 1, reason: 'why not' });
    expect([inTime.status, problem(inTime).code]).toEqual([409, 'conflict']);
    const asViewer = await reRating.request({ costTableId: 1, reason: 'hello' }, reRating.viewer);
    expect([asViewer.status, problem(asViewer).code]).toEqual([403, 'forbidden']);
    const id = '00000000-0000-4000-8000-000000000000';
    expect((await reRating.app.get(`/api/re-rating-plans/${id}`, reRating.viewer)).status).toBe(
      404,
    );
  });
});
