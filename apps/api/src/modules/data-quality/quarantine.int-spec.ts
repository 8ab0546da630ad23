import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  listQuarantineResponse,
  quarantineGroupsResponse,
  resolveQuarantineResponse,
  type ListQuarantineResponse,
  type ProblemDocument,
  type ResolveQuarantineRequest,
  type ResolveQuarantineResponse,
} from '@os-credits/contracts';
import { IngestionStage } from '../../../test/ingestion-stage.js';
import { type Answer, type Credentials } from '../../../test/test-app.js';

const CPU = 'project_vcpu_usage';
const NOW_MS = Date.parse('2026-11-22T12:30:00.000Z');
const at = (minutes: number): string => `${(NOW_MS + minutes * 60_000) / 1000}000000000`;
const iso = (minutes: number): string => new Date(NOW_MS + minutes * 60_000).toISOString();

describe('quarantine', () => {
  let stage: IngestionStage;
  let editor: Credentials & { csrfToken: string };
  let viewer: Credentials & { csrfToken: string };

  beforeAll(async () => {
    stage = await IngestionStage.open({}, '2026-11-22T12:30:00.000Z');
    editor = await stage.app.signIn({ staffRole: 'editor', name: 'Ada', subject: 'ada' });
    viewer = await stage.app.signIn({ staffRole: 'viewer' });
  });
  afterAll(() => stage.close());

  const line = (project: string, value: string, minutes: number, site = '8676'): string =>
    `${CPU},location_id=${site},project_name=${project} value=${value} ${at(minutes)}`;

  async function list(query = ''): Promise<ListQuarantineResponse> {
    const answer = await stage.app.get(`/api/quarantine${query}`, viewer);
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    return listQuarantineResponse.parse(answer.body);
  }

  function post(
    action: 'release' | 'dismiss',
    body: unknown,
    as: Credentials & { csrfToken: string } = editor,
  ): Promise<Answer<ProblemDocument>> {
    return stage.app.get<ProblemDocument>(`/api/quarantine/${action}`, as, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'x-csrf-token': as.csrfToken },
    });
  }

  async function resolve(
    action: 'release' | 'dismiss',
    body: ResolveQuarantineRequest,
  ): Promise<ResolveQuarantineResponse> {
    const answer = await post(action, body);
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    return resolveQuarantineResponse.parse(answer.body);
  }

  it('lists readings with their origin, newest first and page by page', async () => {
    await stage.lines([line('listed', 'NaN', -3), line('listed', '-1', -2), 'nonsense'].join('\n'));
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...second.items].map((item) => [item.reason, item.canRelease])).toEqual(
      [
        ['syntax', false],
        ['negative-value', false],
        ['not-a-number', false],
      ],
    );
    expect(second.nextCursor).toBeNull();
    expect(second.items[0]).toMatchObject({
      project: 'listed',
      site: '8676',
      metric: CPU,
      tokenName: 'test',
      wire: 'influxdb-1',
      at: iso(-3),
      status: 'open',
      resolution: null,
    });
  });

  it('groups by what is asked for, with counts', async () => {
    const answer = await stage.app.get('/api/quarantine/groups?by=reason&by=site', viewer);
    const groups = quarantineGroupsResponse.parse(answer.body);
    expect(groups).toMatchObject({ totalCount: 3, isComplete: true, by: ['reason', 'site'] });
    expect(groups.groups.map(({ reason, site, count }) => [reason, site, count])).toEqual([
      ['negative-value', '8676', 1],
      ['not-a-number', '8676', 1],
      ['syntax', null, 1],
    ]);
  });

  it('an empty text in a filter means those that name none', async () => {
    expect((await list('?project=')).items.map(({ reason }) => reason)).toEqual(['syntax']);
    expect((await list('?project=listed')).items).toHaveLength(2);
    expect((await list('?receivedTo=2020-01-01')).items).toEqual([]);
  });

  it('releases readings as if they had arrived now, and bills them', async () => {
    // given: a token that may write for one site only sends readings of another, and of its own
    const token = await stage.tokenFor(['8676']);
    const body = [
      line('released', '1', -60),
      line('released', '10', -60, '8675'),
      line('released', '14.5', -30, '8675'),
    ].join('\n');
    expect((await stage.send('/write', { body, token })).status).toBe(400);
    expect(await stage.used('released')).toBe('0');
    const { items } = await list('?project=released');
    const ids = items.map(({ id }) => id);
    // when: a dry run, then the release, then the same again
    const request = { select: { ids }, reason: 'the site was forgotten at the token' };
    const before = await stage.traces();
    const tried = await resolve('release', { ...request, isDryRun: true });
    expect(tried).toMatchObject({ isDryRun: true, selectedCount: 2, releasedCount: 2 });
    expect([await stage.traces(), await stage.used('released')]).toEqual([before, '0']);
    const done = await resolve('release', request);
    expect(done).toMatchObject({ releasedCount: 2, unchangedCount: 0, refusedCount: 0 });
    // then: it is billed once
    expect(await stage.used('released')).toBe('4.5');
    const again = await resolve('release', request);
    expect(again).toMatchObject({ selectedCount: 0, releasedCount: 0, unchangedCount: 2 });
    expect(await stage.used('released')).toBe('4.5');
    const released = await list('?status=released&project=released');
    expect(released.items.map(({ resolution }) => resolution)).toEqual(
      [0, 1].map(() => ({
        at: iso(0),
        by: 'Ada',
        reason: 'the site was forgotten at the token',
        outcome: 'accepted',
      })),
    );
  });

  it('shows in the passport where a released reading came from', async () => {
    const ledger = await stage.app.get<{ entries: { charge: { chargeId: string } }[] }>(
      '/api/projects/released/ledger',
      viewer,
    );
    const id = ledger.body.entries[0]?.charge.chargeId ?? '';
    const { body } = await stage.app.get<{ readings: unknown[] }>(
      `/api/projects/released/charges/${id}`,
      viewer,
    );
    expect(body.readings[0]).toMatchObject({
      wire: 'influxdb-1',
      tokenName: 'test',
      released: {
        by: 'Ada',
        reason: 'the site was forgotten at the token',
        quarantineReason: 'site-not-allowed',
      },
    });
  });

  it('keeps a conflict, with its reason; the same value closes as duplicate', async () => {
    await stage.lines(line('conflict', '5', -20));
    await stage.rate();
    await stage.lines(line('conflict', '6', -20));
    await stage.rate();
    const [conflict] = (await list('?project=conflict')).items;
    await stage.sql.query(
      `insert into quarantined_reading (wire, reason, detail, project_name, site_name, metric_name, at, value)
       values ('json', 'site-not-allowed', 'x', 'conflict', '8676', $1, $2, '5.0')`,
      [CPU, iso(-20)],
    );
    for (const isDryRun of [true, false]) {
      const result = await resolve('release', {
        select: { filter: { project: 'conflict' } },
        reason: 'try',
        isDryRun,
      });
      expect(result).toMatchObject({ releasedCount: 0, duplicateCount: 1, refusedCount: 1 });
      expect(result.refused).toEqual([
        {
          ...{ id: conflict?.id, reason: 'conflict' },
          detail: 'another reading of this time has the value 5',
          explanation: { code: 'conflict-counted', params: { value: '5' } },
        },
      ]);
    }
    expect((await list('?project=conflict')).items.map(({ reason }) => reason)).toEqual([
      'conflict',
    ]);
    const [duplicate] = (await list('?project=conflict&status=released')).items;
    expect(duplicate?.resolution?.outcome).toBe('duplicate');
  });

  it('refuses what is still wrong, and what does not say enough', async () => {
    await stage.sql.query(
      `insert into quarantined_reading (wire, reason, detail, project_name, site_name, metric_name, at, value)
       select 'json', 'in-the-future', 'x', 'still', '8676', k.metric, k.at::timestamptz, k.value
         from (values ($1, $2, '1'), ($1, $3, '1'), ('unknown_metric', $4, '1'), ($1, $4, '1e9x'), ($1, null, '1'))
              k(metric, at, value)`,
      [CPU, iso(60), '2020-01-01T00:00:00Z', iso(-5)],
    );
    const result = await resolve('release', {
      select: { filter: { project: 'still' } },
      reason: 'try',
    });
    expect(result.refused.map(({ reason }) => reason).sort()).toEqual([
      'bad-value',
      'in-the-future',
      'incomplete',
      'too-old',
      'unbilled',
    ]);
    expect((await list('?project=still')).items).toHaveLength(5);
  });

  it('two of one instant within a release: the first one counts', async () => {
    for (const value of ['1', '2'])
      await stage.sql.query(
        `insert into quarantined_reading (wire, reason, detail, project_name, site_name, metric_name, at, value)
         values ('json', 'in-the-future', 'x', 'twins', '8676', $1, $2, $3)`,
        [CPU, iso(-5), value],
      );
    for (const isDryRun of [true, false]) {
      const result = await resolve('release', {
        select: { filter: { project: 'twins' } },
        reason: 'try',
        isDryRun,
      });
      expect([result.releasedCount, result.refused.map(({ reason }) => reason)]).toEqual([
        1,
        ['conflict'],
      ]);
    }
    expect(await stage.stored('twins')).toEqual([`8676 cpu ${sqlTime(-5)} 1`]);
  });

  it('dismisses in bulk by filter, counted beforehand, and keeps who and why', async () => {
    const request = { select: { filter: { project: 'listed' } }, reason: 'broken exporter' };
    const tried = await resolve('dismiss', { ...request, isDryRun: true });
    expect(tried).toMatchObject({ selectedCount: 2, dismissedCount: 2, remainingCount: 0 });
    expect((await list('?project=listed')).items).toHaveLength(2);
    expect(await resolve('dismiss', request)).toMatchObject({ dismissedCount: 2 });
    expect(await resolve('dismiss', request)).toMatchObject({
      selectedCount: 0,
      dismissedCount: 0,
    });
    const dismissed = await list('?project=listed&status=dismissed');
    expect(dismissed.items[0]?.resolution).toMatchObject({ by: 'Ada', reason: 'broken exporter' });
    const audit = await stage.sql.query(
      `select actor, action, reason, after from audit_event where action = 'quarantine.dismiss'`,
    );
    expect(audit).toEqual([
      {
        actor: 'Ada',
        action: 'quarantine.dismiss',
        reason: 'broken exporter',
        after: { releasedCount: 0, duplicateCount: 0, dismissedCount: 2, refusedCount: 0 },
      },
    ]);
  });

  it('works through more than fits one call, from where it stopped', async () => {
    await stage.sql.query(
      `insert into quarantined_reading (wire, reason, detail, project_name)
       select 'json', 'syntax', 'x', 'many' from generate_series(1, 5003)`,
    );
    const request = { select: { filter: { project: 'many' } }, reason: 'all of them' };
    const first = await resolve('release', request);
    expect(first).toMatchObject({ selectedCount: 5000, refusedCount: 5000, remainingCount: 3 });
    expect(first.refused).toHaveLength(100);
    const second = await resolve('release', { ...request, after: first.continueAfter ?? '' });
    expect(second).toMatchObject({ selectedCount: 3, remainingCount: 0, continueAfter: null });
    expect(await resolve('dismiss', request)).toMatchObject({ dismissedCount: 5000 });
  });

  it('two people who release the same at once bill it once', async () => {
    await stage.sql.query(
      `insert into quarantined_reading (wire, reason, detail, project_name, site_name, metric_name, at, value)
       select 'json', 'in-the-future', 'x', 'race', '8676', $1, $2::timestamptz + n * interval '1 minute', n::text
         from generate_series(0, 20) n`,
      [CPU, iso(-50)],
    );
    const request = { select: { filter: { project: 'race' } }, reason: 'both' };
    const results = await Promise.all([1, 2, 3].map(() => resolve('release', request)));
    expect(results.map(({ releasedCount }) => releasedCount).sort()).toEqual([0, 0, 21]);
    expect(await stage.used('race')).toBe('20');
  });

  it('is resolved by editors only, and read by staff only', async () => {
    const body = { select: { filter: {} }, reason: 'why' };
    const member = await stage.app.signIn({ memberOf: ['listed'] });
    for (const action of ['release', 'dismiss'] as const) {
      expect((await post(action, body, viewer)).status).toBe(403);
      expect((await post(action, body, member)).status).toBe(403);
    }
    expect((await stage.app.get('/api/quarantine', member)).status).toBe(403);
  });
});

function sqlTime(minutes: number): string {
  return iso(minutes).replace('T', ' ').replace('.000Z', '+00');
}
