import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, fixedClock, type TestDatabase } from '@os-credits/testing';
import { AccountBuilder } from '../../../test/account-builder.js';
import { startTestApp, type TestApp } from '../../../test/test-app.js';
import { weightSetsJson } from './application/published-weights.js';

const NOW = '2020-08-01T12:00:00.000Z';

/** Two sets as the exporter's own example has them, and what an unmodified exporter asks for. */
describe('what usage exporters ask for', () => {
  let database: TestDatabase;
  let accounts: AccountBuilder;
  let app: TestApp;

  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = new AccountBuilder(database.url);
    app = await startTestApp(
      database.url,
      { ACCOUNTING_START_DATE: '2020-07-01' },
      fixedClock(NOW),
    );
  });
  afterAll(async () => {
    await app.close();
    await accounts.close();
    await database.drop();
  });

  /** @param publishedAt without it, when it applies from */
  async function publishWeights(
    appliesFrom: string,
    weights: readonly [metric: string, value: number, weight: number][],
    publishedAt: string | null = null,
  ): Promise<void> {
    await accounts.sql(
      `insert into cost_table (title, effective_from, created_by) values ($1::text, ($1::text)::timestamptz, 'test')`,
      [appliesFrom],
    );
    await accounts.sql(
      `insert into size_weight (cost_table_id, metric_id, value, weight, set_at)
       select (select max(id) from cost_table), m.id, k.value, k.weight, now()
         from unnest($1::text[], $2::numeric[], $3::numeric[]) k(metric, value, weight)
         join metric m on m.name = k.metric`,
      [0, 1, 2].map((column) => weights.map((row) => row[column])),
    );
    await accounts.sql(
      `update cost_table set status = 'published', applies_from = effective_from, published_by = 'test',
              published_at = coalesce($1::timestamptz, effective_from)
        where status = 'draft'`,
      [publishedAt],
    );
  }

  it.each(['/public/creditsweights/', '/public/creditsweights'])(
    'GET %s answers an empty list where no weights are set, without sign-in or redirect',
    async (path) => {
      const answer = await app.get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(answer.body).toEqual([]);
    },
  );

  it.each(['/public/startdate/', '/public/startdate'])(
    'GET %s names the first day',
    async (path) => {
      const answer = await app.get(path);
      expect(answer.status).toBe(200);
      expect(answer.body).toEqual([{ start_date: '2020-07-01' }]);
    },
  );

  it('GET /public/creditsweights/ has the sets newest first, numbers as numbers', async () => {
    await publishWeights('2020-07-10T00:00:00Z', [
      ['project_vcpu_usage', 2, 2],
      ['project_vcpu_usage', 4, 3],
      ['project_mb_usage', 8192, 3],
    ]);
    await publishWeights('2020-07-15T00:00:00Z', [
      ['project_vcpu_usage', 4, 2],
      ['project_vcpu_usage', 2, 1],
      ['project_mb_usage', 8192, 2],
    ]);
    const fresh = await startTestApp(database.url, {}, fixedClock(NOW));
    const response = await fetch(`${fresh.url}/public/creditsweights/`);
    expect(await response.text()).toBe(
      '[{"resource_set_timestamp":1594771200,"vcpus":[{"value":2,"weight":1},{"value":4,"weight":2}],"memory_mb":[{"value":8192,"weight":2}]},' +
        '{"resource_set_timestamp":1594339200,"vcpus":[{"value":2,"weight":2},{"value":4,"weight":3}],"memory_mb":[{"value":8192,"weight":3}]},' +
        '{"resource_set_timestamp":0,"vcpus":[],"memory_mb":[]}]',
    );
    await fresh.close();
  });

  it('never dates a set before it was published, though a re-rating lets its table apply earlier', async () => {
    // one of a time that was over when it was published, and one that reaches into the present
    await publishWeights(
      '2020-07-12T00:00:00Z',
      [['project_vcpu_usage', 1, 7]],
      '2020-07-29T00:00:00Z',
    );
    await publishWeights(
      '2020-07-20T00:00:00Z',
      [['project_vcpu_usage', 1, 9]],
      '2020-07-30T00:00:00Z',
    );
    const fresh = await startTestApp(database.url, {}, fixedClock(NOW));
    const { body } =
      await fresh.get<{ resource_set_timestamp: number }[]>('/public/creditsweights/');
    expect(
      body.map((set) => new Date(set.resource_set_timestamp * 1000).toISOString().slice(0, 10)),
    ).toEqual(['2020-07-30', '2020-07-15', '2020-07-10', '1970-01-01']);
    await fresh.close();
  });

  it('tells a set before it takes effect, so that exporters know it in time', async () => {
    await publishWeights(
      '2020-08-02T00:00:00Z',
      [['project_vcpu_usage', 1, 4]],
      '2020-08-01T11:00:00Z',
    );
    const fresh = await startTestApp(database.url, {}, fixedClock(NOW));
    const { body } = await fresh.get<object[]>('/public/creditsweights/');
    expect(body[0]).toEqual({
      resource_set_timestamp: Date.parse('2020-08-02T00:00:00Z') / 1000,
      vcpus: [{ value: 1, weight: 4 }],
      memory_mb: [],
    });
    await fresh.close();
  });
});

describe('the accounting start that nobody has set', () => {
  let database: TestDatabase;
  let accounts: AccountBuilder;
  let processes: TestApp[];

  beforeAll(async () => {
    database = await createTestDatabase();
    accounts = new AccountBuilder(database.url);
    processes = await Promise.all(
      [1, 2].map(() => startTestApp(database.url, {}, fixedClock(NOW))),
    );
  });
  afterAll(async () => {
    await Promise.all(processes.map((app) => app.close()));
    await accounts.close();
    await database.drop();
  });

  it('follows history that comes in, at once and in every process', async () => {
    const days = async () => {
      const answers = await Promise.all(processes.map((app) => app.get('/public/startdate/')));
      return answers.map(({ body }) => body);
    };
    const day = (isoDay: string) => Array<unknown>(2).fill([{ start_date: isoDay }]);
    // This database was made later than the clock says.
    expect(await days()).toEqual(day('2020-08-01'));
    const project = await accounts.project('history');
    for (const [site, firstAt] of [
      ['8676', '2020-03-05T01:00:00Z'],
      ['8677', '2019-11-30T23:59:59Z'],
      ['8678', '2020-01-01T00:00:00Z'],
    ] as const) {
      await accounts.series(project, site, 'project_vcpu_usage', { firstAt });
      expect(await days()).toEqual(day(site === '8676' ? '2020-03-05' : '2019-11-30'));
    }
  });
});

describe('sets of weights', () => {
  const cpu = (value: string, weight: string) => ({ metric: 'project_vcpu_usage', value, weight });

  it('appear once for tables that only change rates, and end with an empty one', () => {
    const rows = [
      { appliesFromSeconds: '0', weights: [cpu('2', '1.5')] },
      { appliesFromSeconds: '100', weights: [cpu('2', '1.5')] },
      { appliesFromSeconds: '200', weights: [] },
    ];
    expect(JSON.parse(weightSetsJson(rows))).toEqual([
      { resource_set_timestamp: 200, vcpus: [], memory_mb: [] },
      { resource_set_timestamp: 0, vcpus: [{ value: 2, weight: 1.5 }], memory_mb: [] },
    ]);
  });

  it('are written digit by digit', () => {
    const rows = [{ appliesFromSeconds: '0', weights: [cpu('2', '0.1000000000000000055')] }];
    expect(weightSetsJson(rows)).toContain('"weight":0.1000000000000000055');
  });
});
