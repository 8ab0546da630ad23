import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  creditsOfSeries,
  isSame,
  propertyParameters,
  rational,
  type OracleReading,
} from '@os-credits/testing';
import {
  DecideHeldCharges,
  PriceIntervals,
  type HeldDecision,
} from '../src/modules/rating/index.js';
import { SqlHeldChargeRepository } from '../src/modules/rating/persistence/sql-held-charge.repository.js';
import { SqlRatingRepository } from '../src/modules/rating/persistence/sql-rating.repository.js';
import { SystemClock } from '../src/platform/clock/index.js';
import { RatingStage, type SeriesKey } from './rating-stage.js';

const HOUR = 3_600_000_000;
const MINUTE = 60_000_000;
const START = Math.floor((Date.now() * 1000 - 48 * HOUR) / HOUR) * HOUR;
const PRICE_CHANGE = START + 3 * HOUR + 11 * MINUTE;
const NOW = new Date((START + 40 * HOUR) / 1000);
const POLICIES = ['rebaseline', 'from-zero', 'high-water'] as const;
const LIMIT = '10';

let stage: RatingStage;
let decider: DecideHeldCharges;

beforeAll(async () => {
  stage = await RatingStage.open();
  const rating = new SqlRatingRepository(stage.database);
  const prices = new PriceIntervals(rating);
  const held = new SqlHeldChargeRepository();
  decider = new DecideHeldCharges(stage.database, held, prices, rating, new SystemClock());
  for (const policy of POLICIES) {
    await stage.database.query(
      `insert into metric (name, friendly_name, unit, reading_unit, reading_factor, reset_policy, plausible_max_per_hour)
       values ($1, $1, 'vCPU·h', 'vCPU·h', 1, $1, $2)`,
      [policy, LIMIT],
    );
  }
  const rates = (rate: string) => POLICIES.map((metric) => ({ metric, rate }));
  await stage.publishRates(rates('1'));
  await stage.publishRates(rates('1.5'), new Date(PRICE_CHANGE / 1000).toISOString());
});
afterAll(() => stage.close());

interface HeldRow {
  readonly from: string;
  readonly to: string;
  readonly quantity: string;
  readonly status: string;
}

function heldOf(key: SeriesKey): Promise<HeldRow[]> {
  return stage.database.query<HeldRow>(
    `select (extract(epoch from from_at) * 1000000)::bigint as "from", (extract(epoch from to_at) * 1000000)::bigint as "to",
            trim_scale(quantity)::text as quantity, status
       from held_charge where project_id = $1 and series_id = $2 order by from_at`,
    [key.projectId, key.seriesId],
  );
}

async function decide(key: SeriesKey, row: HeldRow, decision: HeldDecision): Promise<string> {
  const { credits } = await decider.execute({
    decision,
    select: { keys: [{ ...key, fromMicros: Number(row.from), toMicros: Number(row.to) }] },
    reason: 'test',
    actor: 'Ada',
    isDryRun: false,
  });
  return credits.toString();
}

let sceneCount = 0;

describe('held charges and late readings', () => {
  it('what a project owes is a function of its readings and of the decisions about the intervals between them', async () => {
    const step = fc.tuple(
      fc.oneof(fc.integer({ min: 1, max: 90 }), fc.constantFrom(60, 30, 150)),
      fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 9 }) },
        { weight: 3, arbitrary: fc.integer({ min: 30, max: 900 }) },
        { weight: 1, arbitrary: fc.integer({ min: -500, max: -1 }) },
      ),
    );
    const scene = fc.record({
      policy: fc.constantFrom(...POLICIES),
      steps: fc.array(step, { minLength: 2, maxLength: 9 }),
      order: fc.array(fc.nat(), { minLength: 9, maxLength: 9 }),
      batch: fc.integer({ min: 1, max: 4 }),
      decisions: fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 1, maxLength: 12 }),
      closes: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(scene, async ({ policy, steps, order, batch, decisions, closes }) => {
        // given: readings that arrive in any order, in batches
        sceneCount += 1;
        const project = `held-scene-${sceneCount}`;
        const key = await stage.series(project, policy);
        let at = START;
        let value = 1_000;
        const readings: OracleReading[] = steps.map(([minutes, rise]) => {
          at += minutes * MINUTE;
          value = Math.max(0, value + rise);
          return { at, value: `${value}.25` };
        });
        const rest = [...readings];
        const sent = readings.map(
          (_, index) => rest.splice((order[index % order.length] ?? 0) % rest.length, 1)[0]!,
        );
        // when: staff decide about whatever is held at the time, and hours close in between
        const decided = new Map<string, boolean>();
        const todo = [...decisions];
        const decideOne = async () => {
          const rows = await heldOf(key);
          const [pick, isReleased] = todo.shift() ?? [];
          const row = rows[(pick ?? 0) % rows.length];
          if (row === undefined || isReleased === undefined) return;
          await decide(key, row, isReleased ? 'released' : 'dismissed');
          decided.set(`${row.from}-${row.to}:${row.quantity}`, isReleased);
        };
        for (let offset = 0; offset < sent.length; offset += batch) {
          const part = sent.slice(offset, offset + batch);
          await stage.rate(
            key,
            part.map((reading) => [reading.at, reading.value] as const),
          );
          await decideOne();
          if (closes) await stage.closeHours.execute(NOW);
        }
        while (todo.length > 0) await decideOne();
        // then: the account is what the oracle says of the readings and of those decisions
        const expected = creditsOfSeries(readings, {
          factor: '1',
          policy,
          tables: [
            { from: 0, rate: '1' },
            { from: PRICE_CHANGE, rate: '1.5' },
          ],
          plausibleMax: LIMIT,
          isReleased: (from, to, growth) =>
            [...decided].some(([name, isReleased]) => {
              const [interval = '', quantity = ''] = name.split(':');
              return (
                isReleased && interval === `${from}-${to}` && isSame(rational(quantity), growth)
              );
            }),
        });
        const used = await stage.used(project);
        if (!isSame(rational(used), expected)) {
          const { numerator, denominator } = expected;
          throw new Error(`used ${used}, the oracle says ${numerator}/${denominator}`);
        }
        expect((await stage.verify(project)).differences).toEqual([]);
      }),
      propertyParameters(40),
    );
  }, 600_000);
});

describe('a decision', () => {
  async function heldInterval(project: string): Promise<{ key: SeriesKey; row: HeldRow }> {
    const key = await stage.series(project, 'rebaseline');
    await stage.rate(key, [
      [START, '0'],
      [START + HOUR, '500'],
    ]);
    const [row] = await heldOf(key);
    return { key, row: row! };
  }

  it('bills a released interval; dismissing it takes that back as a further entry', async () => {
    const { key, row } = await heldInterval('decided');
    expect(await stage.used('decided')).toBe('0');
    expect(await decide(key, row, 'released')).toBe('500');
    await stage.closeHours.execute(NOW);
    expect(await stage.used('decided')).toBe('500');
    expect(await decide(key, row, 'released')).toBe('0');
    expect(await decide(key, row, 'dismissed')).toBe('-500');
    await stage.closeHours.execute(NOW);
    const entries = await stage.database.query(
      `select trim_scale(credits)::text as credits, corrects_id is not null as corrects
         from ledger_entry where project_id = $1 order by id`,
      [key.projectId],
    );
    expect(entries).toEqual([
      { credits: '-500', corrects: false },
      { credits: '500', corrects: true },
    ]);
    const decisions = await stage.database.query(
      `select decision, decided_by, reason from held_charge_decision where project_id = $1 order by id`,
      [key.projectId],
    );
    expect(decisions).toEqual(
      ['released', 'dismissed'].map((decision) => ({
        decision,
        decided_by: 'Ada',
        reason: 'test',
      })),
    );
    expect((await stage.verify('decided')).differences).toEqual([]);
  });

  it('ends with its interval: a late reading takes the charge back, the parts are held anew', async () => {
    const { key, row } = await heldInterval('taken apart');
    await decide(key, row, 'released');
    await stage.closeHours.execute(NOW);
    await stage.rate(key, [[START + 30 * MINUTE, '496']]);
    expect(await stage.used('taken apart')).toBe('4');
    expect((await heldOf(key)).map(({ quantity, status }) => [quantity, status])).toEqual([
      ['496', 'held'],
    ]);
    expect((await stage.verify('taken apart')).differences).toEqual([]);
  });

  it('cannot be changed in its record, not even by the application', async () => {
    await expect(
      stage.database.query(`update held_charge_decision set decision = 'released'`),
    ).rejects.toThrow(/permission denied/);
    await expect(stage.database.query('delete from held_charge_decision')).rejects.toThrow(
      /permission denied/,
    );
  });

  it('waits for a rating that is under way', async () => {
    const { key, row } = await heldInterval('waits');
    let hasDecided = false;
    const { deciding } = await stage.database.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtext('os_credits.rating'))`);
      const pending = decide(key, row, 'released').then(() => (hasDecided = true));
      for (;;) {
        const [waiting] = await tx.query<{ count: number }>(
          `select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted`,
        );
        if ((waiting?.count ?? 0) > 0) break;
      }
      expect(hasDecided).toBe(false);
      return { deciding: pending };
    });
    await deciding;
    expect(await stage.used('waits')).toBe('500');
  });
});
