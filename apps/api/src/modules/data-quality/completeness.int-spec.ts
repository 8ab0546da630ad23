import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  completenessResponse,
  listDataQualityEventsResponse,
  projectCompletenessResponse,
  type CompletenessResponse,
  type DataQualityEvent,
  type ListDataQualityEventsResponse,
  type MarkDataQualityEventsResponse,
} from '@os-credits/contracts';
import pg from 'pg';
import { IngestionStage } from '../../../test/ingestion-stage.js';
import { type Answer, type Credentials } from '../../../test/test-app.js';
import { CountCompleteness } from './application/count-completeness.use-case.js';
import { SqlCompletenessRepository } from './persistence/sql-completeness.repository.js';

const at = (clock: string): string => `2026-11-22T${clock}:00.000Z`;
const minutesOf = (clock: string): number =>
  Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

describe('completeness', () => {
  let stage: IngestionStage;
  let counting: CountCompleteness;
  let editor: Credentials & { csrfToken: string };
  let viewer: Credentials & { csrfToken: string };

  beforeAll(async () => {
    stage = await IngestionStage.open({}, at('16:00'));
    counting = new CountCompleteness(stage.sql, new SqlCompletenessRepository(stage.sql));
    editor = await stage.app.signIn({ staffRole: 'editor', name: 'Ada', subject: 'ada' });
    viewer = await stage.app.signIn({ staffRole: 'viewer' });
    await stage.sql.query(`insert into site (name, display_name) values ('8675', 'Gießen')`);
    // given: every 5 minutes at one site, with a pause of one project; every 10 minutes at the other, until 11:00
    await send('steady', '8676', '06:00', '12:25', 5);
    await send('paused', '8676', '06:00', '09:00', 5);
    await send('paused', '8676', '10:20', '12:25', 5);
    await send('other', '8675', '06:00', '11:00', 10);
    await send('falling', '8676', '06:00', '06:10', 5, -1);
    await stage.rate();
  });
  afterAll(() => stage.close());

  /** Readings from one time to another, both included, every so many minutes. */
  async function send(
    project: string,
    site: string,
    from: string,
    to: string,
    everyMinutes: number,
    growth = 1,
  ): Promise<void> {
    const readings = [];
    for (let minutes = minutesOf(from); minutes <= minutesOf(to); minutes += everyMinutes)
      readings.push({
        project,
        site,
        metric: 'project_vcpu_usage',
        at: at(clockOf(minutes)),
        value: String(10_000 + growth * minutes),
      });
    const answer = await stage.readings(readings);
    expect([answer.status, answer.body['quarantined']]).toEqual([200, 0]);
  }

  /** Says when what waits for rating came in: PostgreSQL has a clock of its own. */
  async function received(instant: string): Promise<void> {
    const owner = new pg.Client({ connectionString: stage.database.url });
    await owner.connect();
    await owner.query('update ingest_batch set received_at = $1', [instant]);
    await owner.end();
  }

  async function count(clock: string): Promise<void> {
    await stage.rate();
    while (await counting.execute(new Date(at(clock))));
  }

  async function completeness(query = ''): Promise<CompletenessResponse> {
    const answer = await stage.app.get(`/api/data-quality/completeness${query}`, viewer);
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    return completenessResponse.parse(answer.body);
  }

  async function events(query = ''): Promise<ListDataQualityEventsResponse> {
    const answer = await stage.app.get(`/api/data-quality/events${query}`, viewer);
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    return listDataQualityEventsResponse.parse(answer.body);
  }

  const shown = (items: readonly DataQualityEvent[]) =>
    items.map(({ kind, project, from, to }) => [
      kind,
      project,
      from.slice(11, 16),
      to?.slice(11, 16) ?? null,
    ]);

  function mark(
    action: 'acknowledge' | 'reopen',
    body: unknown,
    as: Credentials & { csrfToken: string } = editor,
  ): Promise<Answer<MarkDataQualityEventsResponse>> {
    return stage.app.get<MarkDataQualityEventsResponse>(`/api/data-quality/events/${action}`, as, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'x-csrf-token': as.csrfToken },
    });
  }

  it('is empty before anything was counted', async () => {
    expect(await completeness()).toMatchObject({ countedTo: null, rows: [] });
  });

  it('compares what came with what the rhythm of each series promises', async () => {
    await count('12:30');
    const { countedTo, rows } = await completeness(`?from=${at('08:00')}&to=${at('12:00')}`);
    expect(countedTo).toBe(at('12:00'));
    expect(rows.map((row) => [row.siteName, row.metricFriendlyName, row.isSilent])).toEqual([
      ['Gießen', 'cpu', true],
      ['8676', 'cpu', false],
    ]);
    const [giessen, own] = rows;
    expect(giessen?.hours.map((hour) => [hour.expectedCount, hour.receivedCount])).toEqual([
      [6, 6],
      [6, 6],
      [6, 6],
      [6, 1],
    ]);
    // Three series: the one that fell was last seen at 06:10 and is still expected.
    expect(own?.hours.map((hour) => [hour.expectedCount, hour.receivedCount])).toEqual([
      [24, 24],
      [24, 13],
      [24, 20],
      [24, 24],
    ]);
    expect(own).toMatchObject({ shareReceived: '0.8438', lastReadingAt: at('12:25') });
  });

  it('notes the gap of a series, the silence of a site, and falls of a counter', async () => {
    const { items, counts } = await events();
    expect(counts).toEqual([
      { kind: 'gap', count: 1 },
      { kind: 'reset', count: 2 },
      { kind: 'silent-site', count: 1 },
    ]);
    expect(shown(items).sort()).toEqual([
      ['gap', 'paused', '09:00', '10:20'],
      ['reset', 'falling', '06:00', '06:05'],
      ['reset', 'falling', '06:05', '06:10'],
      ['silent-site', null, '11:00', null],
    ]);
    const gap = items.find(({ kind }) => kind === 'gap');
    expect(gap).toMatchObject({ rhythmSeconds: 300, fromValue: '10540', toValue: '10620' });
  });

  it('counts again without doubling anything', async () => {
    const before = await events();
    await count('12:30');
    expect(await events()).toEqual(before);
  });

  it('says of a project which series hold it back', async () => {
    const member = await stage.app.signIn({ memberOf: ['steady'] });
    const answer = await stage.app.get('/api/projects/steady/completeness', viewer);
    const body = projectCompletenessResponse.parse(answer.body);
    expect(body).toMatchObject({
      asOf: at('12:25'),
      heldCharges: { count: 0, credits: '0' },
      series: [{ site: '8676', metricFriendlyName: 'cpu', rhythmSeconds: 300, state: 'late' }],
    });
    // Nobody has confirmed the project yet, so only staff see it.
    expect((await stage.app.get('/api/projects/steady/completeness', member)).status).toBe(404);
  });

  it('takes a gap back when late readings have filled it', async () => {
    await send('paused', '8676', '09:05', '10:15', 5);
    await send('steady', '8676', '12:30', '13:30', 5);
    await send('paused', '8676', '12:30', '13:30', 5);
    await count('13:06');
    expect(shown((await events('?kind=gap')).items)).toEqual([]);
  });

  it('ends the silence of a site at its next reading, and notes no gap for each series', async () => {
    await send('other', '8675', '13:10', '15:00', 10);
    await count('14:06');
    expect(shown((await events('?kind=silent-site&site=8675')).items)).toEqual([
      ['silent-site', null, '11:00', '13:10'],
    ]);
    expect((await events('?kind=gap')).items).toEqual([]);
    expect((await completeness('?site=8675')).rows[0]?.isSilent).toBe(false);
  });

  it('a silence that late readings fill was none', async () => {
    await send('other', '8675', '11:10', '13:00', 10);
    await count('15:06');
    expect((await events('?kind=silent-site&site=8675')).items).toEqual([]);
  });

  it('counts late readings of an hour a day later', async () => {
    await stage.sql.query(`update completeness_hour set received_count = 0`);
    const tomorrow = new Date(Date.parse(at('15:06')) + 86_400_000);
    while (await counting.execute(tomorrow));
    const { rows } = await completeness(`?from=${at('11:00')}&to=${at('12:00')}&site=8675`);
    expect(rows[0]).toMatchObject({ expectedCount: 6, receivedCount: 6, shareReceived: '1' });
  });

  it('lets staff work through events, with a note that stays', async () => {
    const request = { select: { filter: { kind: 'reset', project: 'falling' } }, note: 'reboot' };
    expect((await mark('acknowledge', { ...request, isDryRun: true })).body).toMatchObject({
      isDryRun: true,
      changedCount: 2,
    });
    expect((await mark('acknowledge', request)).body).toMatchObject({ changedCount: 2 });
    expect((await mark('acknowledge', request)).body).toMatchObject({ changedCount: 0 });
    const done = await events('?status=acknowledged');
    expect(done.items.map(({ acknowledgement }) => acknowledgement)).toEqual(
      [0, 1].map(() => ({ at: at('16:00'), by: 'Ada', note: 'reboot' })),
    );
    const ids = done.items.map(({ id }) => id);
    const first = await events('?status=acknowledged&limit=1');
    const second = await events(`?status=acknowledged&limit=1&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect((await mark('reopen', { select: { ids } })).body).toMatchObject({ changedCount: 2 });
    expect((await events('?kind=reset')).items[0]?.acknowledgement).toBeNull();
  });

  it('waits until rating has caught up: what is not rated yet is not missing', async () => {
    // given: received a day before, not rated
    await send('late', '8676', '15:00', '15:55', 5);
    await received(at('16:00'));
    const nextDay = (clock: string): Date => new Date(`2026-11-23T${clock}:00.000Z`);
    expect(await counting.execute(nextDay('16:06'))).toBe(false);
    expect((await completeness()).countedTo).toBe(nextDay('15:00').toISOString());
    await stage.rate();
    while (await counting.execute(nextDay('16:06')));
    expect((await completeness()).countedTo).toBe(nextDay('16:00').toISOString());
  });

  it('counts no hour while something is being rated, dismissed or replaced', async () => {
    const later = new Date('2026-11-23T17:06:00.000Z');
    const { countedTo } = await completeness();
    await stage.sql.transaction(async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtext('os_credits.rating'))`);
      expect(await counting.execute(later)).toBe(false);
    });
    expect((await completeness()).countedTo).toBe(countedTo);
    while (await counting.execute(later));
    expect((await completeness()).countedTo).toBe('2026-11-23T17:00:00.000Z');
  });

  it.each([
    `?from=${at('10:00')}&to=${at('09:00')}`,
    '?from=2025-01-01&to=2026-01-01',
    '?from=yesterday',
  ])('refuses %s', async (query) => {
    const answer = await stage.app.get<{ errors: unknown[] }>(
      `/api/data-quality/completeness${query}`,
      viewer,
    );
    expect([answer.status, answer.body.errors]).toEqual([400, [expect.anything()]]);
  });

  it('is for staff; marking is for editors', async () => {
    const member = await stage.app.signIn({ memberOf: ['steady'] });
    for (const path of ['completeness', 'events'])
      expect((await stage.app.get(`/api/data-quality/${path}`, member)).status).toBe(403);
    const body = { select: { filter: {} } };
    expect((await mark('acknowledge', body, viewer)).status).toBe(403);
    expect((await mark('acknowledge', { select: { ids: ['x'] } })).status).toBe(400);
  });
});
