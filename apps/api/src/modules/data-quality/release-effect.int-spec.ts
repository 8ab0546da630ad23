import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  resolveQuarantineResponse,
  type ReleaseEffect,
  type ResolveQuarantineResponse,
} from '@os-credits/contracts';
import { IngestionStage } from '../../../test/ingestion-stage.js';
import { publishRates } from '../../../test/publish-rates.js';
import { type Credentials } from '../../../test/test-app.js';
import { type SqlValue } from '../../platform/database/index.js';

const CPU = 'project_vcpu_usage';
const LIMITED = 'limited_usage';
const NOW_MS = Date.parse('2019-06-01T12:30:00.000Z');
const instant = (minutes: number): string => new Date(NOW_MS + minutes * 60_000).toISOString();
const line = (project: string, value: string, minutes: number, metric = CPU): string =>
  `${metric},location_id=8676,project_name=${project} value=${value} ${NOW_MS / 1000 + minutes * 60}000000000`;

/** What the dry run of a release tells about accounts: it rates for real and undoes that. */
describe('the dry run of a release', () => {
  let stage: IngestionStage;
  let editor: Credentials & { csrfToken: string };

  beforeAll(async () => {
    // The past of 2019 has no partitions yet: those that only a rehearsal needs must not stay.
    stage = await IngestionStage.open({}, '2019-06-01T12:30:00.000Z');
    editor = await stage.app.signIn({ staffRole: 'editor', name: 'Ada', subject: 'ada' });
    await stage.sql.query(
      `insert into metric (name, friendly_name, unit, reading_unit, reading_factor, plausible_max_per_hour)
       values ($1, 'limited', 'vCPU·h', 'vCPU·h', 1, 10)`,
      [LIMITED],
    );
    await publishRates(
      (sql, values) => stage.sql.query(sql, values as SqlValue[]),
      [{ metric: LIMITED, rate: '2' }],
    );
  });
  afterAll(() => stage.close());

  async function keepBack(
    project: string,
    readings: readonly (readonly [value: string, minutes: number, metric?: string])[],
  ): Promise<void> {
    for (const [value, minutes, metric = CPU] of readings)
      await stage.sql.query(
        `insert into quarantined_reading (wire, reason, detail, project_name, site_name, metric_name, at, value)
         values ('json', 'in-the-future', 'x', $1, '8676', $2, $3, $4)`,
        [project, metric, instant(minutes), value],
      );
  }

  async function release(
    filter: Record<string, string>,
    isDryRun: boolean,
  ): Promise<ResolveQuarantineResponse> {
    const answer = await stage.app.get('/api/quarantine/release', editor, {
      method: 'POST',
      body: JSON.stringify({ select: { filter }, reason: 'the clock was wrong', isDryRun }),
      headers: { 'content-type': 'application/json', 'x-csrf-token': editor.csrfToken },
    });
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    return resolveQuarantineResponse.parse(answer.body);
  }

  async function effectOf(project: string): Promise<ReleaseEffect | null> {
    return (await release({ project }, true)).effect;
  }

  /** Everything that rating and intake write, as one text. */
  async function everything(): Promise<string> {
    const tables = [
      ...['project', 'account', 'site', 'series', 'ingest_batch', 'ingest_payload', 'reading'],
      ...['open_charge', 'held_charge', 'data_quality_event', 'quarantined_reading'],
      ...['rating_total', 'duplicate_day', 'audit_event', 'replaced_reading'],
    ];
    const rows = await Promise.all(
      tables.map((table) =>
        stage.sql.query<{ text: string | null }>(
          `select string_agg(t::text, ' ' order by t::text) as text from ${table} t`,
        ),
      ),
    );
    const [partitions] = await stage.sql.query<{ count: number }>(
      `select count(*)::int as count from pg_inherits where inhparent = 'public.reading'::regclass`,
    );
    return JSON.stringify([rows, partitions]);
  }

  const account = (used: string, remaining: string) => ({ granted: '0', used, remaining });

  it('tells the account before and after, changes nothing, and the release agrees', async () => {
    await keepBack('fresh', [
      ['10', -60],
      ['14.5', -30],
    ]);
    const before = await everything();
    expect(await effectOf('fresh')).toEqual({
      credits: '4.5',
      heldCount: 0,
      projectCount: 1,
      projects: [
        {
          project: 'fresh',
          before: account('0', '0'),
          after: account('4.5', '-4.5'),
          difference: '4.5',
        },
      ],
    });
    expect(await everything()).toBe(before);
    expect((await release({ project: 'fresh' }, false)).effect).toBeNull();
    expect(await stage.used('fresh')).toBe('4.5');
  });

  it('leaves no trace in the memory of the process: the next reading of a new series is stored', async () => {
    await keepBack('forgotten', [['1', -60]]);
    expect(await effectOf('forgotten')).toMatchObject({ credits: '0', projectCount: 1 });
    const sent = await stage.lines(
      [line('forgotten', '1', -60), line('forgotten', '3', -30)].join('\n'),
    );
    expect(sent.status).toBe(204);
    expect(await stage.used('forgotten')).toBe('2');
  });

  it('rates a late reading against its neighbours', async () => {
    await stage.lines([line('late', '10', -60), line('late', '20', -30)].join('\n'));
    expect(await stage.used('late')).toBe('10');
    await keepBack('late', [['4', -45]]);
    // 10 to 4 is a reset, 4 to 20 is billed: 16 instead of 10
    expect(await effectOf('late')).toMatchObject({
      credits: '6',
      projects: [{ before: account('10', '-10'), after: account('16', '-16'), difference: '6' }],
    });
    expect(await stage.used('late')).toBe('10');
    await release({ project: 'late' }, false);
    expect(await stage.used('late')).toBe('16');
  });

  it('counts what would be held, and bills it not', async () => {
    await stage.lines(line('held', '0', -60, LIMITED));
    await stage.rate();
    await keepBack('held', [
      ['50', -30, LIMITED],
      ['51', -20, LIMITED],
    ]);
    expect(await effectOf('held')).toMatchObject({ credits: '2', heldCount: 1 });
    const [row] = await stage.sql.query<{ count: number }>(
      'select count(*)::int as count from held_charge',
    );
    expect(row?.count).toBe(0);
  });

  it('is about the accounts as they are: what waits for rating is left out and goes on waiting', async () => {
    await stage.lines(line('waiting', '1', -60));
    await stage.rate();
    await stage.lines(line('waiting', '101', -40));
    await keepBack('waiting', [['3', -50]]);
    expect(await effectOf('waiting')).toMatchObject({ credits: '2' });
    expect(await stage.used('waiting')).toBe('100');
  });

  it('sorts projects by how much they change, and adds them up', async () => {
    await keepBack('many-a', [
      ['0', -60],
      ['2', -50],
    ]);
    await keepBack('many-b', [
      ['0', -60],
      ['7', -50],
    ]);
    await keepBack('many-c', [['0', -60]]);
    const { effect } = await release({ metric: CPU }, true);
    const projects = effect?.projects.filter(({ project }) => project.startsWith('many-'));
    expect(projects?.map(({ project, difference }) => [project, difference])).toEqual([
      ['many-b', '7'],
      ['many-a', '2'],
      ['many-c', '0'],
    ]);
    const sum = effect?.projects.reduce((all, { difference }) => all + Number(difference), 0);
    expect(effect?.credits).toBe(String(sum));
  });

  it('tells no effect where nothing would be taken in', async () => {
    await keepBack('refused', [['-1', -60]]);
    expect(await release({ project: 'refused' }, true)).toMatchObject({
      releasedCount: 0,
      refusedCount: 1,
      effect: null,
    });
  });
});
