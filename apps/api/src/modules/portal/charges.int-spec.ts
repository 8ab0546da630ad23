import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { type NestApplicationContextOptions } from '@nestjs/common/interfaces/nest-application-context-options.interface.js';
import { NestFactory } from '@nestjs/core';
import fc from 'fast-check';
import {
  type ChargeResponse,
  type LedgerResponse,
  chargeResponse,
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
jest.setTimeout(120_000);

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

  async function chargesOf(name: string): Promise<Map<string, ChargeResponse>> {
    const { entries } = ledgerResponse.parse(
      await ask<LedgerResponse>(`${encodeURIComponent(name)}/ledger?limit=500`),
    );
    const ids = [...new Set(entries.map(({ charge }) => charge?.chargeId ?? ''))];
    const charges = new Map<string, ChargeResponse>();
    for (const id of ids) {
      const charge = await ask<ChargeResponse>(`${encodeURIComponent(name)}/charges/${id}`);
      charges.set(id, chargeResponse.parse(charge));
    }
    return charges;
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
