import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BAD_REASONS, BAD_TEXTS } from '../../../test/bad-values.js';
import { expectRefusal } from '../../../test/expect-refusal.js';
import { iso, problemOf, ReRatingStage, START_MICROS } from '../../../test/re-rating-stage.js';

const METRIC = 'project_mb_usage';
const PLANS = '/api/re-rating-plans';
const NO_PLAN = '00000000-0000-4000-8000-000000000000';
const HOUR_MICROS = 3_600_000_000;

let reRating: ReRatingStage;
let planId: string;

beforeAll(async () => {
  reRating = await ReRatingStage.open();
  const key = await reRating.rating.series('memory', METRIC);
  await reRating.rating.rate(
    key,
    [0, 1, 2].map((hour) => [START_MICROS + hour * HOUR_MICROS, String(hour)]),
  );
  await reRating.rating.closeHours.execute(new Date());
  planId = (await reRating.planFor(dismissal)).id;
});
afterAll(() => reRating.close());

const dismissal = {
  cause: 'dismissed-readings',
  project: 'memory',
  metric: METRIC,
  from: iso(START_MICROS + HOUR_MICROS),
  to: iso(START_MICROS + 2 * HOUR_MICROS),
  reason: 'the exporter was broken',
};
const late = { cause: 'cost-table', costTableId: 1, reason: 'published late' };
const unit = {
  cause: 'metric-unit',
  metric: METRIC,
  readingUnit: 'MiB·h',
  from: iso(START_MICROS),
  reason: 'it sends MiB·h',
};

/** Plans, decisions, the ledger, and work that was started. */
const state = (): Promise<unknown[]> =>
  reRating.rating.database.query(
    `select (select json_agg(p order by p.id) from re_rating_plan p) as plans,
            (select json_agg(m order by m.id) from metric m) as metrics,
            (select count(*) from ledger_entry) as entries, (select count(*) from dismissed_reading) as dismissed,
            (select count(*) from job_run) as runs, (select count(*) from audit_event) as audited`,
  );

describe('a re-rating plan', () => {
  it.each([
    ...[late, unit, dismissal].flatMap((request) =>
      BAD_REASONS.map(([name, reason]) => [
        `${request.cause}: ${name}`,
        { ...request, reason },
        '/body/reason',
      ]),
    ),
    ...[0, -1, 1.5, '1', 2_147_483_648, 1e99, null, undefined].map((costTableId) => [
      `cost table ${String(costTableId)}`,
      { ...late, costTableId },
      '/body/costTableId',
    ]),
    ...[unit, dismissal].flatMap((request) =>
      ['soon', '1,5', '', 5, '0000-01-01', '0000-01-01T00:00:00Z', '2026-02-30', null].map(
        (from) => [`${request.cause} from ${String(from)}`, { ...request, from }, '/body/from'],
      ),
    ),
    ...BAD_TEXTS.flatMap(([name, value]) => [
      [`${name} as project`, { ...dismissal, project: value }, '/body/project'],
      [`${name} as site`, { ...dismissal, site: value }, '/body/site'],
      [`${name} as metric`, { ...unit, metric: value }, '/body/metric'],
      [`${name} as unit`, { ...unit, readingUnit: value }, '/body/readingUnit'],
    ]),
    ['no end', { ...dismissal, to: undefined }, '/body/to'],
    ['an end before its begin', { ...dismissal, to: dismissal.from }, '/body/to'],
    ['an unknown cause', { ...late, cause: 'weather' }, '/body/cause'],
    ['an unknown field', { ...late, credits: '5' }, '/body'],
    [
      'a unit that the metric has no conversion for',
      { ...unit, readingUnit: 'GPU·h' },
      '/body/readingUnit',
    ],
  ] as [string, unknown, string][])(
    'is not made for %s, and nothing changes',
    async (_, body, pointer) => {
      await expectRefusal(() => reRating.request(body), pointer, state);
    },
  );

  it('is not made for what is not there, nor by who may not', async () => {
    const before = await state();
    for (const [body, code] of [
      [{ ...late, costTableId: 999_999 }, 'cost-table-not-found'],
      [{ ...unit, metric: 'no_such_metric' }, 'metric-not-found'],
      [{ ...dismissal, metric: 'no_such_metric' }, 'metric-not-found'],
      [{ ...dismissal, project: 'nobody knows it' }, 'project-not-found'],
    ] as const) {
      const answer = await reRating.request(body);
      expect([answer.status, problemOf(answer).code]).toEqual([404, code]);
    }
    const lead = await reRating.app.signIn({ leads: ['memory'] });
    for (const person of [reRating.viewer, lead]) {
      for (const path of [PLANS, `${PLANS}/${planId}/decision`]) {
        const answer = await reRating.post(path, { decision: 'approve' }, person);
        expect([answer.status, problemOf(answer).code]).toEqual([403, 'forbidden']);
      }
    }
    expect(await state()).toEqual(before);
  });
});

describe('a decision about a plan', () => {
  it.each([
    ['none', {}, '/body/decision'],
    ['another word', { decision: 'perhaps' }, '/body/decision'],
    ['a number', { decision: 1 }, '/body/decision'],
    [
      'a reason beyond all measure',
      { decision: 'approve', reason: 'x'.repeat(1001) },
      '/body/reason',
    ],
    ['a NUL in its reason', { decision: 'reject', reason: 'no\0' }, '/body/reason'],
    ['an unknown field', { decision: 'approve', isForced: true }, '/body'],
  ])('is refused: %s', async (_, body, pointer) => {
    await expectRefusal(() => reRating.post(`${PLANS}/${planId}/decision`, body), pointer, state);
  });

  it('is refused about a plan that is not there', async () => {
    const decision = { decision: 'approve' };
    const missing = await reRating.post(`${PLANS}/${NO_PLAN}/decision`, decision);
    expect([missing.status, problemOf(missing).code]).toEqual([404, 're-rating-plan-not-found']);
    for (const id of ['1', 'x', '1,5', NO_PLAN.slice(1)])
      await expectRefusal(
        () => reRating.post(`${PLANS}/${id}/decision`, decision),
        '/path/id',
        state,
      );
  });

  it('is taken once, however many press at one moment; repeating it posts nothing and says so', async () => {
    const decide = (decision: string) => reRating.post(`${PLANS}/${planId}/decision`, { decision });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => decide(index % 3 === 2 ? 'reject' : 'approve')),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      200,
      ...Array<number>(11).fill(409),
    ]);
    const plan = await reRating.settled(planId);
    const before = await state();
    for (const decision of ['approve', 'reject']) {
      const answer = await decide(decision);
      expect([answer.status, problemOf(answer).detail]).toEqual([
        409,
        `The plan is ${plan.state}; only one that is ready can be decided.`,
      ]);
    }
    expect(await state()).toEqual(before);
    const decided = await reRating.rating.database.query(
      `select action from audit_event where subject_kind = 're-rating-plan' and subject = $1`,
      [planId],
    );
    expect(decided).toHaveLength(1);
    expect((await reRating.rating.verify()).differences).toEqual([]);
  });
});
