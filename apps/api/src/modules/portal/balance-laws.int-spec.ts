import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import {
  type BalanceResponse,
  type HistoryResponse,
  type LedgerResponse,
  type ProjectDetail,
  balanceResponse,
  historyResponse,
  ledgerResponse,
} from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import {
  createTestDatabase,
  fixedClock,
  propertyParameters,
  type TestDatabase,
} from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import { startTestApp, type Credentials, type TestApp } from '../../../test/test-app.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = '2026-11-22T13:30:00.000Z';
const RUNNING_HOUR_MS = Date.parse('2026-11-22T13:00:00.000Z');
/** Everything happens within these days before now, over a change of month. */
const SPAN_HOURS = 40 * 24;

const iso = (ms: number): string => new Date(ms).toISOString();
const hourAt = (hoursAgo: number): string => iso(RUNNING_HOUR_MS - hoursAgo * HOUR_MS);

/** One thing that moves the balance, at the instant from which it counts. */
interface Move {
  readonly kind: 'grant' | 'adjustment' | 'reversal' | 'charge' | 'open';
  readonly atMs: number;
  readonly series: number;
  /** Signed effect on what remains. */
  readonly credits: string;
}

const amount = fc
  .tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([digits, places]) => `${digits}e-${places}`)
  .map((text) => Number(text).toFixed(6));
const charge = fc
  .record({ hoursAgo: fc.integer({ min: 1, max: SPAN_HOURS }), series: fc.nat(1), amount })
  .map(({ hoursAgo, series, amount: used }): Move => ({
    kind: 'charge',
    atMs: RUNNING_HOUR_MS - (hoursAgo - 1) * HOUR_MS,
    series,
    credits: `-${used}`,
  }));
const open = fc
  .record({ hoursAgo: fc.integer({ min: 0, max: 30 }), series: fc.nat(1), amount })
  .map(({ hoursAgo, series, amount: used }): Move => ({
    kind: 'open',
    atMs: RUNNING_HOUR_MS - (hoursAgo - 1) * HOUR_MS,
    series,
    credits: `-${used}`,
  }));
const other = fc
  .record({
    kind: fc.constantFrom('grant', 'adjustment', 'reversal'),
    // Exactly at midnight and on the hour is where half-open bounds go wrong.
    atMs: fc.oneof(
      fc.integer({ min: 0, max: 39 }).map((days) => Date.parse('2026-11-22') - days * DAY_MS),
      fc.integer({ min: 0, max: SPAN_HOURS }).map((hours) => RUNNING_HOUR_MS - hours * HOUR_MS),
      fc.integer({ min: 1, max: SPAN_HOURS * HOUR_MS }).map((ms) => RUNNING_HOUR_MS - ms),
    ),
    amount,
    isNegative: fc.boolean(),
  })
  .map(({ kind, atMs, amount: size, isNegative }): Move => ({
    kind,
    atMs,
    series: 0,
    credits: isNegative && kind !== 'grant' ? `-${size}` : size,
  }));
const account = fc.record({
  moves: fc.array(fc.oneof({ weight: 4, arbitrary: charge }, { weight: 2, arbitrary: other }), {
    minLength: 1,
    maxLength: 25,
  }),
  opens: fc.uniqueArray(open, { maxLength: 4, selector: (move) => `${move.atMs}.${move.series}` }),
  instants: fc.array(
    fc.integer({ min: -2, max: SPAN_HOURS * 60 }).map((min) => RUNNING_HOUR_MS - min * 60_000),
    { minLength: 3, maxLength: 3 },
  ),
});

/** The law, in its plainest form: the sum of what has taken effect. */
function sumUntil(moves: readonly Move[], atMs: number): string {
  const effective = moves.filter(
    (move) => move.atMs <= atMs || (move.kind === 'open' && atMs > RUNNING_HOUR_MS),
  );
  return Decimal.sum(effective.map((move) => Decimal.of(move.credits))).toString();
}

// A nightly run multiplies the number of runs.
jest.setTimeout(180_000);

describe('balance, history and statement tell the same story (law 5)', () => {
  let database: TestDatabase;
  let app: TestApp;
  let accounts: AccountBuilder;
  let staff: Credentials;
  let count = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = new AccountBuilder(database.url);
    app = await startTestApp(database.url, {}, fixedClock(NOW));
    staff = await app.signIn({ staffRole: 'viewer' });
  });
  afterAll(async () => {
    await app.close();
    await accounts.close();
    await database.drop();
  });

  const ask = async <Body>(path: string): Promise<Body> => {
    const answer = await app.get<Body>(`/api/projects/${path}`, staff);
    expect(answer.status).toBe(200);
    return answer.body;
  };

  async function fill(moves: readonly Move[]): Promise<string> {
    count += 1;
    const name = `project-${count}`;
    const id = await accounts.project(name);
    const series = [
      await accounts.series(id, 'site-a', 'project_vcpu_usage'),
      await accounts.series(id, 'site-b', 'project_mb_usage'),
    ];
    for (const { kind, atMs, credits, series: index } of moves) {
      const seriesId = series[index]!;
      const hour = iso(atMs - HOUR_MS);
      const used = Decimal.of(credits).negated().toString();
      if (kind === 'charge') await accounts.charge(id, seriesId, hour, used);
      else if (kind === 'open') await accounts.open(id, seriesId, hour, used);
      else await accounts.other(id, { kind, at: iso(atMs), credits });
    }
    return name;
  }

  async function wholeLedger(
    name: string,
    group: 'entry' | 'day',
    limit: number,
  ): Promise<LedgerResponse> {
    const all: LedgerResponse = { project: name, entries: [], lines: [], nextCursor: null };
    let cursor = '';
    do {
      const page = ledgerResponse.parse(
        await ask(`${name}/ledger?group=${group}&limit=${limit}${cursor}`),
      );
      all.entries.push(...page.entries);
      all.lines.push(...page.lines);
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    return all;
  }

  it('the balance at any instant is the sum of what has taken effect', async () => {
    await fc.assert(
      fc.asyncProperty(account, async ({ moves, opens, instants }) => {
        const all = [...moves, ...opens];
        const name = await fill(all);
        const now = balanceResponse.parse(await ask<BalanceResponse>(`${name}/balance`));
        expect(now.remaining).toBe(sumUntil(all, Date.parse(NOW)));
        const detail = await ask<ProjectDetail>(name);
        expect(detail).toMatchObject({
          granted: now.granted,
          used: now.used,
          usedOpen: now.usedOpen,
          remaining: now.remaining,
        });
        const marks = [...instants, ...all.map((move) => move.atMs), all[0]!.atMs - 1];
        for (const atMs of marks) {
          const { remaining } = await ask<BalanceResponse>(`${name}/balance?at=${iso(atMs)}`);
          expect([iso(atMs), remaining]).toEqual([iso(atMs), sumUntil(all, atMs)]);
        }
      }),
      propertyParameters(15),
    );
  });

  it('every bucket of the history ends with the balance at its end', async () => {
    await fc.assert(
      fc.asyncProperty(
        account,
        fc.constantFrom('hour', 'day', 'month'),
        fc.constantFrom('metric', 'site'),
        async ({ moves, opens, instants }, bucket, by) => {
          const all = [...moves, ...opens];
          const name = await fill(all);
          const from = Math.min(...instants) - 5 * HOUR_MS;
          const history = historyResponse.parse(
            await ask<HistoryResponse>(
              `${name}/history?from=${iso(from)}&to=${NOW}&bucket=${bucket}&by=${by}`,
            ),
          );
          for (const { from: start, to, total, remainingAtEnd, credits } of history.buckets) {
            expect([to, remainingAtEnd]).toEqual([to, sumUntil(all, Date.parse(to))]);
            const used = all.filter(
              (move) =>
                ['charge', 'open'].includes(move.kind) &&
                move.atMs > Date.parse(start) &&
                move.atMs <= Date.parse(to),
            );
            const sum = Decimal.sum(used.map((move) => Decimal.of(move.credits))).negated();
            expect([to, total]).toEqual([to, sum.toString()]);
            const groups = Decimal.sum(Object.values(credits).map((text) => Decimal.of(text)));
            expect(groups.toString()).toBe(total);
          }
        },
      ),
      propertyParameters(20),
    );
  });

  it('the running balance of the statement adds up line by line, on pages of any size', async () => {
    await fc.assert(
      fc.asyncProperty(account, fc.integer({ min: 1, max: 9 }), async ({ moves, opens }, limit) => {
        const all = [...moves, ...opens];
        const name = await fill(all);
        const { entries } = await wholeLedger(name, 'entry', limit);
        expect(entries.length).toBe(all.length);
        const { lines } = await wholeLedger(name, 'day', limit);
        for (const rows of [entries, lines]) {
          let balance = Decimal.zero;
          for (const { credits, balanceAfter } of [...rows].reverse()) {
            balance = balance.plus(Decimal.of(credits));
            expect(balanceAfter).toBe(balance.toString());
          }
          expect(balance.toString()).toBe(sumUntil(all, Date.parse(NOW)));
        }
        const times = entries.map(({ effectiveAt }) => effectiveAt);
        expect(times).toEqual([...times].sort().reverse());
        expect(entries.filter(({ isOpen }) => isOpen).length).toBe(opens.length);
      }),
      propertyParameters(20),
    );
  });

  it('narrows the statement to a range of time without losing the balance', async () => {
    const name = await fill([
      { kind: 'grant', atMs: Date.parse(hourAt(100)), series: 0, credits: '100' },
      { kind: 'charge', atMs: Date.parse(hourAt(50)), series: 0, credits: '-10' },
      { kind: 'charge', atMs: Date.parse(hourAt(10)), series: 1, credits: '-1' },
      { kind: 'charge', atMs: Date.parse(hourAt(2)), series: 1, credits: '-0.5' },
    ]);
    const { entries } = await ask<LedgerResponse>(
      `${name}/ledger?from=${hourAt(60)}&to=${hourAt(10)}`,
    );
    expect(entries.map(({ credits, balanceAfter }) => [credits, balanceAfter])).toEqual([
      ['-1', '89'],
      ['-10', '90'],
    ]);
  });
});
