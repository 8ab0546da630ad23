import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  add,
  createTestDatabase,
  creditsOfSeries,
  isSame,
  propertyParameters,
  rateFor,
  rational,
  type OracleRate,
  type OracleReading,
  type Rational,
  type TestDatabase,
} from '@os-credits/testing';
import { PgDatabase, toTimestamp, type SqlValue } from '../src/platform/database/index.js';
import { CloseHours } from '../src/modules/ledger/index.js';
import { SqlLedgerRepository } from '../src/modules/ledger/persistence/sql-ledger.repository.js';
import { RatePending } from '../src/modules/rating/application/rate-pending.use-case.js';
import { VerifyLedger } from '../src/modules/rating/application/verify-ledger.use-case.js';
import { SqlRatingRepository } from '../src/modules/rating/persistence/sql-rating.repository.js';
import { SqlVerificationReads } from '../src/modules/rating/persistence/sql-verification.reads.js';
import { columnsOf } from '../src/modules/rating/persistence/columns.js';
import { publishRates, type TestRate } from './publish-rates.js';

const HOUR = 3_600_000_000;
const MINUTE = 60_000_000;
/** Two days ago, on the hour: everything below lies in hours that can close. */
const START = Math.floor((Date.now() * 1000 - 48 * HOUR) / HOUR) * HOUR;
const PRICE_CHANGE = START + 5 * HOUR + 17 * MINUTE + 123;
const NOW = new Date((START + 40 * HOUR) / 1000);

interface SeriesReading extends OracleReading {
  readonly series: number;
}

/**
 * Metrics of the scene, one per reset policy; series i has metric i % 3. Both cost tables have a general
 * rate, and some have others for a site, for the projects with an odd number, or for both.
 */
const metrics = [
  {
    policy: 'rebaseline',
    factor: '1',
    rates: [
      [{ rate: '1' }, { rate: '1.25', project: '1' }],
      [{ rate: '1.5' }, { rate: '0.75', project: '1', site: '8675' }, { rate: '9', project: '1' }],
    ],
  },
  {
    policy: 'from-zero',
    factor: '0.0009765625',
    rates: [
      [{ rate: '0.3' }, { rate: '0.7', site: '8676' }],
      [{ rate: '0.25' }, { rate: '0.6', site: '8676' }, { rate: '0.1', project: '1' }],
    ],
  },
  {
    policy: 'high-water',
    factor: '1',
    rates: [
      [{ rate: '2' }, { rate: '2.5', project: '1', site: '8676' }],
      [{ rate: '2' }, { rate: '3', site: '8675' }],
    ],
  },
] as const satisfies readonly {
  policy: string;
  factor: string;
  rates: readonly (readonly OracleRate[])[];
}[];
const SERIES_COUNT = 6;
const PROJECT_COUNT = 2;
const SITES = ['8676', '8675'] as const;
/** Projects with rates of their own must be there when the tables are published. */
const SCENES_MAX = 300;
/** Series 0 to 5 mix both projects, both sites and all metrics. */
const siteOf = (series: number) => SITES[(series >> 1) % SITES.length]!;

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.integer({ min: 1, max: 70 * 60 }).map((seconds) => seconds * 1_000_000),
  },
  { weight: 1, arbitrary: fc.integer({ min: HOUR, max: 4 * HOUR }) },
  { weight: 1, arbitrary: fc.constantFrom(1, 2 * HOUR) },
  // Readings on the hour, as exporters that sample on the clock send them.
  { weight: 4, arbitrary: fc.constantFrom(HOUR, HOUR / 2) },
);
const growth = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 5_000_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: -20_000_000, max: -1 }) },
);
const seriesReadings = fc
  .array(fc.tuple(step, growth), { minLength: 1, maxLength: 14 })
  .map((steps) => {
    let at = START;
    let value = 30_000_000;
    return steps.map(([stretch, rise]) => {
      at += stretch;
      value = Math.max(0, value + rise);
      return { at, value: (BigInt(value) * 1000n + 7n).toString().replace(/(\d{6})$/, '.$1') };
    });
  });
const scene = fc.record({
  readings: fc.array(seriesReadings, { minLength: SERIES_COUNT, maxLength: SERIES_COUNT }),
  order: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  duplicates: fc.array(fc.nat(), { maxLength: 10 }),
  batchSizes: fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 8 }),
  inOrder: fc.boolean(),
});

let testDatabase: TestDatabase;
let databases: PgDatabase[] = [];
let raters: RatePending[] = [];
let closeHours: CloseHours;
let verify: VerifyLedger;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  // Two processes' worth of pools, so that the advisory lock is between real sessions.
  databases = [0, 1].map(
    () => new PgDatabase({ DATABASE_URL: testDatabase.url, DATABASE_POOL_SIZE: 4 }),
  );
  raters = databases.map(
    (database) => new RatePending(database, new SqlRatingRepository(database)),
  );
  const [database] = databases;
  closeHours = new CloseHours(database!, new SqlLedgerRepository());
  verify = new VerifyLedger(database!, new SqlVerificationReads());
  await database!.query(`select ensure_reading_partitions($1, $2)`, [
    toTimestamp(START),
    toTimestamp(START + 60 * HOUR),
  ]);
  for (const [index, metric] of metrics.entries()) {
    await database!.query(
      `insert into metric (id, name, friendly_name, unit, reading_unit, reading_factor, reset_policy)
       overriding system value values ($1, $2, $2, 'GiB·h', 'GiB·h', $3, $4)`,
      [100 + index, `metric_${index}`, metric.factor, metric.policy],
    );
  }
  await database!.query(`insert into site (name) select * from unnest($1::text[])`, [[...SITES]]);
  await database!.query(
    `insert into project (name)
     select 'scene-' || scene || '-' || number from generate_series(1, $1::int) scene, generate_series(0, 1) number`,
    [SCENES_MAX],
  );
  for (const [table, appliesFrom] of [toTimestamp(0), toTimestamp(PRICE_CHANGE)].entries()) {
    await publishRates(
      (sql, values) => database!.query(sql, values as SqlValue[]),
      ratesOf(table),
      appliesFrom,
    );
  }
});

afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  await testDatabase.drop();
});

/** The rates of a table, those of a project once for every scene. */
function ratesOf(table: number): TestRate[] {
  return metrics.flatMap((metric, index) =>
    metric.rates[table]!.flatMap((one: OracleRate) => {
      const { project, ...rest } = one;
      const rate = { metric: `metric_${index}`, ...rest };
      if (project === undefined) return [rate];
      return Array.from({ length: SCENES_MAX }, (_, scene) => ({
        ...rate,
        project: `scene-${scene + 1}-${project}`,
      }));
    }),
  );
}

interface SeriesKey {
  projectId: number;
  seriesId: number;
}

let sceneCount = 0;

/** Fresh projects and series for every scene: entries cannot be deleted, not even by a test. */
async function makeSeries(): Promise<SeriesKey[]> {
  sceneCount += 1;
  const [database] = databases;
  const keys: SeriesKey[] = [];
  for (let index = 0; index < SERIES_COUNT; index += 1) {
    const [row] = await database!.query<{ project_id: number; id: number }>(
      `with p as (insert into project (name) values ($1) on conflict (name) do update set name = excluded.name returning id),
            a as (insert into account (project_id) select id from p on conflict do nothing)
       insert into series (project_id, site_id, metric_id)
       select p.id, (select id from site where name = $2), $3 from p
       returning project_id, id`,
      [
        `scene-${sceneCount}-${index % PROJECT_COUNT}`,
        siteOf(index),
        100 + (index % metrics.length),
      ],
    );
    keys.push({ projectId: row!.project_id, seriesId: row!.id });
  }
  return keys;
}

async function storeBatch(
  keys: readonly SeriesKey[],
  batch: readonly SeriesReading[],
): Promise<void> {
  await databases[0]!.query(
    `with b as (insert into ingest_batch (wire, reading_count) values ('test', $1) returning id)
     insert into ingest_payload select id, $1, $2, $3, $4, $5 from b`,
    [
      batch.length,
      ...columnsOf(
        batch,
        (one) => keys[one.series]!.projectId,
        (one) => keys[one.series]!.seriesId,
        (one) => toTimestamp(one.at),
        (one) => one.value,
      ),
    ],
  );
}

async function rateAll(): Promise<void> {
  for (;;) {
    const results = await Promise.all(raters.map((rater) => rater.execute(40)));
    if (results.every((result) => !result.isBusy && result.takenCount === 0)) return;
  }
}

function expectedCredits(readings: readonly SeriesReading[], project: number): Rational {
  let credits: Rational = { numerator: 0n, denominator: 1n };
  for (let series = project; series < SERIES_COUNT; series += PROJECT_COUNT) {
    const metric = metrics[series % metrics.length]!;
    const mine = readings.filter((reading) => reading.series === series);
    credits = add(
      credits,
      creditsOfSeries(mine, {
        factor: metric.factor,
        policy: metric.policy,
        tables: [0, PRICE_CHANGE].map((from, table) => ({
          from,
          rate: rateFor(metric.rates[table]!, { project: String(project), site: siteOf(series) }),
        })),
      }),
    );
  }
  return credits;
}

async function usedCredits(projectId: number): Promise<Rational> {
  const [row] = await databases[0]!.query<{ used: string }>(
    `select (used + open)::text as used from account where project_id = $1`,
    [projectId],
  );
  return rational(row!.used);
}

describe('the ledger is a function of the set of accepted readings', () => {
  it('whatever their order, batches, duplicates, number of workers and hours closed in between', async () => {
    await fc.assert(
      fc.asyncProperty(scene, async ({ readings, order, duplicates, batchSizes, inOrder }) => {
        // given: readings of six series, shuffled (or not), some sent again
        const all: SeriesReading[] = readings.flatMap((ofSeries, series) =>
          ofSeries.map((reading) => ({ series, ...reading })),
        );
        const sent = inOrder ? [...all].sort((a, b) => a.at - b.at) : shuffled(all, order);
        for (const pick of duplicates)
          sent.splice(pick % (sent.length + 1), 0, all[pick % all.length]!);
        const keys = await makeSeries();
        // when: they arrive in batches, with rating and closing in between
        for (let offset = 0, turn = 0; offset < sent.length; turn += 1) {
          const size = batchSizes[turn % batchSizes.length]!;
          await storeBatch(keys, sent.slice(offset, offset + size));
          offset += size;
          if (turn % 3 === 0) await rateAll();
          if (turn % 5 === 4) await closeHours.execute(NOW);
        }
        await rateAll();
        // then: each project's account equals the oracle's, before and after the last hours close
        for (const closes of [false, true]) {
          if (closes) await closeHours.execute(NOW);
          for (let project = 0; project < PROJECT_COUNT; project += 1) {
            const used = await usedCredits(keys[project]!.projectId);
            const expected = expectedCredits(all, project);
            if (!isSame(used, expected)) {
              throw new Error(
                `project ${project}: used ${show(used)}, the oracle says ${show(expected)}`,
              );
            }
          }
        }
      }),
      propertyParameters(60),
    );
    const verification = await verify.execute(null);
    expect(verification.differences).toEqual([]);
    expect(verification.readingCount).toBeGreaterThan(1000);
  }, 600_000);
});

describe('verification', () => {
  it('finds a charge that the readings do not explain', async () => {
    const keys = await makeSeries();
    await storeBatch(keys, [
      { series: 0, at: START, value: '1' },
      { series: 0, at: START + MINUTE, value: '3' },
    ]);
    await rateAll();
    await databases[0]!.query(
      `update open_charge set quantity = quantity + 1 where series_id = $1`,
      [keys[0]!.seriesId],
    );
    const { differences } = await verify.execute(`scene-${sceneCount}-0`);
    await databases[0]!.query(
      `update open_charge set quantity = quantity - 1 where series_id = $1`,
      [keys[0]!.seriesId],
    );
    expect(differences.map((difference) => [difference.expected, difference.found])).toEqual([
      ['3', '2'],
      ['2', '3'],
    ]);
  });
});

describe('the application role', () => {
  it.each([
    'update ledger_entry set credits = 0',
    'delete from ledger_entry',
    'truncate ledger_entry',
    'drop table ledger_entry',
  ])('cannot %s', async (sql) => {
    await expect(databases[0]!.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });
});

describe('a conflicting reading', () => {
  it('is quarantined with its reason; the first one stays', async () => {
    const keys = await makeSeries();
    await storeBatch(keys, [
      { series: 0, at: START, value: '1' },
      { series: 0, at: START + MINUTE, value: '3' },
    ]);
    await rateAll();
    await storeBatch(keys, [{ series: 0, at: START + MINUTE, value: '4' }]);
    await rateAll();
    expect(show(await usedCredits(keys[0]!.projectId))).toBe('2');
    const rows = await databases[0]!.query(
      `select reason, value, status from quarantined_reading where project_name = $1`,
      [`scene-${sceneCount}-0`],
    );
    expect(rows).toEqual([{ reason: 'conflict', value: '4', status: 'open' }]);
  });
});

function show({ numerator, denominator }: Rational): string {
  return numerator % denominator === 0n
    ? String(numerator / denominator)
    : `${numerator}/${denominator}`;
}

function shuffled<Item>(items: readonly Item[], picks: readonly number[]): Item[] {
  const rest = [...items];
  return items.map(
    (_, index) => rest.splice((picks[index % picks.length]! + index) % rest.length, 1)[0]!,
  );
}
