import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RatingStage } from '../../../test/rating-stage.js';
import {
  HOUR_MICROS,
  iso,
  problemOf,
  ReRatingStage,
  START_MICROS,
} from '../../../test/re-rating-stage.js';

const METRIC = 'project_mb_usage';

describe('re-rating after the unit of a metric was fixed', () => {
  let reRating: ReRatingStage;
  let stage: RatingStage;
  const name = 'memory';

  beforeEach(async () => {
    reRating = await ReRatingStage.open();
    stage = reRating.rating;
  });
  afterEach(() => reRating.close());

  /** Every half hour 1024 more of what the counter counts; 0.3 credits per GiB·h. */
  const use = (fromStep: number, toStep: number) =>
    Array.from({ length: toStep - fromStep }, (_, index) => {
      const step = fromStep + index;
      return [START_MICROS + (step * HOUR_MICROS) / 2, String(step * 1024)] as const;
    });
  const request = (fromStep: number, more: object = {}) => ({
    cause: 'metric-unit',
    metric: METRIC,
    readingUnit: 'MiB·h',
    from: iso(START_MICROS + (fromStep * HOUR_MICROS) / 2),
    reason: 'the exporter of 2019 sends MiB·h',
    ...more,
  });
  /** By somebody else: the differences are large. */
  const approve = (id: string) => reRating.approve(id, reRating.other);
  const verified = async () => (await stage.verify()).differences;
  const allow = (limit: string | null) =>
    stage.database.query(`update metric set plausible_max_per_hour = $1 where name = $2`, [
      limit,
      METRIC,
    ]);

  it('holds from now on at once, and posts the difference of the past when it is approved', async () => {
    const key = await stage.series(name, METRIC);
    await stage.rate(key, use(0, 9));
    await stage.closeHours.execute(new Date());
    const before = Number(await stage.used(name));
    expect(before).toBe(8 * 1024 * 0.3);

    const plan = await reRating.planFor(request(2));
    expect(plan).toMatchObject({
      state: 'ready',
      subject: { cause: 'metric-unit', metric: { name: METRIC }, readingUnit: 'MiB·h' },
    });
    // Intervals 3 to 8 count 1 GiB·h each instead of 1024.
    expect(plan.totals?.difference).toBe('-1841.4');
    expect(Number(await stage.used(name))).toBe(before);
    expect(await verified()).toEqual([]);

    // Meanwhile it is rated by the new unit, which the plan stays right with.
    await stage.rate(key, [[Date.now() * 1000, String(9 * 1024)]]);
    expect(Number(await stage.used(name))).toBeCloseTo(before + 0.3, 9);

    expect(await approve(plan.id)).toMatchObject({ state: 'applied' });
    expect(Number(await stage.used(name))).toBeCloseTo(2 * 1024 * 0.3 + 7 * 0.3, 9);
    expect(await verified()).toEqual([]);
    expect(await reRating.passportFaults(name)).toEqual([]);

    // Late readings before and after the instant go by the unit of their time.
    await stage.rate(key, [[START_MICROS + HOUR_MICROS / 4, '100']]);
    await stage.rate(key, [[START_MICROS + 5 * (HOUR_MICROS / 4), '2100']]);
    expect(Number(await stage.used(name))).toBeCloseTo(2 * 1024 * 0.3 + 7 * 0.3, 9);
    expect(await verified()).toEqual([]);
    const entries = await stage.database.query(
      `select distinct reason, actor, source from ledger_entry where plan_id = $1`,
      [plan.id],
    );
    expect(entries).toEqual([
      {
        reason: 'the exporter of 2019 sends MiB·h',
        actor: 'Edgar, approved by Ada',
        source: 're-rating',
      },
    ]);
  });

  it('of a stretch that is over leaves the unit of today alone', async () => {
    const key = await stage.series(name, METRIC);
    await stage.rate(key, use(0, 9));
    const to = iso(START_MICROS + 3 * HOUR_MICROS);
    const plan = await reRating.planFor(request(2, { to }));
    expect(await approve(plan.id)).toMatchObject({ state: 'applied', to });
    expect(Number(await stage.used(name))).toBeCloseTo(4 * 1024 * 0.3 + 4 * 0.3, 9);
    await stage.rate(key, use(9, 11));
    expect(Number(await stage.used(name))).toBeCloseTo(6 * 1024 * 0.3 + 4 * 0.3, 9);
    expect(await verified()).toEqual([]);

    expect(await reRating.applyAgain(plan.id)).toMatchObject({ outcome: 'already-applied' });
    const again = await reRating.request(request(2, { to }));
    expect([again.status, problemOf(again).code]).toEqual([409, 'conflict']);
    expect(problemOf(again).detail).toContain('count in MiB·h already');
  });

  it('releases what was held because of the unit, and holds nothing else', async () => {
    const key = await stage.series(name, METRIC);
    await stage.rate(key, use(0, 1));
    await allow('100');
    await stage.rate(key, use(1, 5));
    expect(await stage.used(name)).toBe('0');
    const held = () => stage.database.query(`select status from held_charge`);
    expect(await held()).toHaveLength(4);

    const plan = await reRating.planFor(request(0));
    expect(await approve(plan.id)).toMatchObject({ state: 'applied' });
    expect(await held()).toEqual([]);
    expect(Number(await stage.used(name))).toBeCloseTo(4 * 0.3, 9);
    expect(await verified()).toEqual([]);
  });

  it('is refused and posts nothing where a late reading came in since', async () => {
    const key = await stage.series(name, METRIC);
    await stage.rate(key, use(0, 9));
    const plan = await reRating.planFor(request(2));
    await stage.rate(key, [[START_MICROS + 7 * (HOUR_MICROS / 4), '5000']]);
    const used = await stage.used(name);
    expect(await approve(plan.id)).toMatchObject({ state: 'outdated' });
    expect(await stage.used(name)).toBe(used);
    expect(await verified()).toEqual([]);
    expect(await approve((await reRating.planFor(request(2))).id)).toMatchObject({
      state: 'applied',
    });
    expect(await verified()).toEqual([]);
  });

  it('refuses what makes no sense', async () => {
    const codeOf = async (body: object) => {
      const answer = await reRating.request(body);
      return [answer.status, problemOf(answer).code];
    };
    expect(await codeOf(request(0))).toEqual([409, 'conflict']); // no readings
    await stage.rate(await stage.series(name, METRIC), use(0, 3));
    expect(await codeOf({ ...request(0), metric: 'project_gpu_usage' })).toEqual([
      404,
      'metric-not-found',
    ]);
    expect(await codeOf({ ...request(0), readingUnit: 'vCPU·h' })).toEqual([
      400,
      'invalid-request',
    ]);
    expect(await codeOf({ ...request(0), readingUnit: 'GiB·h' })).toEqual([409, 'conflict']);
    expect(await codeOf({ ...request(0), cause: 'weather' })).toEqual([400, 'invalid-request']);
    expect(await codeOf(request(2, { to: iso(START_MICROS) }))).toEqual([400, 'invalid-request']);
    expect(await codeOf(request(200))).toEqual([400, 'invalid-request']); // in the future
    expect(await codeOf(request(-24 * 2 * 400))).toEqual([409, 'conflict']); // not retained
    expect(await codeOf(request(2, { reason: ' ' }))).toEqual([400, 'invalid-request']);
    const asViewer = await reRating.request(request(2), reRating.viewer);
    expect([asViewer.status, problemOf(asViewer).code]).toEqual([403, 'forbidden']);
    const [metric] = await stage.database.query<{ reading_unit: string }>(
      `select reading_unit from metric where name = $1`,
      [METRIC],
    );
    expect(metric?.reading_unit).toBe('GiB·h');
  });
});
