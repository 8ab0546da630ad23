import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  decideHeldChargesResponse,
  listHeldChargesResponse,
  type DecideHeldChargesRequest,
  type DecideHeldChargesResponse,
  type HeldCharge,
  type ListHeldChargesResponse,
  type ProblemDocument,
} from '@os-credits/contracts';
import { IngestionStage } from '../../../test/ingestion-stage.js';
import { type Answer, type Credentials } from '../../../test/test-app.js';

const NOW = '2026-11-22T12:30:00.000Z';
const START_MS = Date.parse('2026-11-22T06:00:00.000Z');
const iso = (minutes: number): string => new Date(START_MS + minutes * 60_000).toISOString();

describe('held charges', () => {
  let stage: IngestionStage;
  let editor: Credentials & { csrfToken: string };
  let viewer: Credentials & { csrfToken: string };

  beforeAll(async () => {
    stage = await IngestionStage.open({}, NOW);
    editor = await stage.app.signIn({ staffRole: 'editor', name: 'Ada', subject: 'ada' });
    viewer = await stage.app.signIn({ staffRole: 'viewer' });
    await stage.sql.query(
      `update metric set plausible_max_per_hour = 100 where name = 'project_vcpu_usage'`,
    );
    // A counter that changed weights rewrote: 90 minutes, from 10 to 1010, then on as before.
    for (const project of ['rewritten', 'also rewritten', 'dismissed'])
      await send(project, [
        [0, '10'],
        [90, '1010'],
        [120, '1012.5'],
      ]);
    await stage.rate();
  });
  afterAll(() => stage.close());

  async function send(
    project: string,
    steps: readonly (readonly [minutes: number, value: string])[],
  ): Promise<void> {
    const readings = steps.map(([minutes, value]) => ({
      project,
      site: '8676',
      metric: 'project_vcpu_usage',
      at: iso(minutes),
      value,
    }));
    expect((await stage.readings(readings)).status).toBe(200);
  }

  async function list(query = ''): Promise<ListHeldChargesResponse> {
    const answer = await stage.app.get(`/api/held-charges${query}`, viewer);
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    return listHeldChargesResponse.parse(answer.body);
  }

  async function one(project: string, status = 'held'): Promise<HeldCharge> {
    const query = `?status=${status}&project=${encodeURIComponent(project)}`;
    const { items } = await list(query);
    expect(items).toHaveLength(1);
    return items[0]!;
  }

  function post(
    action: string,
    body: unknown,
    as: Credentials & { csrfToken: string } = editor,
  ): Promise<Answer<ProblemDocument>> {
    return stage.app.get<ProblemDocument>(`/api/held-charges/${action}`, as, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'x-csrf-token': as.csrfToken },
    });
  }

  async function decide(
    action: 'release' | 'dismiss',
    body: DecideHeldChargesRequest,
  ): Promise<DecideHeldChargesResponse> {
    const answer = await post(action, body);
    expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
    return decideHeldChargesResponse.parse(answer.body);
  }

  it('wait with what they would cost, and are not billed', async () => {
    expect(await stage.used('rewritten')).toBe('2.5');
    const { items, total } = await list();
    expect(total).toEqual({ count: 3, credits: '3000' });
    expect(items[0]).toMatchObject({
      status: 'held',
      site: '8676',
      metricFriendlyName: 'cpu',
      from: iso(0),
      to: iso(90),
      quantity: '1000',
      limitPerHour: '100',
      credits: '1000',
      decision: null,
    });
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.nextCursor ?? ''}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
      items.map(({ id }) => id),
    );
    expect(second.nextCursor).toBeNull();
  });

  it('are tried out, released once, and billed on the hours they span', async () => {
    const { id } = await one('rewritten');
    const body = { select: { ids: [id] }, reason: 'they really ran that much' };
    const tried = await decide('release', { ...body, isDryRun: true });
    expect(tried).toMatchObject({ isDryRun: true, decidedCount: 1, credits: '1000' });
    expect(await stage.used('rewritten')).toBe('2.5');
    expect(await decide('release', body)).toMatchObject({ decidedCount: 1, credits: '1000' });
    expect(await stage.used('rewritten')).toBe('1002.5');
    expect(await decide('release', body)).toMatchObject({ decidedCount: 0, unchangedCount: 1 });
    expect(await stage.used('rewritten')).toBe('1002.5');
    expect((await one('rewritten', 'released')).decision).toEqual({
      at: NOW,
      by: 'Ada',
      reason: 'they really ran that much',
    });
    const hours = await stage.sql.query<{ hour: string; quantity: string }>(
      `select hour, trim_scale(quantity)::text as quantity from open_charge c
         join project p on p.id = c.project_id where p.name = 'rewritten' order by hour`,
    );
    expect(hours.map(({ quantity }) => quantity)).toEqual([
      '666.666666666666666666',
      '335.833333333333333334',
    ]);
  });

  it('show their decision in the passport of the charge', async () => {
    const ledger = await stage.app.get<{ entries: { charge: { chargeId: string } }[] }>(
      '/api/projects/rewritten/ledger',
      viewer,
    );
    const id = ledger.body.entries.at(-1)?.charge.chargeId ?? '';
    const { body } = await stage.app.get<{ intervals: unknown[]; recomputed: unknown }>(
      `/api/projects/rewritten/charges/${id}`,
      viewer,
    );
    expect(body.intervals[0]).toMatchObject({
      isHeld: true,
      shareFormula: '1000 vCPU·h × 3600 s ÷ 5400 s',
      decision: { status: 'released', by: 'Ada', reason: 'they really ran that much' },
    });
    expect(body.recomputed).toEqual({ quantity: '666.666666666666666666', matches: true });
  });

  it('are superseded when a late reading takes the interval apart', async () => {
    await send('rewritten', [[60, '15']]);
    expect(await stage.used('rewritten')).toBe('7.5');
    const superseded = await one('rewritten', 'superseded');
    expect(superseded).toMatchObject({ credits: null, from: iso(0), to: iso(90) });
    expect(superseded.decision).toMatchObject({ by: 'Ada' });
    expect(await one('rewritten')).toMatchObject({ from: iso(60), to: iso(90), quantity: '995' });
    const gone = await decide('release', { select: { ids: [superseded.id] }, reason: 'again' });
    expect(gone).toMatchObject({ decidedCount: 0, missing: [superseded.id] });
  });

  it('are dismissed by filter, and released after all', async () => {
    const request = { select: { filter: { project: 'dismissed' } }, reason: 'weights changed' };
    expect(await decide('dismiss', { ...request, isDryRun: true })).toMatchObject({
      decidedCount: 1,
      credits: '0',
    });
    expect(await decide('dismiss', request)).toMatchObject({ decidedCount: 1, remainingCount: 0 });
    expect(await stage.used('dismissed')).toBe('2.5');
    const { id } = await one('dismissed', 'dismissed');
    await decide('release', { select: { ids: [id] }, reason: 'an error' });
    expect(await stage.used('dismissed')).toBe('1002.5');
    await decide('dismiss', { select: { ids: [id] }, reason: 'no, it was right' });
    expect(await stage.used('dismissed')).toBe('2.5');
    const audit = await stage.sql.query<{ action: string }>(
      `select action from audit_event where subject = $1 or subject like '%dismissed%' order by id`,
      [id],
    );
    expect(audit.map(({ action }) => action)).toEqual([
      'held-charge.dismiss',
      'held-charge.release',
      'held-charge.dismiss',
    ]);
  });

  it('that do not exist are named, and nothing changes', async () => {
    const ids = ['1.99999.5-6', '9999999999.1.5-6', '1.1.6-5'];
    const result = await decide('release', { select: { ids }, reason: 'why' });
    expect([result.decidedCount, [...result.missing].sort()]).toEqual([0, [...ids].sort()]);
  });

  it('are decided by editors only', async () => {
    const body = { select: { filter: {} }, reason: 'why' };
    expect((await post('release', body, viewer)).status).toBe(403);
    const member = await stage.app.signIn({ memberOf: ['rewritten'] });
    expect((await post('dismiss', body, member)).status).toBe(403);
    expect((await stage.app.get('/api/held-charges', member)).status).toBe(403);
  });
});
