import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal, rateInTable, type TableRate } from '@os-credits/credits';
import {
  impactResponse,
  type CostTable,
  type ImpactResponse,
  type ImpactRow,
  type ProblemDocument,
} from '@os-credits/contracts';
import {
  createTestDatabase,
  fixedClock,
  propertyParameters,
  type TestDatabase,
} from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import { publishRates } from '../../../test/publish-rates.js';
import { sendJson } from '../../../test/rules-client.js';
import { startTestApp, type Credentials, type TestApp } from '../../../test/test-app.js';

const NOW = '2026-11-22T13:30:00.000Z';
const CPU = 'project_vcpu_usage';
const RAM = 'project_mb_usage';
const SITES = ['site-a', 'site-b'] as const;

let database: TestDatabase;
let accounts: AccountBuilder;
let app: TestApp;
let editor: Credentials;
let viewer: Credentials;

interface Use {
  readonly project: string;
  readonly site: string;
  readonly metric: string;
  readonly day: string;
  readonly quantity: string;
}
const used: Use[] = [];
const projects = ['alpha', 'beta', '=cmd|"calc"', 'idle', 'young'];

async function use(
  series: { projectId: number; id: number },
  one: Use,
  isOpen = false,
): Promise<void> {
  const hour = `${one.day}T11:00:00Z`;
  const key = [series.projectId, series.id, hour, one.quantity] as const;
  if (isOpen) await accounts.open(...key);
  else await accounts.charge(...key);
  used.push(one);
}

beforeAll(async () => {
  database = await createTestDatabase();
  accounts = new AccountBuilder(database.url);
  app = await startTestApp(database.url, { ACCOUNTING_START_DATE: '2020-01-01' }, fixedClock(NOW));
  editor = await app.signIn({ staffRole: 'editor', name: 'Edda' });
  viewer = await app.signIn({ staffRole: 'viewer' });
  for (const [index, name] of projects.entries()) {
    const projectId = await accounts.project(name);
    await accounts.other(projectId, {
      kind: 'grant',
      at: '2026-01-01T00:00:00Z',
      credits: '10000',
    });
    if (name === 'idle') continue;
    for (const site of SITES) {
      for (const metric of [CPU, RAM] as const) {
        const firstAt = name === 'young' ? '2026-11-20T05:00:00Z' : '2026-01-01T00:00:00Z';
        const id = await accounts.series(projectId, site, metric, {
          firstAt,
          lastAt: '2026-11-22T13:00:00Z',
        });
        for (const day of ['2026-10-22', '2026-10-23', '2026-11-20', '2026-11-21', '2026-11-22']) {
          const quantity = `${index + 1}.${metric.length}${day.slice(8)}`;
          const isOpen = day === '2026-11-21' && metric === CPU;
          await use({ projectId, id }, { project: name, site, metric, day, quantity }, isOpen);
        }
      }
    }
  }
  await publishRates(
    (sql, values) => accounts.sql(sql, values),
    [
      { metric: CPU, rate: '1.1' },
      { metric: CPU, rate: '1.3', site: 'site-b' },
      { metric: RAM, rate: '0.3' },
      { metric: RAM, rate: '0.2', project: 'beta' },
      { metric: RAM, rate: '0.15', project: 'beta', site: 'site-a' },
    ],
    '2026-02-01T00:00:00Z',
  );
});
afterAll(async () => {
  await app.close();
  await accounts.close();
  await database.drop();
});

async function draft(
  rates: readonly Record<string, string>[],
  effectiveFrom = '2026-12-01T00:00:00Z',
): Promise<CostTable> {
  const { status, body } = await sendJson<CostTable>(app, editor, 'POST', '/api/cost-tables', {
    title: 'Draft',
    effectiveFrom,
    rates,
  });
  expect(status).toBe(201);
  return body;
}

async function impactOf(table: CostTable, query = ''): Promise<ImpactResponse> {
  const { body } = await app.get<ImpactResponse>(
    `/api/cost-tables/${table.id}/impact?limit=500${query}`,
    viewer,
  );
  return impactResponse.parse(body);
}

/** What usage of days `[from, to)` costs, computed here. */
function costOf(project: string, rates: readonly TableRate[], from: string, to: string): string {
  return Decimal.sum(
    used
      .filter((one) => one.project === project && one.day >= from && one.day < to)
      .map((one) => (rateInTable(rates, one) ?? Decimal.zero).times(Decimal.of(one.quantity))),
  ).toString();
}

const toRates = (table: Pick<CostTable, 'rates'>): TableRate[] =>
  table.rates.map((one) => ({ ...one, rate: Decimal.of(one.rate) }));

const rateText = fc
  .tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 5 }))
  .map(([digits, scale]) => {
    const text = String(digits).padStart(scale + 1, '0');
    return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`;
  });
const rateRow = fc.record({
  metric: fc.constantFrom(CPU, RAM),
  site: fc.constantFrom(null, ...SITES),
  project: fc.constantFrom(null, 'alpha', 'beta', 'idle'),
  rate: rateText,
});
const rateRows = fc.uniqueArray(rateRow, {
  maxLength: 10,
  selector: (row) => JSON.stringify([row.metric, row.site, row.project]),
});

describe('the impact of a cost table', () => {
  it('is what every project would have paid, to the last digit, whatever the rates', async () => {
    const inForce = await app.get<CostTable>('/api/cost-tables/2', viewer);
    const old = toRates(inForce.body);
    await fc.assert(
      fc.asyncProperty(rateRows, fc.boolean(), async (rows, isLong) => {
        const table = await draft(rows as unknown as Record<string, string>[]);
        const [from, to] = isLong ? ['2026-10-22', '2026-11-23'] : ['2026-10-23', '2026-11-22'];
        const impact = await impactOf(table, isLong ? `&from=${from}&to=${to}` : '');
        expect([impact.from.slice(0, 10), impact.to.slice(0, 10)]).toEqual([from, to]);
        expect(impact.rows).toHaveLength(projects.length);
        for (const row of impact.rows) {
          expect([row.oldCredits, row.newCredits]).toEqual([
            costOf(row.project, old, from, to),
            costOf(row.project, toRates(table), from, to),
          ]);
        }
        expect(impact.totals).toMatchObject(sumsOf(impact.rows));
      }),
      propertyParameters(25),
    );
  });

  function sumsOf(rows: readonly ImpactRow[]) {
    const sum = (pick: (row: ImpactRow) => string) =>
      Decimal.sum(rows.map((row) => Decimal.of(pick(row)))).toString();
    return {
      projectCount: rows.length,
      oldCredits: sum((row) => row.oldCredits),
      newCredits: sum((row) => row.newCredits),
      difference: sum((row) => row.difference),
    };
  }

  it('says how long credits last at the pace of the window, not for a project of two days', async () => {
    const table = await draft([
      { metric: CPU, rate: '2.2' },
      { metric: RAM, rate: '0.3' },
    ]);
    const { rows } = await impactOf(table);
    const byName = new Map(rows.map((row) => [row.project, row]));
    const alpha = byName.get('alpha')!;
    expect(Date.parse(alpha.newRunwayAt!)).toBeLessThan(Date.parse(alpha.oldRunwayAt!));
    const daysLeft = (Date.parse(alpha.newRunwayAt!) - Date.parse(NOW)) / 86_400_000;
    expect(daysLeft).toBeCloseTo(Number(alpha.remaining) / (Number(alpha.newCredits) / 30), 1);
    expect(byName.get('young')).toMatchObject({ oldRunwayAt: null, newRunwayAt: null });
    expect(byName.get('idle')).toMatchObject({
      oldCredits: '0',
      newCredits: '0',
      share: null,
      newRunwayAt: null,
    });
  });

  it('is sorted, searched and paged without losing or repeating a project', async () => {
    const table = await draft([{ metric: CPU, rate: '2' }]);
    for (const sort of ['difference', 'share', 'old', 'new', 'runway', 'name']) {
      const whole = (await impactOf(table, `&sort=${sort}`)).rows.map((row) => row.project);
      const paged: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const answer: ImpactResponse = (
          await app.get<ImpactResponse>(
            `/api/cost-tables/${table.id}/impact?limit=2&sort=${sort}${cursor === '' ? '' : `&cursor=${cursor}`}`,
            viewer,
          )
        ).body;
        paged.push(...answer.rows.map((row) => row.project));
        cursor = answer.nextCursor;
      }
      expect(paged).toEqual(whole);
      expect([...whole].sort()).toEqual([...projects].sort());
    }
    expect((await impactOf(table, '&sort=name&order=desc')).rows[0]?.project).toBe('young');
    expect((await impactOf(table, '&search=ALPH')).rows.map((row) => row.project)).toEqual([
      'alpha',
    ]);
  });

  it('names usage that it cannot show, because nothing was booked for it', async () => {
    await accounts.sql(
      `insert into metric (name, friendly_name, unit, reading_unit, reading_factor) values ('gpu_usage', 'gpu', 'GPU·h', 'GPU·h', 1)`,
    );
    await accounts.sql(
      `insert into series (project_id, site_id, metric_id, first_at, last_at)
       select p.id, s.id, m.id, now(), now() from project p, site s, metric m
        where p.name in ('alpha', 'beta') and s.name = 'site-a' and m.name = 'gpu_usage'`,
    );
    const table = await draft([
      { metric: CPU, rate: '1.1' },
      { metric: 'gpu_usage', rate: '5' },
    ]);
    expect((await impactOf(table)).notIncluded).toEqual([
      { metric: 'gpu_usage', site: 'site-a', seriesCount: 2 },
    ]);
  });

  it('counts charges of a past that stays as it is', async () => {
    const table = await draft([{ metric: CPU, rate: '9' }], '2026-11-20T11:30:00Z');
    const inHour = used.filter(
      (one) => one.day >= '2026-11-20' && !(one.day === '2026-11-21' && one.metric === CPU),
    );
    expect((await impactOf(table)).past).toEqual({
      from: '2026-11-20T11:30:00.000Z',
      to: NOW,
      chargeCount: inHour.length,
      credits: Decimal.sum(inHour.map((one) => Decimal.of(one.quantity))).toString(),
    });
    expect((await impactOf(await draft([{ metric: CPU, rate: '9' }]))).past).toBeNull();
  });

  it('is a table that no spreadsheet computes', async () => {
    const table = await draft([{ metric: CPU, rate: '0.9' }]);
    const answer = await app.get<string>(
      `/api/cost-tables/${table.id}/impact.csv?sort=name`,
      viewer,
    );
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(answer.headers.get('content-disposition')).toMatch(/attachment/);
    const lines = answer.body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(projects.length + 1);
    expect(lines[0]).toMatch(/project.*oldCredits.*newRunwayAt/);
    expect(lines[1]).toMatch(/^"'=cmd\|""calc"""/);
    expect(answer.body).toMatch(/,-\d/);
  });

  it.each([
    ['from=2026-11-02&to=2026-11-01', '/query/to'],
    ['from=2020-01-01', '/query/from'],
    ['from=yesterday', '/query/from'],
    ['sort=mood', '/query/sort'],
    ['limit=0', '/query/limit'],
    ['cursor=abc', '/query/cursor'],
  ])('is refused for ?%s', async (query, pointer) => {
    const { status, body } = await app.get<ProblemDocument>(
      `/api/cost-tables/2/impact?${query}`,
      viewer,
    );
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('is for staff', async () => {
    const lead = await app.signIn({ leads: ['alpha'] });
    expect((await app.get('/api/cost-tables/2/impact', lead)).status).toBe(403);
    expect((await app.get('/api/cost-tables/2/impact')).status).toBe(401);
  });
});
