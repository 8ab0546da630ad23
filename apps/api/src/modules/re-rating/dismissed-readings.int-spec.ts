import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RatingStage, SeriesKey } from '../../../test/rating-stage.js';
import {
  HOUR_MICROS,
  iso,
  MINUTE_MICROS,
  problemOf,
  ReRatingStage,
  START_MICROS,
} from '../../../test/re-rating-stage.js';

const METRIC = 'project_vcpu_usage';
const SITE = '8676';

describe('re-rating without readings that were wrong', () => {
  let reRating: ReRatingStage;
  let stage: RatingStage;
  const name = 'wrong';

  beforeEach(async () => {
    reRating = await ReRatingStage.open();
    stage = reRating.rating;
  });
  afterEach(() => reRating.close());

  const at = (hours: number): number => START_MICROS + hours * HOUR_MICROS;
  /** One credit an hour, a reading every half hour. */
  const good = (fromHour: number, toHour: number) =>
    Array.from({ length: (toHour - fromHour) * 2 }, (_, index) => {
      const hours = fromHour + index / 2;
      return [at(hours), String(100 + hours)] as const;
    });
  const request = (fromHour: number, toHour: number, more: object = {}) => ({
    cause: 'dismissed-readings',
    project: name,
    metric: METRIC,
    from: iso(at(fromHour)),
    to: iso(at(toHour)),
    reason: 'the exporter counted a host twice',
    ...more,
  });
  const verified = async () => (await stage.verify()).differences;
  const dismiss = async (fromHour: number, toHour: number) => {
    const plan = await reRating.planFor(request(fromHour, toHour));
    return reRating.approve(plan.id, reRating.other);
  };
  const stateOf = async ({ seriesId }: SeriesKey) => {
    const [row] = await stage.database.query<Record<string, string | null>>(
      `select first_at, last_at, last_value::text, high_water::text, stored_to from series where id = $1`,
      [seriesId],
    );
    return row;
  };
  const counts = async () => {
    const [row] = await stage.database.query<Record<string, number>>(
      `select (select count(*)::int from reading) as stored, (select count(*)::int from dismissed_reading) as dismissed,
              (select count(*)::int from counted_reading) as counted,
              (select count(*)::int from data_quality_event where kind = 'reset') as resets`,
    );
    return row;
  };

  it('bridges over them, in the ledger, passports and verification', async () => {
    const key = await stage.series(name);
    await stage.rate(key, [...good(0, 3), [at(3), '500'], [at(3.5), '600'], ...good(4, 6)]);
    await stage.closeHours.execute(new Date());
    const before = await stage.used(name);
    expect(before).toBe(String(2.5 + 397.5 + 100 + 1.5));
    expect(await counts()).toEqual({ stored: 12, dismissed: 0, counted: 12, resets: 1 });

    const plan = await reRating.planFor(request(3, 4));
    expect(plan).toMatchObject({
      state: 'ready',
      subject: { cause: 'dismissed-readings', project: name, site: null, readingCount: 2 },
      totals: { projectCount: 1, difference: '-496' },
    });
    expect(await stage.used(name)).toBe(before);
    expect(await reRating.approve(plan.id)).toMatchObject({ state: 'applied' });
    expect(await stage.used(name)).toBe('5.5');
    expect(await counts()).toEqual({ stored: 12, dismissed: 2, counted: 10, resets: 0 });
    expect(await verified()).toEqual([]);
    expect(await reRating.passportFaults(name)).toEqual([]);

    // Sent again they are duplicates; a late one that is right has its place between good neighbours.
    await stage.rate(key, [[at(3), '500']]);
    await stage.rate(key, [[at(3.25), '103.25']]);
    await stage.rate(key, good(6, 7));
    expect(await stage.used(name)).toBe('6.5');
    expect(await counts()).toMatchObject({ stored: 15, dismissed: 2, counted: 13 });
    expect(await verified()).toEqual([]);

    expect(await reRating.applyAgain(plan.id)).toMatchObject({ outcome: 'already-applied' });
    const again = await reRating.request(request(3, 3.2));
    expect([again.status, problemOf(again).code]).toEqual([409, 'conflict']);
  });

  it('goes on from the last good one where the last ones are dismissed', async () => {
    const key = await stage.series(name);
    await stage.rate(key, [...good(0, 3), [at(3), '900'], [at(3.5), '901']]);
    expect(await dismiss(3, 4)).toMatchObject({ state: 'applied' });
    expect(await stage.used(name)).toBe('2.5');
    expect(await stateOf(key)).toEqual({
      first_at: iso(at(0)),
      last_at: iso(at(2.5)),
      last_value: '102.5',
      high_water: '102.5',
      stored_to: iso(at(3.5)),
    });
    expect(await verified()).toEqual([]);

    // The same ones again, one between them and one after: in one batch, in any order.
    await stage.rate(key, [
      [at(4), '104'],
      [at(3.5), '901'],
      [at(3), '900'],
      [at(3.25), '103.25'],
    ]);
    expect(await stage.used(name)).toBe('4');
    expect(await counts()).toMatchObject({ stored: 10, counted: 8 });
    await stage.rate(key, good(4.5, 6));
    expect(await stage.used(name)).toBe('5.5');
    expect(await verified()).toEqual([]);
  });

  it('leaves an empty series that the next reading opens anew', async () => {
    const key = await stage.series(name);
    await stage.rate(key, [
      [at(0), '7'],
      [at(0.5), '9'],
    ]);
    await dismiss(0, 1);
    expect(await stage.used(name)).toBe('0');
    expect(await stateOf(key)).toMatchObject({ first_at: null, last_at: null, last_value: null });
    await stage.rate(key, good(0.5, 3));
    expect(await stage.used(name)).toBe('1.5');
    expect(await verified()).toEqual([]);
  });

  it('takes the peak away that high-water compares with, and holds what it hid', async () => {
    await stage.database.query(
      `update metric set reset_policy = 'high-water', plausible_max_per_hour = 50 where name = $1`,
      [METRIC],
    );
    const key = await stage.series(name);
    await stage.rate(key, [...good(0, 2), [at(2), '160'], ...good(3, 5)]);
    const held = () =>
      stage.database.query<{ quantity: string; status: string }>(
        `select quantity::text, status from held_charge`,
      );
    expect(await held()).toEqual([{ quantity: '58.5', status: 'held' }]);
    expect(await stage.used(name)).toBe('1.5');
    await dismiss(2, 2.5);
    expect(await held()).toEqual([]);
    expect(await stage.used(name)).toBe('4.5');
    expect(await verified()).toEqual([]);
    await stage.rate(key, good(5, 6));
    expect(await stage.used(name)).toBe('5.5');
    expect(await verified()).toEqual([]);
  });

  it('is refused where another reading came into the stretch since', async () => {
    const key = await stage.series(name);
    await stage.rate(key, [...good(0, 3), [at(3), '500'], ...good(4, 6)]);
    const plan = await reRating.planFor(request(3, 4));
    // Between two that go anyway: no charge would differ, and yet nobody has seen it.
    await stage.rate(key, [[at(3.25), '500']]);
    const used = await stage.used(name);
    expect(await reRating.approve(plan.id)).toMatchObject({ state: 'outdated' });
    expect(await stage.used(name)).toBe(used);
    expect(await counts()).toMatchObject({ dismissed: 0 });
    expect(await dismiss(3, 4)).toMatchObject({ state: 'applied' });
    expect(await stage.used(name)).toBe('5.5');
    expect(await verified()).toEqual([]);
  });

  it('concerns one site where one is named', async () => {
    const here = await stage.series(name, METRIC, SITE);
    const there = await stage.series(name, METRIC, 'giessen');
    for (const key of [here, there])
      await stage.rate(key, [...good(0, 2), [at(2), '302'], ...good(3, 4)]);
    const plan = await reRating.planFor(request(2, 3, { site: SITE }));
    expect(plan.subject).toMatchObject({ site: { name: SITE }, readingCount: 1 });
    const [planned] = await reRating.readings(plan.id);
    expect(planned).toMatchObject({ dismissedAt: null, countsNow: '302' });
    const { appliedAt } = await reRating.approve(plan.id);
    expect(await reRating.readings(plan.id)).toEqual([
      { ...planned, dismissedAt: appliedAt, countsNow: null },
    ]);
    expect(planned).toMatchObject({
      ...{ project: name, site: SITE, metric: 'cpu', unit: 'vCPU·h', at: iso(at(2)), value: '302' },
      ...{ wire: 'test', tokenName: null },
    });
    expect(await stateOf(there)).toMatchObject({ stored_to: null });
    expect(await verified()).toEqual([]);
    const all = await reRating.planFor(request(0, 4));
    expect(all.subject).toMatchObject({ site: null, readingCount: 13 });
    const read = (await reRating.readings(all.id, 5)).map((one) => `${one.site} ${one.at}`);
    expect(read).toHaveLength(13);
    expect([...new Set(read)].sort()).toEqual([...read].sort());
    const missing = await reRating.app.get(
      `/api/re-rating-plans/${randomUUID()}/readings`,
      reRating.viewer,
    );
    expect([missing.status, problemOf(missing).code]).toEqual([404, 're-rating-plan-not-found']);
  });

  it('is counted again as not received, also in an hour whose count was final', async () => {
    const key = await stage.series(name);
    const readings = good(-72, -60).map(
      ([micros, value]) => [micros, String(Number(value) + 100)] as const,
    );
    await stage.rate(key, readings);
    const countAt = (micros: number) => reRating.countCompleteness(new Date(micros / 1000));
    const received = async () => {
      const rows = await stage.database.query<{ received: number }>(
        `select received_count::int as received from completeness_hour where hour = $1`,
        [iso(at(-64))],
      );
      return rows[0]?.received;
    };
    await countAt(at(-59));
    await countAt(at(-34));
    expect(await received()).toBe(2);
    await dismiss(-64, -63.5);
    await countAt(Date.now() * 1000);
    expect(await received()).toBe(1);
    await countAt(Date.now() * 1000);
    expect(await received()).toBe(1);
    expect(await verified()).toEqual([]);
  });

  it('is counted again whatever the clock of the worker shows', async () => {
    const key = await stage.series(name);
    await stage.rate(key, good(-72, -60));
    // given: a clock that is two hours ahead of that of the database and of whoever applies the plan
    const ahead = new Date(Date.now() + 2 * 3_600_000);
    const received = async () => {
      const rows = await stage.database.query<{ received: number }>(
        `select received_count::int as received from completeness_hour where hour = $1`,
        [iso(at(-64))],
      );
      return rows[0]?.received;
    };
    await reRating.countCompleteness(new Date(at(-34) / 1000));
    await reRating.countCompleteness(ahead);
    await dismiss(-64, -63.5);
    await reRating.countCompleteness(ahead);
    expect(await received()).toBe(1);
    await dismiss(-63.5, -63);
    await reRating.countCompleteness(ahead);
    expect(await received()).toBe(0);
  });

  it('is forgotten by retention without coming back', async () => {
    const key = await stage.series(name);
    const old = START_MICROS - 20 * 24 * HOUR_MICROS;
    await stage.rate(key, [
      [old, '1'],
      [old + MINUTE_MICROS, '50'],
      [old + 2 * MINUTE_MICROS, '70'],
      [at(0), '80'],
    ]);
    const body = { from: iso(old + MINUTE_MICROS), to: iso(old + 3 * MINUTE_MICROS) };
    const plan = await reRating.planFor(request(0, 1, body));
    await reRating.approve(plan.id);
    expect(await verified()).toEqual([]);
    await stage.upkeep.execute(new Date(), 5);
    const [anchor] = await stage.database.query<{ value: string; high_water: string }>(
      `select value::text, high_water::text from series_anchor`,
    );
    expect(anchor).toEqual({ value: '1', high_water: '1' });
    await stage.rate(key, [[at(1), '81']]);
    expect(await verified()).toEqual([]);
  });

  it('refuses what makes no sense', async () => {
    await stage.rate(await stage.series(name), good(0, 3));
    const codeOf = async (body: object, as = reRating.editor) => {
      const answer = await reRating.request(body, as);
      return [answer.status, problemOf(answer).code];
    };
    expect(await codeOf(request(0, 1, { project: 'nobody' }))).toEqual([404, 'project-not-found']);
    expect(await codeOf(request(0, 1, { metric: 'nothing' }))).toEqual([404, 'metric-not-found']);
    expect(await codeOf(request(0, 1, { site: 'nowhere' }))).toEqual([400, 'invalid-request']);
    expect(await codeOf(request(1, 1))).toEqual([400, 'invalid-request']);
    expect(await codeOf(request(5, 6))).toEqual([409, 'conflict']); // no readings
    expect(await codeOf(request(0, 1, { reason: '' }))).toEqual([400, 'invalid-request']);
    expect(await codeOf(request(0, 1, { from: 'yesterday' }))).toEqual([400, 'invalid-request']);
    expect(await codeOf(request(0, 1), reRating.viewer)).toEqual([403, 'forbidden']);
    await reRating.planFor(request(0, 1));
    expect(await codeOf(request(1, 2))).toEqual([409, 'conflict']); // one is undecided
    expect(await counts()).toMatchObject({ dismissed: 0 });
  });
});
