import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { propertyParameters } from '@os-credits/testing';
import fc from 'fast-check';
import { SqlReadingUnits } from '../src/modules/credit-rules/persistence/sql-reading-units.js';
import { RestatePast } from '../src/modules/rating/index.js';
import { SqlRatingRepository } from '../src/modules/rating/persistence/sql-rating.repository.js';
import { SqlReadingDismissals } from '../src/modules/rating/persistence/sql-reading-dismissals.js';
import { SqlSeriesHistory } from '../src/modules/rating/persistence/sql-series-history.js';
import { ApplyPlan } from '../src/modules/re-rating/application/apply-plan.use-case.js';
import { ComputeDifference } from '../src/modules/re-rating/application/compute-difference.js';
import { ComputePlan } from '../src/modules/re-rating/application/compute-plan.use-case.js';
import { EnactPlan } from '../src/modules/re-rating/application/enact-plan.js';
import type { PlannedWork } from '../src/modules/re-rating/application/re-rating.ports.js';
import { SqlReRatingRepository } from '../src/modules/re-rating/persistence/sql-re-rating.repository.js';
import { SystemClock } from '../src/platform/clock/index.js';
import { RatingStage } from './rating-stage.js';
import { HOUR_MICROS, iso, MINUTE_MICROS } from './re-rating-stage.js';

const START_MICROS = Math.floor((Date.now() * 1000 - 48 * HOUR_MICROS) / HOUR_MICROS) * HOUR_MICROS;
const NOW = new Date((START_MICROS + 40 * HOUR_MICROS) / 1000);
const FACTOR = '0.0009765625';

type SentReading = readonly [atMicros: number, value: string];

let stage: RatingStage;
let repository: SqlReRatingRepository;
let compute: ComputePlan;
let apply: ApplyPlan;

beforeAll(async () => {
  stage = await RatingStage.open();
  const { database } = stage;
  const clock = new SystemClock();
  repository = new SqlReRatingRepository();
  const enact = new EnactPlan(repository, new SqlReadingUnits());
  const difference = new ComputeDifference(new SqlSeriesHistory(), enact);
  const past = new RestatePast(new SqlRatingRepository(database));
  compute = new ComputePlan(database, repository, difference, clock);
  apply = new ApplyPlan(
    database,
    repository,
    difference,
    enact,
    past,
    new SqlReadingDismissals(),
    clock,
  );
});
afterAll(() => stage.close());

async function plan(work: PlannedWork): Promise<string> {
  const id = randomUUID();
  const author = { id: 'edgar', name: 'Edgar' };
  await stage.database.transaction((tx) =>
    repository.insert(tx, { id, work, reason: 'test', author, at: new Date() }),
  );
  await compute.execute(id, () => undefined);
  await stage.database.transaction((tx) =>
    repository.setState(tx, id, {
      state: 'applying',
      decision: { by: 'Ada', at: new Date(), reason: '' },
    }),
  );
  return id;
}

async function metric(name: string, policy: string, limit: string | null): Promise<number> {
  const [row] = await stage.database.query<{ id: number }>(
    `insert into metric (name, friendly_name, unit, reading_unit, reading_factor, reset_policy, plausible_max_per_hour)
     values ($1, $1, 'GiB·h', 'GiB·h', 1, $2, $3) returning id`,
    [name, policy, limit],
  );
  return row?.id ?? 0;
}

const step = fc.tuple(
  fc.oneof(fc.integer({ min: 1, max: 90 }), fc.constantFrom(60, 30, 150)),
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 900 }) },
    { weight: 2, arbitrary: fc.integer({ min: -500, max: -1 }) },
  ),
);
const scene = fc.record({
  policy: fc.constantFrom('rebaseline', 'from-zero', 'high-water'),
  limit: fc.constantFrom(null, '0.5', '300'),
  steps: fc.array(step, { minLength: 2, maxLength: 12 }),
  order: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
  batch: fc.integer({ min: 1, max: 4 }),
  firstShare: fc.integer({ min: 0, max: 12 }),
  isUnitFirst: fc.boolean(),
  closes: fc.boolean(),
  fixedFrom: fc.integer({ min: -1, max: 10 }),
  dismissed: fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 1, max: 12 })),
  /** How many of the latest that came early are dismissed, with them in order of time; 0: any, in any order. */
  latest: fc.constantFrom(0, 0, 1, 2, 4),
  /** Which of the dismissed ones get a right value, and whether before what is still to come. */
  replaced: fc.array(fc.option(fc.integer({ min: 500, max: 4_000 }), { freq: 1 }), {
    minLength: 12,
    maxLength: 12,
  }),
  isReplacedFirst: fc.boolean(),
});

type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never;

function readingsOf(steps: readonly (readonly [number, number])[]): SentReading[] {
  let at = START_MICROS;
  let value = 1_000;
  return steps.map(([minutes, rise]) => {
    at += minutes * MINUTE_MICROS;
    value = Math.max(0, value + rise);
    return [at, `${value}.25`] as const;
  });
}

/** The second reading comes last, after the third was dismissed: with `high-water` all that follows is looked at. */
const LATE_BEFORE_DISMISSED = {
  policy: 'high-water',
  limit: null,
  steps: [
    [60, 10],
    [60, 20],
    [60, 800],
    [60, -700],
    [60, 900],
  ],
  order: [0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0],
  batch: 4,
  firstShare: 4,
  isUnitFirst: true,
  closes: false,
  fixedFrom: 10,
  dismissed: [2, 1],
  latest: 0,
  replaced: Array<null>(12).fill(null),
  isReplacedFirst: false,
} satisfies Scene;

/** What was charged in each hour, posted or open; hours whose charges cancel out are none. */
function chargesByHour(project: string): Promise<{ hour: string; quantity: string }[]> {
  return stage.database.query(
    `select c.hour, trim_scale(sum(c.quantity))::text as quantity
       from (select project_id, hour, quantity from ledger_entry where kind = 'charge'
             union all
             select project_id, hour, quantity from open_charge) c
       join project p on p.id = c.project_id
      where p.name = $1
      group by c.hour having sum(c.quantity) <> 0 order by c.hour`,
    [project],
  );
}

let sceneCount = 0;

describe('a past that was rated anew', () => {
  it('owes what a past that was right from the beginning owes', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async (given) => {
        sceneCount += 1;
        const { steps, order, batch, firstShare, isUnitFirst, closes, fixedFrom } = given;
        const wrong = `wrong-${sceneCount}`;
        const rightName = `right-${sceneCount}`;
        const wrongId = await metric(wrong, given.policy, given.limit);
        const rightId = await metric(rightName, given.policy, given.limit);
        await stage.publishRates(
          [wrong, rightName].map((name) => ({ metric: name, rate: '1.5' })),
          iso(START_MICROS - 10 * HOUR_MICROS + sceneCount * 1_000_000),
        );
        const fixedFromMicros = START_MICROS + fixedFrom * 37 * MINUTE_MICROS;
        const until = START_MICROS + 30 * HOUR_MICROS;
        // given: readings in any order, of which some come after the past was rated anew
        const readings = readingsOf(steps);
        const isInOrder = given.latest > 0;
        const rest = [...readings];
        const sent = readings.map(
          (_, index) =>
            rest.splice(isInOrder ? 0 : (order[index % order.length] ?? 0) % rest.length, 1)[0]!,
        );
        const key = await stage.series(wrong, wrong);
        const send = async (part: readonly SentReading[]) => {
          for (let offset = 0; offset < part.length; offset += batch) {
            await stage.rate(key, part.slice(offset, offset + batch));
            if (closes) await stage.closeHours.execute(NOW);
          }
        };
        const early = sent.slice(0, firstShare);
        await send(early);
        // when: the unit is fixed, and readings of a stretch are dismissed
        const [first, length] = isInOrder
          ? [Math.max(0, early.length - given.latest), given.latest]
          : given.dismissed;
        const fromMicros = readings[first]?.[0] ?? until;
        const toMicros = readings[first + length]?.[0] ?? until;
        const works: PlannedWork[] = [
          {
            cause: 'metric-unit',
            metricId: wrongId,
            readingUnit: 'MiB·h',
            readingFactor: FACTOR,
            from: iso(fixedFromMicros),
            to: iso(until),
          },
          {
            cause: 'dismissed-readings',
            metricId: wrongId,
            projectId: key.projectId,
            siteId: null,
            from: iso(fromMicros),
            to: iso(Math.max(toMicros, fromMicros + MINUTE_MICROS)),
          },
        ];
        for (const work of isUnitFirst ? works : works.reverse()) {
          const id = await plan(work);
          expect(await apply.execute(id, false, () => undefined)).toMatchObject({
            outcome: 'applied',
          });
          expect((await stage.verify(wrong)).differences).toEqual([]);
        }
        const bad = early.filter(([micros]) => micros >= fromMicros && micros < toMicros);
        const right = bad.flatMap(([micros], index): SentReading[] => {
          const value = given.replaced[index] ?? null;
          return value === null ? [] : [[micros, `${value}.5`]];
        });
        // Retries send what was dismissed once more, and staff release right values in its place.
        const retries = () => send([...sent.slice(firstShare), ...early]);
        if (!given.isReplacedFirst) await retries();
        for (let offset = 0; offset < right.length; offset += batch)
          await stage.rate(key, right.slice(offset, offset + batch), 'released');
        if (given.isReplacedFirst) await retries();
        // In vain: what was dismissed stays so, and what counts is not replaced.
        const badTimes = new Set(bad.map(([micros]) => micros));
        const counted = early.filter(([micros]) => !badTimes.has(micros));
        await stage.rate(
          key,
          [...bad, ...counted.map(([micros]) => [micros, '7.5'] as const)],
          'released',
        );
        // then: as if the unit had been right and the dismissed readings had come with right values, or never
        await stage.database.query(
          `insert into metric_rule_past (metric_id, until_at, reading_unit, reading_factor, reset_policy, plausible_max_per_hour)
           select id, k.until_at, k.unit, k.factor, reset_policy, plausible_max_per_hour
             from metric, unnest($2::timestamptz[], array['GiB·h', 'MiB·h'], $3::numeric[]) k(until_at, unit, factor)
            where id = $1`,
          [rightId, [iso(fixedFromMicros), iso(until)], ['1', FACTOR]],
        );
        await stage.database.query('update metric set rules_from = $2 where id = $1', [
          rightId,
          iso(until),
        ]);
        const rightKey = await stage.series(rightName, rightName);
        await stage.rate(rightKey, [
          ...readings.filter(([micros]) => !badTimes.has(micros)),
          ...right,
        ]);
        expect(await stage.used(wrong)).toBe(await stage.used(rightName));
        expect((await stage.verify(wrong)).differences).toEqual([]);
        expect(await chargesByHour(wrong)).toEqual(await chargesByHour(rightName));
        const notes = (project: string) =>
          stage.database.query(
            `select h.from_at, h.to_at, h.quantity::text, h.status
               from held_charge h join project p on p.id = h.project_id where p.name = $1
             union all
             select e.from_at, e.to_at, e.to_value::text, e.kind
               from data_quality_event e join project p on p.id = e.project_id where p.name = $1
              order by 1, 2, 4`,
            [project],
          );
        expect(await notes(wrong)).toEqual(await notes(rightName));
      }),
      { ...propertyParameters(20), examples: [[LATE_BEFORE_DISMISSED]] },
    );
  }, 600_000);
});

describe('applying a plan', () => {
  it('that is killed in the middle leaves nothing, and goes through when it is run again', async () => {
    const key = await stage.series('killed');
    const at = (hours: number): number => START_MICROS + hours * HOUR_MICROS;
    await stage.rate(key, [
      [at(1), '1'],
      [at(2), '900'],
      [at(3), '3'],
    ]);
    const [id] = await stage.database.query<{ id: number }>(
      `select id from metric where name = 'project_vcpu_usage'`,
    );
    const stretch = { from: iso(at(2)), to: iso(at(2.5)) };
    const work = {
      cause: 'dismissed-readings',
      metricId: id?.id ?? 0,
      projectId: key.projectId,
      siteId: null,
      ...stretch,
    } as const;
    const planId = await plan(work);
    const used = await stage.used('killed');
    const killed = () => {
      throw new Error('killed');
    };
    await expect(apply.execute(planId, false, killed)).rejects.toThrow('killed');
    // As the last thing of the transaction, after entries, notes and dismissals were written.
    const { setState } = repository;
    repository.setState = () => Promise.reject(new Error('killed late'));
    await expect(apply.execute(planId, false, () => undefined)).rejects.toThrow('killed late');
    repository.setState = setState;
    const left = async () => {
      const [row] = await stage.database.query<{ dismissed: number; entries: number }>(
        `select (select count(*)::int from dismissed_reading where plan_id = $1) as dismissed,
                (select count(*)::int from ledger_entry where plan_id = $1) as entries`,
        [planId],
      );
      return row;
    };
    expect(await left()).toEqual({ dismissed: 0, entries: 0 });
    expect(await stage.used('killed')).toBe(used);
    expect((await stage.verify('killed')).differences).toEqual([]);

    expect(await apply.execute(planId, false, () => undefined)).toMatchObject({
      outcome: 'applied',
    });
    expect(await stage.used('killed')).toBe('2');
    const posted = await left();
    expect(posted).toMatchObject({ dismissed: 1 });
    expect(await apply.execute(planId, false, () => undefined)).toMatchObject({
      outcome: 'already-applied',
    });
    expect(await left()).toEqual(posted);
    expect((await stage.verify('killed')).differences).toEqual([]);
  });

  it('is the only way to rules and readings of the past', async () => {
    for (const sql of [
      `update metric_rule_past set reading_factor = 2`,
      `delete from metric_rule_past`,
      `delete from dismissed_reading`,
      `update dismissed_reading set value = 1`,
      `delete from reading`,
    ])
      await expect(stage.database.query(sql)).rejects.toThrow(
        /permission denied|change by a re-rating only/,
      );
  });
});
