import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { intakeResponse, type IntakeResponse } from '@os-credits/contracts';
import pg from 'pg';
import { IngestionStage } from '../../../test/ingestion-stage.js';
import { type Credentials } from '../../../test/test-app.js';

const metric = 'project_vcpu_usage';
const line = (site: string, value: number, at: string, project = 'p'): string =>
  `${metric},project_name=${project},location_id=${site} value=${value} ${BigInt(Date.parse(at)) * 1_000_000n}`;

describe('the intake per site and day', () => {
  let stage: IngestionStage;
  let viewer: Credentials;

  beforeAll(async () => {
    stage = await IngestionStage.open({}, '2026-11-22T12:00:00.000Z');
    viewer = await stage.app.signIn({ staffRole: 'viewer' });
    await stage.sql.query(
      `insert into site (name, display_name) values ('8675', 'Gießen') on conflict do nothing`,
    );
    const first = [
      line('8676', 1, '2026-11-21T23:59:00Z'),
      line('8676', 2, '2026-11-22T00:00:00Z'),
      line('8676', 3, '2026-11-22T10:00:00Z'),
      line('8675', 7, '2026-11-22T10:00:00Z'),
    ];
    await write(first);
    // The whole batch again, one reading twice in a batch, one with another value, two that cannot be billed.
    await write(first);
    await write(
      [
        line('8676', 4, '2026-11-22T11:00:00Z'),
        line('8676', 4, '2026-11-22T11:00:00Z'),
        line('8676', 99, '2026-11-22T10:00:00Z'),
        line('8676', -5, '2026-11-22T11:30:00Z'),
        `${metric},project_name=p value=1 1795348800000000000`,
      ],
      400,
    );
    await stage.sql.query(
      `insert into site_silence (site_id, from_at, to_at, created_at)
       select id, '2026-11-20T22:00:00Z', '2026-11-21T01:30:00Z', now() from site where name = '8675'`,
    );
    await stage.sql.query(
      `insert into site_silence (site_id, from_at, created_at)
       select id, '2026-11-22T10:30:00Z', now() from site where name = '8675'`,
    );
  });
  afterAll(() => stage.close());

  async function write(lines: readonly string[], status = 204): Promise<void> {
    expect((await stage.lines(lines.join('\n'))).status).toBe(status);
    // The database has a clock of its own, which a test cannot stop.
    await asOwner(`update ingest_batch set received_at = '2026-11-22T11:45:00Z'`);
    await asOwner(`update quarantined_reading set received_at = '2026-11-22T11:45:00Z'`);
    await stage.rate();
  }

  async function asOwner(sql: string): Promise<void> {
    const client = new pg.Client({ connectionString: stage.database.url });
    await client.connect();
    await client.query(sql);
    await client.end();
  }

  async function intake(query = ''): Promise<IntakeResponse> {
    const answer = await stage.app.get(`/api/operations/intake${query}`, viewer);
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    return intakeResponse.parse(answer.body);
  }

  const count = async (sql: string, values: string[] = []): Promise<number> => {
    const [row] = await stage.sql.query<{ count: number }>(
      `select count(*)::int as count from ${sql}`,
      values,
    );
    return row?.count ?? NaN;
  };

  it('has the numbers that counting the rows gives', async () => {
    const { total, sites } = await intake();
    expect(total.storedCount).toBe(await count('reading'));
    expect(total.quarantinedCount).toBe(await count('quarantined_reading'));
    const [outcome] = await stage.sql.query<{ total: number }>(
      `select total::int as total from rating_total where outcome = 'duplicate'`,
    );
    expect(total.duplicateCount).toBe(outcome?.total);
    for (const site of sites) {
      expect(site.total.storedCount).toBe(
        await count(
          'reading r join series s on s.project_id = r.project_id and s.id = r.series_id join site si on si.id = s.site_id where si.name = $1',
          [site.site ?? ''],
        ),
      );
    }
    expect(total).toMatchObject({ storedCount: 5, duplicateCount: 5, quarantinedCount: 3 });
  });

  it('tells sites and days apart, and what names no site', async () => {
    const { sites } = await intake('?from=2026-11-21T00:00:00Z&to=2026-11-22T12:00:00Z');
    const giessen = sites.find(({ site }) => site === '8675');
    expect(giessen).toMatchObject({
      siteName: 'Gießen',
      isSilent: true,
      lastReadingAt: '2026-11-22T10:00:00.000Z',
      total: { storedCount: 1, duplicateCount: 1, quarantinedCount: 0, silentSeconds: 10_800 },
    });
    expect(giessen?.days.map(({ day, silentSeconds }) => [day, silentSeconds])).toEqual([
      ['2026-11-21', 5400],
      ['2026-11-22', 5400],
    ]);
    const other = sites.find(({ site }) => site === '8676');
    expect(other?.days.map(({ day, storedCount }) => [day, storedCount])).toEqual([
      ['2026-11-21', 1],
      ['2026-11-22', 3],
    ]);
    expect(other?.total).toMatchObject({ duplicateCount: 4, quarantinedCount: 2 });
    expect(sites.find(({ site }) => site === null)?.total.quarantinedCount).toBe(1);
  });

  it('shows sites from which nothing came', async () => {
    const { sites, total } = await intake('?from=2026-10-01T00:00:00Z&to=2026-10-03T00:00:00Z');
    expect(total).toEqual({
      storedCount: 0,
      duplicateCount: 0,
      quarantinedCount: 0,
      silentSeconds: 0,
    });
    expect(sites.map(({ site, days }) => [site, days])).toEqual([
      ['8675', []],
      ['8676', []],
    ]);
  });

  it('is for staff, and for a month at most', async () => {
    const query = '/api/operations/intake?from=2026-01-01T00:00:00Z';
    expect((await stage.app.get(query, viewer)).status).toBe(400);
    const nobody = await stage.app.signIn({});
    expect((await stage.app.get('/api/operations/intake', nobody)).status).toBe(403);
  });
});
