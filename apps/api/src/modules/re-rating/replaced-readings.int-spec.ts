import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ListQuarantineResponse, ResolveQuarantineResponse } from '@os-credits/contracts';
import type { RatingStage, SeriesKey } from '../../../test/rating-stage.js';
import { HOUR_MICROS, iso, ReRatingStage, START_MICROS } from '../../../test/re-rating-stage.js';

const METRIC = 'project_vcpu_usage';

describe('a right value in the place of a dismissed one', () => {
  let reRating: ReRatingStage;
  let stage: RatingStage;
  let key: SeriesKey;
  const name = 'mended';

  beforeEach(async () => {
    reRating = await ReRatingStage.open();
    stage = reRating.rating;
    key = await stage.series(name);
  });
  afterEach(() => reRating.close());

  const at = (hours: number): number => START_MICROS + hours * HOUR_MICROS;
  /** One credit an hour, a reading every hour. */
  const good = (fromHour: number, toHour: number) =>
    Array.from({ length: toHour - fromHour }, (_, index) => {
      const hours = fromHour + index;
      return [at(hours), String(100 + hours)] as const;
    });
  const dismiss = async (fromHour: number, toHour: number): Promise<string> => {
    const plan = await reRating.planFor({
      cause: 'dismissed-readings',
      project: name,
      metric: METRIC,
      from: iso(at(fromHour)),
      to: iso(at(toHour)),
      reason: 'the exporter counted a host twice',
    });
    expect(await reRating.approve(plan.id, reRating.other)).toMatchObject({ state: 'applied' });
    return plan.id;
  };
  const inQuarantine = async () => {
    const { body } = await reRating.app.get<ListQuarantineResponse>(
      '/api/quarantine',
      reRating.viewer,
    );
    return body.items;
  };
  const release = async (ids: string[]) => {
    const body = { select: { ids }, reason: 'counted by hand', isDryRun: false };
    const answer = await reRating.post('/api/quarantine/release', body);
    expect(answer.status).toBe(200);
    return answer.body as ResolveQuarantineResponse;
  };
  const rate = () => stage.rate(key, []);
  const verified = async () => (await stage.verify()).differences;
  const rows = (table: string) =>
    stage.database.query<{ value: string }>(
      `select value::text from ${table} where at = $1 order by value`,
      [iso(at(2))],
    );

  it('is counted when staff release it, in hours that were posted long ago', async () => {
    await stage.rate(key, [...good(0, 2), [at(2), '500'], ...good(3, 6)]);
    await stage.closeHours.execute(new Date());
    const planId = await dismiss(2, 3);
    expect(await stage.used(name)).toBe('5');
    expect(await reRating.readings(planId)).toMatchObject([{ value: '500', countsNow: null }]);

    // What the exporter sends once it is mended waits, and says why.
    await stage.rate(key, [[at(2), '102.75']]);
    expect(await stage.used(name)).toBe('5');
    const [waiting] = await inQuarantine();
    expect(waiting).toMatchObject({ reason: 'conflict', value: '102.75', canRelease: true });
    expect(waiting?.detail).toMatch(/^the reading of this time, 500, was dismissed/);

    expect(await release([waiting?.id ?? ''])).toMatchObject({ releasedCount: 1 });
    expect(await release([waiting?.id ?? ''])).toMatchObject({ unchangedCount: 1 });
    await rate();
    expect(await rows('counted_reading')).toEqual([{ value: '102.75' }]);
    expect(await rows('dismissed_reading')).toEqual([{ value: '500' }]);
    expect(await rows('replaced_reading')).toEqual([{ value: '102.75' }]);
    expect(await stage.used(name)).toBe('5');
    const quantities = await stage.database.query<{ hour: string; used: string }>(
      `select to_char(hour - $1::timestamptz, 'FMHH24') as hour, trim_scale(sum(quantity))::text as used
         from (select hour, quantity from ledger_entry union all select hour, quantity from open_charge) c
        where hour between $1::timestamptz + interval '1 hour' and $1::timestamptz + interval '2 hours'
        group by 1 order by 1`,
      [iso(at(0))],
    );
    expect(quantities).toEqual([
      { hour: '1', used: '1.75' },
      { hour: '2', used: '0.25' },
    ]);
    expect(await reRating.readings(planId)).toMatchObject([{ value: '500', countsNow: '102.75' }]);
    await stage.closeHours.execute(new Date());
    expect(await verified()).toEqual([]);
    expect(await reRating.passportFaults(name)).toEqual([]);
  });

  it('makes duplicates of both values sent again, and conflicts of others', async () => {
    await stage.rate(key, [...good(0, 2), [at(2), '500'], ...good(3, 4)]);
    await dismiss(2, 3);
    await stage.rate(key, [[at(2), '102']]);
    await release((await inQuarantine()).map(({ id }) => id));
    await rate();
    await stage.rate(key, [
      [at(2), '500'],
      [at(2), '102'],
    ]);
    expect(await inQuarantine()).toEqual([]);
    await stage.rate(key, [[at(2), '102.5']]);
    const [conflict] = await inQuarantine();
    expect(conflict?.detail).toMatch(/^another reading of this time has the value 102 /);
    expect(await release([conflict?.id ?? ''])).toMatchObject({
      releasedCount: 0,
      refused: [{ reason: 'conflict' }],
    });
    expect(await stage.used(name)).toBe('3');
    expect(await verified()).toEqual([]);
  });

  it('goes before what waits for rating, and is the last reading of its series', async () => {
    await stage.rate(key, [...good(0, 2), [at(2), '500']]);
    await dismiss(2, 3);
    await stage.rate(key, [[at(2), '102']]);
    const [waiting] = await inQuarantine();
    // A retry that is acknowledged and not rated yet does not stand in the way.
    await stage.accept(key, [[at(2), '500']]);
    await stage.accept(key, [[at(2), '103']]);
    expect(await release([waiting?.id ?? ''])).toMatchObject({ releasedCount: 1 });
    await stage.rate(key, [[at(3), '103']]);
    expect(await rows('counted_reading')).toEqual([{ value: '102' }]);
    expect((await inQuarantine()).map(({ value }) => value)).toEqual(['103']);
    expect(await stage.used(name)).toBe('3');
    expect(await verified()).toEqual([]);
  });

  it('can be dismissed and replaced in its turn, and the first one stays dismissed', async () => {
    await stage.rate(key, [...good(0, 2), [at(2), '500'], ...good(3, 4)]);
    for (const [wrong, next] of [
      ['500', '400'],
      ['400', '102'],
    ]) {
      await dismiss(2, 3);
      await stage.rate(key, [[at(2), next ?? '']]);
      await release((await inQuarantine()).map(({ id }) => id));
      await rate();
      expect(await rows('dismissed_reading')).toContainEqual({ value: wrong });
    }
    expect(await rows('dismissed_reading')).toHaveLength(2);
    expect(await rows('counted_reading')).toEqual([{ value: '102' }]);
    expect(await stage.used(name)).toBe('3');
    expect(await verified()).toEqual([]);
    // Partitions are weeks: eight days after the readings theirs is over, whatever day it is.
    await stage.upkeep.execute(new Date(at(13 * 24) / 1000), 5);
    const anchors = await stage.database.query(`select value::text from series_anchor`);
    expect(anchors).toEqual([{ value: '103' }]);
  });

  it('is counted for completeness again, also in an hour whose count was final', async () => {
    await stage.rate(key, [...good(-72, -64), [at(-64), '500'], ...good(-63, -60)]);
    const countAt = (micros: number) => reRating.countCompleteness(new Date(micros / 1000));
    const received = async () => {
      const [row] = await stage.database.query<{ received: number }>(
        `select received_count::int as received from completeness_hour where hour = $1`,
        [iso(at(-64))],
      );
      return row?.received ?? 0;
    };
    await countAt(at(-59));
    await countAt(at(-34));
    expect(await received()).toBe(1);
    await dismiss(-64, -63);
    await countAt(Date.now() * 1000);
    expect(await received()).toBe(0);
    await stage.rate(key, [[at(-64), '36']]);
    await release((await inQuarantine()).map(({ id }) => id));
    await rate();
    await countAt(Date.now() * 1000);
    expect(await received()).toBe(1);
    expect(await verified()).toEqual([]);
  });

  it('is the only way to change a reading that is stored', async () => {
    await stage.rate(key, [...good(0, 2), [at(2), '500']]);
    const change = (value: string) =>
      stage.database.query('update reading set value = $2 where at = $1', [iso(at(2)), value]);
    await expect(change('102')).rejects.toThrow(/only a dismissed reading is replaced/);
    await dismiss(2, 3);
    await expect(change('500')).rejects.toThrow(/only a dismissed reading is replaced/);
    await expect(stage.database.query('update reading set at = at')).rejects.toThrow(
      /permission denied/,
    );
  });
});
