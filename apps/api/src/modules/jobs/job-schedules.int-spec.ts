import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  jobSchedule,
  listJobSchedulesResponse,
  type JobSchedule,
  type ProblemDocument,
  type StartJobResponse,
} from '@os-credits/contracts';
import { fixedClock } from '@os-credits/testing';
import { JobTypes, StartRun } from './index.js';
import { RunSchedules } from './engine/run-schedules.js';
import { SqlScheduleStore } from './persistence/sql-schedule.store.js';
import { scripts, ScriptedJob, scriptedTypes } from '../../../test/scripted-job.js';
import { JobStage } from '../../../test/job-stage.js';
import { startTestApp, TestClock, type Answer, type TestApp } from '../../../test/test-app.js';

const clock = fixedClock('2026-03-27T12:00:00Z');
let stage: JobStage;
let app: TestApp;
let schedulers: RunSchedules[];

beforeAll(async () => {
  stage = await JobStage.open(scriptedTypes, clock);
  app = await startTestApp(stage.database.url, {}, clock);
  app.app.get(JobTypes).add(new ScriptedJob());
  const store = new SqlScheduleStore(stage.db);
  const newScheduler = () =>
    new RunSchedules(stage.db, store, stage.office.get(StartRun), new TestClock(clock));
  schedulers = [newScheduler(), newScheduler(), newScheduler(), newScheduler()];
  scripts.set('scheduled', () => Promise.resolve({}));
});
afterEach(() => stage.db.query('delete from job_schedule'));
afterAll(async () => {
  await app.close();
  await stage.close();
});

/** As an administrator who signs in each time: sessions end when the clock moves on. */
async function send<Body = unknown>(
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer<Body>> {
  const admin = await app.signIn({ subject: 'ada', name: 'Ada', staffRole: 'admin' });
  return app.get<Body>(`/api/job-schedules${path}`, admin, {
    method,
    headers: {
      'x-csrf-token': admin.csrfToken,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const input = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'Nightly',
  type: 'scripted',
  parameters: { script: 'scheduled' },
  cron: '30 2 * * *',
  timezone: 'Europe/Berlin',
  ...over,
});

async function create(over: Record<string, unknown> = {}): Promise<JobSchedule> {
  const answer = await send('POST', '', input(over));
  expect(answer.status).toBe(201);
  return jobSchedule.parse(answer.body);
}

async function shown(id: string): Promise<JobSchedule> {
  const { schedules } = listJobSchedulesResponse.parse((await send('GET', '')).body);
  const found = schedules.find((schedule) => schedule.id === id);
  if (found === undefined) throw new Error('The schedule is gone.');
  return found;
}

/** Every scheduler looks at once; how many runs they started, and those runs are out of the way then. */
async function tick(): Promise<number> {
  const counts = await Promise.all(schedulers.map((scheduler) => scheduler.execute()));
  await stage.db.query(
    `update job_run set state = 'succeeded', ended_at = created_at, queue_entry_id = null where state = 'queued'`,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

describe('a schedule', () => {
  it('starts its run once, whatever the number of schedulers', async () => {
    clock.set('2026-03-27T12:00:00Z');
    const schedule = await create();
    expect(schedule).toMatchObject({ nextRunAt: '2026-03-28T01:30:00.000Z', version: 1 });
    expect(await tick()).toBe(0);
    clock.set('2026-03-28T01:30:00Z');
    expect(await tick()).toBe(1);
    expect(await tick()).toBe(0);
    const after = await shown(schedule.id);
    expect(after).toMatchObject({
      nextRunAt: '2026-03-29T01:00:00.000Z',
      lastRun: { at: '2026-03-28T01:30:00.000Z', state: 'succeeded' },
    });
    expect(await stage.detail(after.lastRun!.jobId)).toMatchObject({
      actor: { kind: 'schedule', name: 'Nightly' },
      scheduleId: schedule.id,
    });
  });

  it('runs once on the day the clocks go forward and once on the day they go back', async () => {
    for (const [from, to] of [
      ['2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z'],
      ['2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z'],
    ] as const) {
      clock.set(from);
      const schedule = await create();
      let started = 0;
      while (clock.now() < new Date(to)) {
        clock.advance(15 * 60_000);
        started += await tick();
      }
      expect(started).toBe(1);
      expect((await send('DELETE', `/${schedule.id}`)).status).toBe(204);
    }
  });

  it('that was missed runs once for all of its times, or not at all', async () => {
    clock.set('2026-05-01T12:00:00Z');
    const once = await create({ name: 'once' });
    const none = await create({ name: 'none', parameters: { script: 'x' }, missedRule: 'skip' });
    clock.set('2026-05-08T12:00:00Z');
    expect(await tick()).toBe(1);
    expect((await shown(once.id)).lastRun?.at).toBe('2026-05-08T12:00:00.000Z');
    const left = await shown(none.id);
    expect(left).toMatchObject({ lastRun: null, nextRunAt: '2026-05-09T00:30:00.000Z' });
    expect(left.lastError).toContain('was left out');
    clock.set('2026-05-09T00:31:00Z');
    expect(await tick()).toBe(2);
    expect((await shown(none.id)).lastError).toBeNull();
  });

  it('that is paused starts nothing, and goes on from then when it is resumed', async () => {
    clock.set('2026-05-01T12:00:00Z');
    const { id } = await create({ isPaused: true });
    expect((await shown(id)).nextRunAt).toBeNull();
    clock.set('2026-05-03T12:00:00Z');
    expect(await tick()).toBe(0);
    const resumed = await send('PUT', `/${id}`, { ...input(), isPaused: false, version: 1 });
    expect(resumed.body).toMatchObject({ nextRunAt: '2026-05-04T00:30:00.000Z', version: 2 });
  });

  it('that somebody changed meanwhile is not changed unseen', async () => {
    const { id } = await create();
    const change = { ...input({ cron: '0 3 * * *' }), version: 1 };
    expect((await send('PUT', `/${id}`, change)).status).toBe(200);
    const late = await send<ProblemDocument>('PUT', `/${id}`, change);
    expect(late).toMatchObject({ status: 409, body: { code: 'version-conflict' } });
    expect((await send('PUT', `/${id}`, { ...change, version: 2 })).status).toBe(200);
  });

  it('whose type is gone says so and goes on', async () => {
    clock.set('2026-05-01T12:00:00Z');
    const { id } = await create();
    await stage.db.query(`update job_schedule set type = 'gone' where id = $1`, [id]);
    clock.set('2026-05-02T12:00:00Z');
    expect(await tick()).toBe(0);
    const schedule = await shown(id);
    expect(schedule.lastError).toContain('There is no job type "gone"');
    expect(schedule.nextRunAt).toBe('2026-05-03T00:30:00.000Z');
    expect((await send('DELETE', `/${id}`)).status).toBe(204);
  });

  it('made without a next time gets one, and starts nothing before it', async () => {
    clock.set('2026-05-01T12:00:00Z');
    await stage.db.query(
      `insert into job_schedule (name, type, parameters, cron, timezone) values ('seeded', 'scripted', '{"script": "scheduled"}', '0 4 * * 0', 'Europe/Berlin')`,
    );
    expect(await tick()).toBe(0);
    const [seeded] = listJobSchedulesResponse.parse((await send('GET', '')).body).schedules;
    expect(seeded?.nextRunAt).toBe('2026-05-03T02:00:00.000Z');
  });

  it('can be started at once, and removed', async () => {
    const { id } = await create();
    const now = await send<StartJobResponse>('POST', `/${id}/run-now`, {});
    expect(now.body).toMatchObject({
      isNew: true,
      job: { actor: { kind: 'person', name: 'Ada' } },
    });
    expect((await send('DELETE', `/${id}`)).status).toBe(204);
    const gone = await send<ProblemDocument>('DELETE', `/${id}`);
    expect(gone).toMatchObject({ status: 404, body: { code: 'schedule-not-found' } });
    await tick();
  });

  it('needs a name of its own', async () => {
    await create();
    expect(await send('POST', '', input())).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
  });

  it.each([
    [{ cron: '61 * * * *' }, '/body/cron'],
    [{ timezone: 'Mars/Phobos' }, '/body/timezone'],
    [{ parameters: { script: 5 } }, '/body/parameters/script'],
    [{ missedRule: 'twice' }, '/body/missedRule'],
  ])('is refused with %j', async (over, pointer) => {
    const answer = await send<ProblemDocument>('POST', '', input(over));
    expect([answer.status, answer.body.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it('needs the permission to write schedules and that of its type', async () => {
    const editor = await app.signIn({ subject: 'eve', name: 'Eve', staffRole: 'editor' });
    const answer = await app.get<ProblemDocument>('/api/job-schedules', editor, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': editor.csrfToken },
      body: JSON.stringify(input()),
    });
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toContain('schedules:write');
  });
});

describe('the preview of a schedule', () => {
  it('shows the next five times', async () => {
    clock.set('2026-10-24T12:00:00Z');
    const answer = await send('POST', '/preview', {
      cron: '30 2 * * *',
      timezone: 'Europe/Berlin',
    });
    expect(answer.body).toEqual({
      next: [
        '2026-10-25T00:30:00.000Z',
        '2026-10-26T01:30:00.000Z',
        '2026-10-27T01:30:00.000Z',
        '2026-10-28T01:30:00.000Z',
        '2026-10-29T01:30:00.000Z',
      ],
    });
  });
});
