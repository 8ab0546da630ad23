import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@os-credits/testing';
import { perunEnvironment, SyncStage } from '../../../test/sync-stage.js';
import { startTestApp, type TestApp } from '../../../test/test-app.js';
import { AccessTokens } from '../auth/index.js';

let stage: SyncStage;
let app: TestApp;
let token: string;
const clock = fixedClock('2026-11-22T12:00:00Z');

beforeAll(async () => {
  stage = await SyncStage.open({ groups: 4 });
  app = await startTestApp(stage.databaseUrl, perunEnvironment(stage.perun), clock);
  const made = await app.app
    .get(AccessTokens, { strict: false })
    .create({ kind: 'ingest', name: 'test', createdBy: 'test' });
  token = made.secret;
});
afterAll(async () => {
  await app.close();
  await stage.close();
});

async function send(project: string, at: string, value: string): Promise<void> {
  const line = `project_vcpu_usage,location_id=8676,project_name=${project} value=${value} ${Date.parse(at)}000000`;
  const answer = await app.get('/write', { bearer: token }, { method: 'POST', body: line });
  expect(answer.status).toBe(204);
}

async function waiting(): Promise<Record<string, number>> {
  const rows = await stage.sql<{ name: string; count: number }>(
    `select p.name, count(*)::int as count
       from ingest_payload i cross join unnest(i.project_ids) as x(id) join project p on p.id = x.id
      group by p.name order by p.name`,
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

describe('readings of a project that Perun renamed', () => {
  it('belong to it under its former name and its new one, also where a process knew the name before', async () => {
    await stage.sync();
    await send('project-00001', '2026-11-22T11:00:00Z', '1');
    stage.control('rename', { group: 'project-00001', name: 'better-name' });
    await stage.sync();
    await send('project-00001', '2026-11-22T11:01:00Z', '2');
    await send('better-name', '2026-11-22T11:02:00Z', '3');
    clock.advance(11_000);
    await send('project-00001', '2026-11-22T11:03:00Z', '4');
    expect(await waiting()).toEqual({ 'better-name': 4 });
  });

  it('that came under the new name too early are left to staff, and none follow them', async () => {
    await send('project-two', '2026-11-22T11:00:00Z', '1');
    stage.control('rename', { group: 'project-00002', name: 'project-two' });
    const { isWaiting, jobId, checkpoint, syncRunId } = await stage.sync();
    expect(isWaiting).toBe(true);
    await stage.sql(
      `update sync_item set status = 'approved', decided_by = 'test', decided_at = now()
        where sync_run_id = $1 and status = 'waiting'`,
      [syncRunId],
    );
    await stage.sync({}, { jobId, checkpoint });
    clock.advance(11_000);
    await send('project-two', '2026-11-22T11:01:00Z', '2');
    const counts = await waiting();
    expect(counts['project-two']).toBe(1);
    const aside = Object.keys(counts).find((name) => /^project-two \(unverified \d+\)$/.test(name));
    expect(counts[aside ?? '']).toBe(1);
  });
});
