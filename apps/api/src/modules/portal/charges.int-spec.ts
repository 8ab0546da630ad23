import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { type NestApplicationContextOptions } from '@nestjs/common/interfaces/nest-application-context-options.interface.js';
import { NestFactory } from '@nestjs/core';
import fc from 'fast-check';
import {
  type ChargePassport,
  type LedgerResponse,
  chargePassport,
  ledgerResponse,
} from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import {
  createTestDatabase,
  fixedClock,
  propertyParameters,
  type TestDatabase,
} from '@os-credits/testing';
import { PlatformModule } from '../../platform/platform.module.js';
import { parseSettings, workerProcessSettings } from '../../platform/config/index.js';
import { publishRates } from '../../../test/publish-rates.js';
import { AccountBuilder } from '../../../test/account-builder.js';
import { startTestApp, TestClock, type Credentials, type TestApp } from '../../../test/test-app.js';
import { CloseHours, LedgerModule } from '../ledger/index.js';
import { RatePending, RatingModule } from '../rating/index.js';

const START_MS = Date.parse('2026-11-20T10:50:00.000Z');
const PRICE_CHANGE = '2026-11-20T13:17:00.000Z';
const NOW = new Date('2026-11-22T12:30:00.000Z');
const MINUTE_MS = 60_000;
const iso = (minutes: number): string => new Date(START_MS + minutes * MINUTE_MS).toISOString();

interface Step {
  readonly at: string;
  readonly value: string;
}

// A nightly run multiplies the number of runs.
jest.setTimeout(180_000);

/** The part of the worker process that turns readings into charges. */
@Module({})
class Worker {}

const silent: NestApplicationContextOptions = { logger: false };

describe('a charge explains itself (law 6)', () => {
  let database: TestDatabase;
  let app: TestApp;
  let worker: INestApplicationContext;
  let accounts: AccountBuilder;
  let staff: Credentials;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = new AccountBuilder(database.url);
    app = await startTestApp(database.url, {}, fixedClock(NOW));
    staff = await app.signIn({ staffRole: 'viewer' });
    const settings = parseSettings(workerProcessSettings, {
      DATABASE_URL: database.url,
      LOG_LEVEL: 'silent',
    });
    worker = await NestFactory.createApplicationContext(
      {
        module: Worker,
        imports: [
          PlatformModule.forRoot(settings, new TestClock(fixedClock(NOW))),
          RatingModule,
          LedgerModule,
        ],
      },
      silent,
    );
    await accounts.sql(`select ensure_reading_partitions('2026-11-01', '2026-12-01')`);
    await accounts.sql(`update metric set reset_policy = 'from-zero' where friendly_name = 'ram'`);
    await publishRates(
      (sql, values) => accounts.sql(sql, values),
      ['project_vcpu_usage', 'project_mb_usage'].map((metric) => ({ metric, rate: '1.75' })),
      PRICE_CHANGE,
    );
  });
  afterAll(async () => {
    await app.close();
    await worker.close();
    await accounts.close();
    await database.drop();
  });

  async function projectWith(
    metric: 'project_vcpu_usage' | 'project_mb_usage',
  ): Promise<{ name: string; send: (steps: readonly Step[]) => Promise<void> }> {
    count += 1;
    const name = `project ${count}`;
    const id = await accounts.project(name);
    const series = await accounts.series(id, 'site-a', metric);
    return {
      name,
      send: async (steps) => {
        await accounts.sql(
          `with b as (insert into ingest_batch (wire, reading_count) values ('line-protocol', $3) returning id)
           insert into ingest_payload
           select id, $3, array_fill($1::int, array[$3::int]), array_fill($2::int, array[$3::int]), $4, $5 from b`,
          [id, series, steps.length, steps.map(({ at }) => at), steps.map(({ value }) => value)],
        );
        while ((await worker.get(RatePending, { strict: false }).execute(10_000)).takenCount > 0);
        await worker.get(CloseHours, { strict: false }).execute(NOW);
      },
    };
  }

  async function ask<Body>(path: string): Promise<Body> {
    const answer = await app.get<Body>(`/api/projects/${path}`, staff);
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    return answer.body;
  }

  async function chargesOf(name: string): Promise<Map<string, ChargePassport>> {
    const { entries } = ledgerResponse.parse(
      await ask<LedgerResponse>(`${encodeURIComponent(name)}/ledger?limit=500`),
    );
    const ids = [...new Set(entries.flatMap(({ charge }) => charge?.chargeId ?? []))];
    const charges = new Map<string, ChargePassport>();
    for (const id of ids) {
      const charge = await ask<ChargePassport>(`${encodeURIComponent(name)}/charges/${id}`);
      charges.set(id, chargePassport.parse(charge));
    }
    return charges;
  }

  /** A table of weights from long before, and one that exporters could not know yet. */
  async function publishWeights(): Promise<void> {
    for (const [title, setAt, publishedAt] of [
      ['Weighted', '2026-11-02Z', '2026-11-03Z'],
      ['Later', '2026-11-02Z', '2026-11-21Z'],
    ]) {
      const [table] = (await accounts.sql(
        `insert into cost_table (title, effective_from, created_by) values ($1, '2026-11-21Z', 'test') returning id`,
        [title],
      )) as { id: number }[];
      await accounts.sql(
        `insert into size_weight (cost_table_id, metric_id, value, weight, set_at)
         select $1, m.id, k.value, k.weight, $2 from metric m, (values (4, 1), (64, 2.50)) k(value, weight)
          where m.friendly_name = 'cpu'`,
        [table?.id, setAt],
      );
      await accounts.sql(
        `update cost_table set status = 'published', published_at = $2, published_by = 'test', applies_from = '2030-01-01Z'
          where id = $1`,
        [table?.id, publishedAt],
      );
    }
  }

  it('names readings, rate and formula, so that anyone can compute it again', async () => {
    const { name, send } = await projectWith('project_vcpu_usage');
    await send([
      { at: iso(0), value: '100' },
      { at: iso(20), value: '103.25' },
      { at: iso(60), value: '105' },
    ]);
    const charge = [...(await chargesOf(name)).values()][0]!;
    expect(charge).toMatchObject({
      site: 'site-a',
      metricFriendlyName: 'cpu',
      hour: { from: '2026-11-20T11:00:00.000Z', to: '2026-11-20T12:00:00.000Z' },
      isOpen: false,
      rate: '1',
      quantity: '5',
      credits: '5',
      creditsRounded: '5.00',
      formula: '5 vCPU·h × 1 = 5',
      readingsRetained: true,
      recomputed: { quantity: '5', matches: true },
    });
    expect(charge.readings.map(({ at, value, wire }) => [at, value, wire])).toEqual([
      ['2026-11-20T10:50:00.000Z', '100', 'line-protocol'],
      ['2026-11-20T11:10:00.000Z', '103.25', 'line-protocol'],
      ['2026-11-20T11:50:00.000Z', '105', 'line-protocol'],
    ]);
    expect(charge.intervals.map(({ growth, share }) => [growth, share])).toEqual([
      ['3.25', '3.25'],
      ['1.75', '1.75'],
    ]);
  });

  it('shows the correction that a late reading brought', async () => {
    const { name, send } = await projectWith('project_vcpu_usage');
    await send([
      { at: iso(0), value: '0' },
      { at: iso(180), value: '9' },
    ]);
    await send([{ at: iso(30), value: '6' }]);
    const charges = await chargesOf(name);
    const [corrected] = [...charges.values()].filter(({ entries }) => entries.length > 1);
    const sum = Decimal.sum(corrected!.entries.map(({ quantity }) => Decimal.of(quantity)));
    expect(corrected!.quantity).toBe(sum.toString());
    for (const charge of charges.values()) expect(charge.recomputed?.matches).toBe(true);
    const total = Decimal.sum([...charges.values()].map(({ quantity }) => Decimal.of(quantity)));
    expect(total.toString()).toBe('9');
  });

  it('holds for any readings: gaps, resets, a change of price', async () => {
    const steps = fc.array(
      fc.tuple(
        fc.oneof(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 60, max: 400 })),
        fc.oneof({ weight: 5, arbitrary: fc.nat(9_999) }, fc.integer({ min: -9_999, max: -1 })),
      ),
      { minLength: 2, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.constantFrom('project_vcpu_usage', 'project_mb_usage'),
        async (moves, metric) => {
          const { name, send } = await projectWith(metric);
          let minutes = 0;
          let value = 20_000;
          await send(
            moves.map(([stretch, rise]) => {
              minutes += stretch;
              value = Math.max(0, value + rise);
              return { at: iso(minutes), value: (value / 1000).toFixed(3) };
            }),
          );
          for (const charge of (await chargesOf(name)).values()) {
            expect([charge.id, charge.recomputed]).toEqual([
              charge.id,
              { quantity: charge.quantity, matches: true },
            ]);
            const shares = Decimal.sum(charge.intervals.map(({ share }) => Decimal.of(share)));
            expect(shares.toString()).toBe(charge.quantity);
          }
        },
      ),
      propertyParameters(8),
    );
  });

  it('says where its readings came from and who set its rate', async () => {
    const { name, send } = await projectWith('project_vcpu_usage');
    await send([
      { at: iso(0), value: '100' },
      { at: iso(60), value: '105' },
    ]);
    await accounts.sql(
      `with t as (insert into access_token (id, kind, name, secret_hash, created_by)
                  values (gen_random_uuid(), 'ingest', 'site A', '\\x01', 'test') returning id)
       update ingest_batch set token_id = t.id from t
        where ingest_batch.id in (select r.batch_id from reading r join project p on p.id = r.project_id where p.name = $1)`,
      [name],
    );
    const charge = [...(await chargesOf(name)).values()][0]!;
    expect(
      charge.readings.map(({ tokenName, wire, released }) => [tokenName, wire, released]),
    ).toEqual([
      ['site A', 'line-protocol', null],
      ['site A', 'line-protocol', null],
    ]);
    expect(charge.readings[0]?.batchId).toMatch(/^\d+$/);
    expect(charge).toMatchObject({ rateScope: 'general', sizeWeights: null, otherCharges: [] });
    expect(charge.costTable).toMatchObject({ title: 'Default', publishedBy: 'system', version: 1 });
    expect(charge.intervals.map(({ formula, shareFormula }) => [formula, shareFormula])).toEqual([
      ['(105 − 100) vCPU·h = 5 vCPU·h', null],
    ]);
    expect(charge.corrections.map(({ cause, credits }) => [cause, credits])).toEqual([
      ['hour-closed', '5'],
    ]);
  });

  it('puts the numbers into the formulas of splits and resets', async () => {
    const cpu = await projectWith('project_vcpu_usage');
    await cpu.send([
      { at: iso(10), value: '100' },
      { at: iso(160), value: '109' },
      { at: iso(165), value: '3' },
    ]);
    const charges = [...(await chargesOf(cpu.name)).values()].reverse();
    expect(charges.map(({ rate, intervals }) => [rate, intervals[0]?.shareFormula])).toEqual([
      ['1', '9 vCPU·h × 3600 s ÷ 9000 s'],
      ['1', '9 vCPU·h × 3600 s ÷ 9000 s'],
      ['1', '9 vCPU·h × 1020 s ÷ 9000 s'],
      ['1.75', '9 vCPU·h × 780 s ÷ 9000 s'],
    ]);
    expect(charges[2]?.otherCharges).toEqual([charges[3]?.id]);
    expect(charges[3]?.intervals[1]?.formula).toBe('3 < 109 → 0 vCPU·h');

    const ram = await projectWith('project_mb_usage');
    await ram.send([
      { at: iso(10), value: '100' },
      { at: iso(20), value: '3' },
    ]);
    const [reset] = [...(await chargesOf(ram.name)).values()];
    expect(reset?.intervals[0]?.formula).toBe('3 < 100 → 3 GiB·h = 3 GiB·h');
  });

  it('lists corrections and reversals, and the size weights known in its hour', async () => {
    const { name, send } = await projectWith('project_vcpu_usage');
    await send([
      { at: iso(0), value: '0' },
      { at: iso(180), value: '9' },
    ]);
    await send([{ at: iso(30), value: '6' }]);
    await accounts.sql(
      `insert into ledger_entry (project_id, kind, effective_at, credits, corrects_id, corrects_kind, reason, actor)
       select e.project_id, 'reversal', e.effective_at, -e.credits, e.id, 'charge', 'billed twice', 'Ada'
         from ledger_entry e join project p on p.id = e.project_id
        where p.name = $1 and e.kind = 'charge' order by e.id limit 1`,
      [name],
    );
    await publishWeights();
    const corrected = [...(await chargesOf(name)).values()].find(
      ({ corrections }) => corrections.length === 3,
    );
    expect(
      corrected?.corrections.map(({ kind, cause, reason, actor }) => [kind, cause, reason, actor]),
    ).toEqual([
      ['charge', 'hour-closed', null, null],
      ['charge', 'correction', null, null],
      ['reversal', 'reversal', 'billed twice', 'Ada'],
    ]);
    const [first, second, reversal] = corrected!.corrections;
    expect([second?.correctsId, reversal?.correctsId]).toEqual([first?.id, first?.id]);
    expect(corrected?.sizeWeights).toEqual([
      {
        setAt: '2026-11-02T00:00:00.000000Z',
        costTable: { id: expect.any(Number), title: 'Weighted' },
        weights: [
          { value: '4', weight: '1' },
          { value: '64', weight: '2.5' },
        ],
      },
    ]);
  });

  it('finds its readings again in the hour in which a series begins, also where a plan corrected it', async () => {
    const { name, send } = await projectWith('project_vcpu_usage');
    await send([
      { at: iso(0), value: '1' },
      { at: iso(5), value: '5' },
    ]);
    // As a plan posts it where nothing but an open charge was there: from the beginning of the hour.
    await accounts.sql(
      `insert into ledger_entry (project_id, kind, effective_at, credits, series_id, hour, cost_table_id, rate,
              quantity, from_at, to_at, source, reason)
       select e.project_id, 'charge', e.effective_at, e.rate * 3, e.series_id, e.hour, e.cost_table_id, e.rate,
              -3, e.hour, e.hour + interval '1 hour', 're-rating', 'counted twice'
         from ledger_entry e join project p on p.id = e.project_id where p.name = $1`,
      [name],
    );
    const [charge] = [...(await chargesOf(name)).values()];
    expect(charge).toMatchObject({
      quantity: '1',
      readingsRetained: true,
      readings: [{ value: '1' }, { value: '5' }],
      recomputed: { quantity: '4', matches: false },
    });
  });

  it('says so when retention has dropped its readings', async () => {
    const { name, send } = await projectWith('project_vcpu_usage');
    await send([
      { at: iso(0), value: '1' },
      { at: iso(30), value: '2' },
    ]);
    await accounts.sql(`select drop_reading_partitions('2026-11-30')`);
    const [charge] = [...(await chargesOf(name)).values()];
    expect(charge).toMatchObject({
      quantity: '1',
      readings: [],
      readingsRetained: false,
      recomputed: null,
    });
  });
});
