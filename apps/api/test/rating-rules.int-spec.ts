import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RatingStage } from './rating-stage.js';

const HOUR = 3_600_000_000;
const MINUTE = 60_000_000;
const START = Math.floor((Date.now() * 1000 - 30 * HOUR) / HOUR) * HOUR;
const NOW = new Date((START + 20 * HOUR) / 1000);

let stage: RatingStage;
beforeAll(async () => {
  stage = await RatingStage.open();
});
afterAll(() => stage.close());

const entriesOf = (project: string) =>
  stage.database.query<{ kind: string; credits: string; corrects: boolean }>(
    `select e.kind, trim_scale(e.credits)::text as credits, e.corrects_id is not null as corrects
       from ledger_entry e join project p on p.id = e.project_id where p.name = $1 order by e.id`,
    [project],
  );

describe('two sites of one project', () => {
  it('are counters of their own: 5 and 10 are 15', async () => {
    const first = await stage.series('two-sites', 'project_vcpu_usage', '8676');
    const second = await stage.series('two-sites', 'project_vcpu_usage', '8675');
    await stage.rate(first, [
      [START, '100'],
      [START + MINUTE, '105'],
    ]);
    await stage.rate(second, [
      [START, '1000'],
      [START + MINUTE, '1010'],
    ]);
    expect(await stage.used('two-sites')).toBe('15');
  });
});

describe('closing an hour', () => {
  it('posts one entry per series, and a late reading a further one that names it', async () => {
    // given: a charge of 10 in the hour that begins at START, posted
    const key = await stage.series('closing');
    await stage.rate(key, [
      [START, '0'],
      [START + 30 * MINUTE, '10'],
      [START + 90 * MINUTE, '20'],
    ]);
    await stage.closeHours.execute(NOW);
    expect(await entriesOf('closing')).toEqual([
      { kind: 'charge', credits: '-10', corrects: false },
      { kind: 'charge', credits: '-10', corrects: false },
    ]);
    // when: a reading arrives that moves 4 of the second interval into the first hour
    await stage.rate(key, [[START + 45 * MINUTE, '14']]);
    await stage.closeHours.execute(NOW);
    // then: the difference is posted, nothing is changed, the sum stays
    expect((await entriesOf('closing')).slice(2)).toEqual([
      { kind: 'charge', credits: '-4', corrects: true },
      { kind: 'charge', credits: '4', corrects: true },
    ]);
    expect(await stage.used('closing')).toBe('20');
  });

  it('leaves the running hour open, and the hour before it for five minutes', async () => {
    const key = await stage.series('running');
    await stage.rate(key, [
      [START, '0'],
      [START + 30 * MINUTE, '10'],
    ]);
    const end = (START + HOUR) / 1000;
    expect(await stage.closeHours.execute(new Date(end + 4 * 60_000))).toBe(0);
    expect(await stage.closeHours.execute(new Date(end + 5 * 60_000))).toBe(1);
    expect(await stage.used('running')).toBe('10');
  });
});

describe('a fall of the counter', () => {
  it('is noted for staff, and no longer when a late reading explains it away', async () => {
    const key = await stage.series('reset');
    const resets = () =>
      stage.database.query(
        `select from_value::text, to_value::text from data_quality_event where series_id = $1`,
        [key.seriesId],
      );
    await stage.rate(key, [
      [START, '100'],
      [START + 20 * MINUTE, '5'],
    ]);
    expect(await resets()).toEqual([{ from_value: '100', to_value: '5' }]);
    await stage.rate(key, [[START + 10 * MINUTE, '3']]);
    expect(await resets()).toEqual([{ from_value: '100', to_value: '3' }]);
    expect(await stage.used('reset')).toBe('2');
  });
});

describe('implausible growth', () => {
  it('is held and not posted, in whatever order its readings arrive', async () => {
    await stage.database.query(
      `insert into metric (name, friendly_name, unit, reading_unit, reading_factor, plausible_max_per_hour)
       values ('held_metric', 'held', 'vCPU·h', 'vCPU·h', 1, 10)`,
    );
    await stage.publishRates([{ metric: 'held_metric', rate: '1' }]);
    const readings: [number, string][] = [
      [START, '0'],
      [START + 30 * MINUTE, '4'],
      [START + 60 * MINUTE, '1000'],
      [START + 90 * MINUTE, '1003'],
    ];
    const inOrder = await stage.series('held-in-order', 'held_metric');
    await stage.rate(inOrder, readings);
    const shuffled = await stage.series('held-shuffled', 'held_metric');
    for (const index of [3, 0, 2, 1]) await stage.rate(shuffled, [readings[index]!]);
    for (const [project, key] of [
      ['held-in-order', inOrder],
      ['held-shuffled', shuffled],
    ] as const) {
      expect(await stage.used(project)).toBe('7');
      const held = await stage.database.query(
        `select trim_scale(quantity)::text as quantity, status from held_charge where series_id = $1`,
        [key.seriesId],
      );
      expect(held).toEqual([{ quantity: '996', status: 'held' }]);
    }
    expect((await stage.verify('held-shuffled')).differences).toEqual([]);
  });
});

describe('a grant', () => {
  it('is posted once per key, confirms its project, and refuses another amount under the key', async () => {
    const grant = {
      projectName: 'granted',
      credits: '200.5',
      effectiveAt: new Date(START / 1000),
      source: 'test',
      reason: null,
      actor: 'test',
      idempotencyKey: 'first',
    };
    expect(await stage.postGrant.execute(grant)).toBe('posted');
    expect(await stage.postGrant.execute(grant)).toBe('already-posted');
    await expect(stage.postGrant.execute({ ...grant, credits: '300' })).rejects.toThrow(
      /used for another grant/,
    );
    const [row] = await stage.database.query(
      `select trim_scale(a.granted)::text as granted, p.status from project p join account a on a.project_id = p.id
        where p.name = 'granted'`,
    );
    expect(row).toEqual({ granted: '200.5', status: 'active' });
    expect((await stage.verify('granted')).differences).toEqual([]);
  });
});

describe('retention', () => {
  it('drops whole weeks and still rates what follows against the last reading that went', async () => {
    const DAY = 24 * HOUR;
    const old = START - 60 * DAY;
    const key = await stage.series('old-project');
    // given: readings of two months ago, and one of yesterday
    await stage.database.query(
      `select ensure_reading_partitions(now() - interval '90 days', now())`,
    );
    await stage.rate(key, [
      [old, '10'],
      [old + HOUR, '12'],
      [START, '50'],
    ]);
    await stage.closeHours.execute(NOW);
    const before = await stage.used('old-project');
    // when: only 31 days are kept
    const today = new Date();
    const expected = await stage.upkeep.preview(today, 31);
    expect(await stage.upkeep.preview(today, 31)).toEqual(expected);
    const upkeep = await stage.upkeep.execute(today, 31);
    expect(upkeep.partitionsDropped.length).toBeGreaterThan(0);
    expect(upkeep).toEqual(expected);
    // then: a late reading between the dropped and the retained one changes no total
    await stage.rate(key, [[START - HOUR, '49']]);
    expect(await stage.used('old-project')).toBe(before);
    expect(before).toBe('40');
    const { differences, readingCount } = await stage.verify('old-project');
    expect([differences, readingCount]).toEqual([[], 2]);
  });

  it('makes partitions ahead of time', async () => {
    await stage.upkeep.execute(new Date(), 31);
    const ahead = new Date(Date.now() + 20 * 86_400_000).toISOString();
    const [row] = await stage.database.query<{ exists: boolean }>(
      `select to_regclass('reading_' || to_char($1::timestamptz at time zone 'UTC', 'IYYY"w"IW')) is not null as exists`,
      [ahead],
    );
    expect(row?.exists).toBe(true);
  });
});
