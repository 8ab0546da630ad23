import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext } from '@nestjs/common';
import {
  decideSyncItemsResponse,
  listDriftResponse,
  listSyncItemsResponse,
  listSyncRunsResponse,
  me,
  perunCheck,
  perunStatus,
  jobRunDetail,
  startJobResponse,
  type Drift,
  type SyncItem,
} from '@os-credits/contracts';
import { startJobWorker, until } from '../../../test/job-stage.js';
import { perunEnvironment, SyncStage } from '../../../test/sync-stage.js';
import { startTestApp, type Answer, type TestApp } from '../../../test/test-app.js';
import { jobTypes } from '../../job-types.js';

const GROUPS = 60;
let stage: SyncStage;
let app: TestApp;
let worker: INestApplicationContext;
let editor: { cookie: string; csrfToken: string };

beforeAll(async () => {
  stage = await SyncStage.open({ groups: GROUPS });
  const environment = perunEnvironment(stage.perun);
  app = await startTestApp(stage.databaseUrl, environment);
  worker = await startJobWorker(stage.databaseUrl, jobTypes, { environment });
  editor = await app.signIn({ subject: 'edith', name: 'Edith', staffRole: 'editor' });
});

afterAll(async () => {
  await worker.close();
  await app.close();
  await stage.close();
});

function post(path: string, body: unknown): Promise<Answer> {
  return app.get(path, editor, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': editor.csrfToken },
    body: JSON.stringify(body),
  });
}

/** Starts a sync and waits until it ends or waits for a decision. */
async function sync(): Promise<{ jobId: string; state: string; runId: string }> {
  const { job } = startJobResponse.parse((await post('/api/jobs', { type: 'perun-sync' })).body);
  return settled(job.id);
}

async function settled(jobId: string): Promise<{ jobId: string; state: string; runId: string }> {
  const job = await until(
    async () => jobRunDetail.parse((await app.get(`/api/jobs/${jobId}`, editor)).body),
    ({ state }) => state !== 'queued' && state !== 'running',
  );
  const { runs } = listSyncRunsResponse.parse((await app.get('/api/perun/sync-runs', editor)).body);
  const run = runs.find((one) => one.jobId === jobId);
  return { jobId, state: `${job.state} ${run?.state ?? ''}`, runId: run?.id ?? '' };
}

async function items(runId: string, query = ''): Promise<SyncItem[]> {
  const answer = await app.get(`/api/perun/sync-runs/${runId}/items?limit=500${query}`, editor);
  return listSyncItemsResponse.parse(answer.body).items;
}

async function decide(
  runId: string,
  decision: string,
  of: string[] | 'all-waiting' = 'all-waiting',
) {
  const answer = await post(`/api/perun/sync-runs/${runId}/decisions`, { items: of, decision });
  return decideSyncItemsResponse.parse(answer.body);
}

async function openDrift(): Promise<Drift[]> {
  const answer = await app.get('/api/perun/drift?status=open', editor);
  return listDriftResponse.parse(answer.body).drift;
}

describe('decisions about a sync', () => {
  it('begin with a first run that asks for nothing', async () => {
    const { state } = await sync();
    expect(state).toBe('succeeded done');
    expect(await items((await sync()).runId)).toEqual([]);
  });

  it('wait where many projects would go; rejected, nothing changes and it is offered again', async () => {
    for (let number = 1; number <= 4; number += 1)
      stage.control('unassign', { group: `project-0000${number}`, resource: '8676' });
    for (const number of [2, 4])
      stage.control('unassign', { group: `project-0000${number}`, resource: '8675' });
    stage.control('grant', { group: 'project-00010', credits: '5000' });
    const { runId, jobId, state } = await sync();
    expect(state).toBe('waiting-for-approval waiting');
    const waiting = await items(runId, '&status=waiting');
    expect(waiting).toHaveLength(4);
    expect(waiting[0]).toMatchObject({ kind: 'project-vanished', guard: 'many-vanished' });
    // Ordinary changes of the same run are through already.
    expect(await stage.account('project-00010')).toMatchObject({ granted: '5000' });

    const { decidedCount } = await decide(runId, 'reject');
    expect(decidedCount).toBe(4);
    expect((await settled(jobId)).state).toBe('succeeded done');
    for (let number = 1; number <= 4; number += 1) {
      expect(await stage.account(`project-0000${number}`)).toMatchObject({
        status: 'active',
        granted: String(1000 + number),
      });
    }
    const again = await sync();
    expect(again.state).toBe('waiting-for-approval waiting');
    expect(await items(again.runId, '&status=waiting')).toHaveLength(4);
    const [first, ...rest] = await items(again.runId, '&status=waiting');
    await decide(again.runId, 'approve', [first?.id ?? '']);
    expect((await settled(again.jobId)).state).toBe('waiting-for-approval waiting');
    await decide(
      again.runId,
      'reject',
      rest.map(({ id }) => id),
    );
    expect((await settled(again.jobId)).state).toBe('succeeded done');
    expect(await stage.account('project-00001')).toMatchObject({
      status: 'inactive',
      granted: '1001',
    });
    expect(await stage.account('project-00002')).toMatchObject({ status: 'active' });
    for (let number = 1; number <= 4; number += 1)
      stage.control('assign', { group: `project-0000${number}`, resource: '8676' });
    expect((await sync()).state).toBe('succeeded done');
  });

  it('are refused where nothing waits', async () => {
    const { runId } = await sync();
    const answer = await post(`/api/perun/sync-runs/${runId}/decisions`, {
      items: 'all-waiting',
      decision: 'approve',
    });
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('guard grants that go, or fall below what was used', async () => {
    await stage.use('project-00011', '8676', '600', '2026-11-22T10:00:00Z');
    stage.control('grant', { group: 'project-00011', credits: '500' });
    stage.control('grant', { group: 'project-00012', credits: '' });
    const { runId, jobId } = await sync();
    const waiting = await items(runId, '&status=waiting');
    expect(waiting.map(({ project, guard }) => [project, guard])).toEqual([
      ['project-00011', 'grant-below-used'],
      ['project-00012', 'grant-removed'],
    ]);
    expect(await stage.account('project-00011')).toMatchObject({ granted: '1011' });
    await decide(runId, 'approve');
    expect((await settled(jobId)).state).toBe('succeeded done');
    expect(await stage.account('project-00011')).toMatchObject({ granted: '500' });
    expect(await stage.account('project-00012')).toMatchObject({ granted: '0' });
    expect(await items((await sync()).runId)).toEqual([]);
    expect(await stage.differences()).toBe(0);
  });

  it('guard an empty answer for a resource', async () => {
    stage.perun.faults.add({ kind: 'empty-list', method: 'groupsManager.getRichGroupsAssigned*' });
    const { runId, jobId } = await sync();
    const waiting = await items(runId, '&status=waiting');
    expect(waiting).toHaveLength(GROUPS);
    stage.perun.faults.clear();
    await decide(runId, 'reject');
    await settled(jobId);
    expect(await stage.account('project-00020')).toMatchObject({
      status: 'active',
      granted: '1020',
    });
  });
});

describe('roles', () => {
  it('follow Perun from the last sync on, in sessions that stand', async () => {
    const lead = await app.signIn({ subject: 'lead-7', leads: ['project-00001'] });
    const seen = async (): Promise<string[]> =>
      me.parse((await app.get('/api/me', lead)).body).user?.leads ?? [];
    expect(await seen()).toEqual(['project-00007', 'project-00057']);
    expect((await app.get('/api/projects/project-00007', lead)).status).toBe(200);
    expect((await app.get('/api/projects/project-00001', lead)).status).toBe(404);

    stage.control('add-lead', { group: 'project-00007', login: 'lead-30' });
    stage.control('remove-lead', { group: 'project-00007', login: 'lead-7' });
    stage.control('remove-member', { group: 'project-00007', login: 'lead-7' });
    expect((await app.get('/api/projects/project-00007', lead)).status).toBe(200);
    expect((await sync()).state).toBe('succeeded done');
    expect((await app.get('/api/projects/project-00007', lead)).status).toBe(404);
    expect(await seen()).toEqual(['project-00057']);
  });

  it('stay where all leads would be gone, until somebody decides', async () => {
    stage.control('remove-lead', { group: 'project-00008', login: 'lead-8' });
    const { runId, jobId, state } = await sync();
    expect(state).toBe('waiting-for-approval waiting');
    const [waiting] = await items(runId, '&status=waiting');
    expect(waiting).toMatchObject({
      kind: 'lead-removed',
      guard: 'all-leads-gone',
      subject: 'Lead No 8',
    });
    await decide(runId, 'reject');
    await settled(jobId);
    const again = await sync();
    expect(await items(again.runId, '&status=waiting')).toHaveLength(1);
    await decide(again.runId, 'approve');
    expect((await settled(again.jobId)).state).toBe('succeeded done');
    const lead = await app.signIn({ subject: 'lead-8' });
    expect(me.parse((await app.get('/api/me', lead)).body).user).toMatchObject({
      leads: ['project-00058'],
      memberOf: ['project-00008', 'project-00058'],
    });
    expect(await items((await sync()).runId)).toEqual([]);
  });
});

describe('drift', () => {
  it('is never overwritten, and becomes ours by an adjustment', async () => {
    await stage.use('project-00020', '8676', '10.555', '2026-11-22T10:00:00Z');
    await sync();
    expect(stage.used('project-00020')).toBe('10.56');
    stage.control('used', { group: 'project-00020', credits: '25.5', by: 'somebody' });
    await stage.use('project-00020', '8676', '1', '2026-11-22T11:00:00Z');
    await sync();
    expect(stage.used('project-00020')).toBe('25.5');
    const [drift] = await openDrift();
    expect(drift).toMatchObject({
      project: 'project-00020',
      ours: '11.56',
      theirs: '25.5',
      difference: '13.94',
      changedBy: 'somebody',
      canTakeTheirs: true,
    });
    const resolution = {
      resolution: 'take-theirs',
      reason: 'They counted by hand',
      theirs: '25.5',
    };
    const answer = await post(`/api/perun/drift/${drift?.id ?? ''}/resolution`, resolution);
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'took-theirs', resolvedBy: 'Edith' },
    });
    expect(await stage.account('project-00020')).toMatchObject({ used: '25.5' });
    expect(await openDrift()).toEqual([]);
    // While it was open nothing of the group was written, timestamps included.
    expect(await items((await sync()).runId)).toMatchObject([
      { kind: 'push', status: 'applied', detail: 'timestamps at resource 8676' },
    ]);
    expect(await items((await sync()).runId)).toEqual([]);
    expect(await stage.differences()).toBe(0);
    const twice = await post(`/api/perun/drift/${drift?.id ?? ''}/resolution`, resolution);
    expect(twice).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('is written over by ours on request, unless it changed again', async () => {
    stage.control('used', { group: 'project-00020', credits: '30', by: 'somebody' });
    await sync();
    const [drift] = await openDrift();
    stage.control('used', { group: 'project-00020', credits: '31', by: 'somebody' });
    const path = `/api/perun/drift/${drift?.id ?? ''}/resolution`;
    const late = await post(path, { resolution: 'write-ours', reason: 'a mistake', theirs: '30' });
    expect(late).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((late.body as { detail: string }).detail).toContain('"31"');
    expect(stage.used('project-00020')).toBe('31');
    const answer = await post(path, {
      resolution: 'write-ours',
      reason: 'a mistake',
      theirs: '31',
    });
    expect(answer).toMatchObject({ status: 200, body: { status: 'wrote-ours' } });
    expect(stage.used('project-00020')).toBe('25.50');
    expect(await items((await sync()).runId)).toEqual([]);
  });

  it('vanishes where the value is ours again', async () => {
    stage.control('used', { group: 'project-00020', credits: '40', by: 'somebody' });
    await sync();
    expect(await openDrift()).toHaveLength(1);
    stage.control('used', { group: 'project-00020', credits: '25.50', by: 'somebody' });
    await sync();
    expect(await openDrift()).toEqual([]);
  });
});

describe('the state of Perun', () => {
  it('shows what the last syncs did', async () => {
    const status = perunStatus.parse((await app.get('/api/perun', editor)).body);
    expect(status).toMatchObject({
      mode: 'live',
      host: new URL(stage.perun.url).host,
      grantsOwnedBy: 'perun',
      openDriftCount: 0,
      waitingItemCount: 0,
      activeSyncRunId: null,
      projectCounts: { active: GROUPS, inactive: 0, unverified: 0 },
    });
    expect(status.lastSuccess?.callCount).toBeGreaterThan(0);
    const { body } = await app.get<string>('/metrics');
    expect(body).toMatch(/os_credits_perun_sync_last_success_timestamp_seconds [1-9]/);
    expect(body).toContain('os_credits_perun_drift_open 0');
    expect((await app.get('/health/ready')).body).toMatchObject({ checks: { perun: 'ok' } });
    expect((await app.get<{ perun: unknown }>('/api/config')).body.perun).toEqual({ mode: 'live' });
  });

  it('tests the connection, and says what is missing', async () => {
    const good = perunCheck.parse((await post('/api/perun/check', {})).body);
    expect(good.problems).toEqual([]);
    expect(good).toMatchObject({ isGood: true, vo: { shortName: 'denbi' } });
    expect(
      good.attributes.map(({ canWrite, direction }) => canWrite || direction === 'pull'),
    ).toEqual([true, true, true, true]);
    stage.perun.faults.add({ kind: 'unauthorized' });
    const bad = perunCheck.parse((await post('/api/perun/check', {})).body);
    stage.perun.faults.clear();
    expect(bad.isGood).toBe(false);
    expect(bad.problems[0]).toContain('Perun refuses the account');
    const status = perunStatus.parse((await app.get('/api/perun', editor)).body);
    expect(status.lastCheck?.isGood).toBe(false);
  });

  it('is for staff', async () => {
    const lead = await app.signIn({ subject: 'lead-9' });
    const viewer = await app.signIn({ subject: 'viv', staffRole: 'viewer' });
    expect((await app.get('/api/perun', lead)).status).toBe(403);
    expect((await app.get('/api/perun', viewer)).status).toBe(200);
    const refused = await app.get('/api/perun/check', viewer, {
      method: 'POST',
      headers: { 'x-csrf-token': viewer.csrfToken },
    });
    expect(refused.status).toBe(403);
  });
});
