import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@os-credits/testing';
import { gate, scripts, scriptedTypes } from '../../../test/scripted-job.js';
import { JobStage, TESTER, until } from '../../../test/job-stage.js';

const clock = fixedClock('2026-11-22T12:00:00Z');
let stage: JobStage;

beforeAll(async () => {
  stage = await JobStage.open(scriptedTypes, clock);
});
afterEach(() => stage.stopWorkers());
afterAll(() => stage.close());

let keyCount = 0;
const newKey = (): string => `key-${(keyCount += 1)}`;
const addWorker = (environment: Record<string, string> = {}) =>
  stage.addWorker({ clock, environment });

describe('starting a run', () => {
  it('starts one run when twenty connections start the same work at once', async () => {
    const key = newKey();
    const start = () =>
      stage.starter.start({
        type: 'scripted',
        parameters: { script: 'none', key },
        actor: TESTER,
      });
    const started = await Promise.all(Array.from({ length: 20 }, start));
    expect(new Set(started.map(({ jobId }) => jobId)).size).toBe(1);
    expect(started.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await stage.queueLength()).toBe(1);
    await stage.actions.cancel(started[0]!.jobId, TESTER);
    expect(await stage.queueLength()).toBe(0);
  });

  it('starts the same work again once it is over', async () => {
    const key = newKey();
    scripts.set('quick', () => Promise.resolve({}));
    await addWorker();
    const first = await stage.start('quick', { key });
    await stage.reached(first, 'succeeded');
    const second = await stage.start('quick', { key });
    expect(second).not.toBe(first);
    await stage.reached(second, 'succeeded');
  });

  it('leaves neither run nor entry where the transaction around it fails', async () => {
    const key = newKey();
    const fails = stage.db.transaction(async (tx) => {
      const parameters = { script: 'none', key };
      await stage.starter.start({ type: 'scripted', parameters, actor: TESTER }, tx);
      throw new Error('rolled back');
    });
    await expect(fails).rejects.toThrow('rolled back');
    expect(await stage.queueLength()).toBe(0);
    const rows = await stage.db.query(`select id from job_run where parameters ->> 'key' = $1`, [
      key,
    ]);
    expect(rows).toEqual([]);
  });

  it('refuses parameters that the type does not have', async () => {
    const parameters = { script: 1, colour: 'red' };
    await expect(
      stage.starter.start({ type: 'scripted', parameters, actor: TESTER }),
    ).rejects.toMatchObject({
      code: 'invalid-request',
      errors: [
        { pointer: '/body/parameters/script', code: 'invalid_type' },
        { pointer: '/body/parameters/colour', code: 'unrecognized_keys' },
      ],
    });
  });
});

describe('ends of runs', () => {
  it('keeps result, progress and log of what succeeded', async () => {
    scripts.set('reports', (context) => {
      context.progress({ done: 7, total: 7, phase: { en: 'Counting', de: 'Zählt' } });
      context.log('info', 'first');
      context.log('warn', 'second');
      return Promise.resolve({ answer: 42 });
    });
    await addWorker();
    const id = await stage.start('reports');
    const run = await stage.reached(id);
    expect(run).toMatchObject({
      state: 'succeeded',
      result: { answer: 42 },
      progress: { done: 7, total: 7, phase: { de: 'Zählt' } },
      endedAt: clock.now().toISOString(),
      actions: ['run-again'],
    });
    expect(await stage.log(id)).toEqual(['first', 'second']);
  });

  it('fails with class, message and the whole chain of causes, and stays failed', async () => {
    scripts.set('breaks', () =>
      Promise.reject(
        new TypeError('the outer reason', { cause: new RangeError('the inner reason') }),
      ),
    );
    await addWorker();
    const id = await stage.start('breaks');
    const run = await stage.reached(id);
    expect(run).toMatchObject({
      state: 'failed',
      error: { errorClass: 'TypeError', message: 'the outer reason' },
      attempt: 1,
    });
    const stack = run.attempts[0]?.error?.stack ?? [];
    expect(stack[0]).toBe('TypeError: the outer reason');
    expect(stack).toContain('Caused by: RangeError: the inner reason');
    expect(stack.filter((line) => line.includes('job-runs.int-spec')).length).toBeGreaterThan(1);

    clock.advance(3_600_000);
    await stage.stopWorkers();
    scripts.set('quick', () => Promise.resolve({}));
    await addWorker();
    await stage.reached(await stage.start('quick', { key: newKey() }), 'succeeded');
    expect((await stage.detail(id)).state).toBe('failed');
  });

  it('fails where the result is not what the type promises', async () => {
    scripts.set('lies', () => Promise.resolve({ kind: 'done', result: 3 as never }));
    await addWorker();
    const run = await stage.reached(await stage.start('lies'));
    expect(run).toMatchObject({ state: 'failed', error: { errorClass: 'ZodError' } });
  });

  it('never shows credentials in log, message or stack', async () => {
    scripts.set('careless', (context) => {
      context.log('info', 'connecting to https://robot:hunter2hunter2@perun.example/rpc');
      context.log('info', 'Authorization: Bearer abcdefghijklmnop');
      return Promise.reject(new Error('cannot use postgres://u:hunter2hunter2@db/x'));
    });
    await addWorker();
    const id = await stage.start('careless');
    const run = await stage.reached(id, 'failed');
    const seen = JSON.stringify([run, await stage.log(id)]);
    expect(seen).not.toMatch(/hunter2|abcdefghijklmnop/);
    expect(seen).toContain('https://robot:***@perun.example/rpc');
  });
});

describe('further attempts', () => {
  it('follow after growing pauses, and go on from the checkpoint', async () => {
    const checkpoints: unknown[] = [];
    scripts.set('third-time-lucky', async (context) => {
      checkpoints.push(context.checkpoint);
      await context.saveCheckpoint({ reached: context.attempt });
      if (context.attempt < 3) throw new Error('again, please');
      return {};
    });
    await addWorker();
    const id = await stage.start('third-time-lucky');
    const second = await until(
      () => stage.detail(id),
      ({ attempts }) => attempts[0]?.outcome === 'failed',
    );
    expect(second.state).toBe('queued');
    expect(Date.parse(second.availableAt) - clock.now().getTime()).toBe(60_000);
    expect(await stage.queueLength()).toBe(0);

    clock.advance(60_000);
    const third = await until(
      () => stage.detail(id),
      ({ attempts }) => attempts[1]?.outcome === 'failed',
    );
    expect(Date.parse(third.availableAt) - clock.now().getTime()).toBe(120_000);
    clock.advance(120_000);
    expect(await stage.reached(id)).toMatchObject({ state: 'succeeded', attempt: 3 });
    expect(checkpoints).toEqual([null, { reached: 1 }, { reached: 2 }]);
  });

  it('run out: the run is dead, others go on, and staff queue it again', async () => {
    let isBroken = true;
    scripts.set('poison', () =>
      isBroken ? Promise.reject(new Error('again and again')) : Promise.resolve({}),
    );
    scripts.set('quick', () => Promise.resolve({}));
    await addWorker({ JOB_WORKER_SLOTS: '1' });
    const poison = await stage.start('poison');
    for (const attempt of [1, 2, 3]) {
      await until(
        () => stage.detail(poison),
        ({ attempts }) => attempts[attempt - 1]?.outcome === 'failed',
      );
      await stage.reached(await stage.start('quick', { key: newKey() }), 'succeeded');
      clock.advance(3_600_000);
    }
    const dead = await stage.reached(poison);
    expect(dead).toMatchObject({
      state: 'dead',
      attempt: 3,
      actions: ['retry', 'requeue', 'run-again'],
    });

    isBroken = false;
    await stage.actions.restart(poison, 'requeue', TESTER);
    expect(await stage.reached(poison, 'succeeded')).toMatchObject({ attempt: 4, error: null });
  });

  it('of staff begin from the start (retry) or from the checkpoint (resume)', async () => {
    const seen: unknown[] = [];
    scripts.set('half-way', async (context) => {
      seen.push(context.checkpoint);
      await context.saveCheckpoint({ half: true });
      if (seen.length < 3) throw new Error('no');
      return {};
    });
    await addWorker();
    const id = await stage.start('half-way');
    expect((await stage.reached(id, 'failed')).actions).toEqual(['resume', 'retry', 'run-again']);
    await stage.actions.restart(id, 'retry', TESTER);
    await until(
      () => stage.detail(id),
      ({ state, attempt }) => state === 'failed' && attempt === 2,
    );
    await stage.actions.restart(id, 'resume', TESTER);
    await stage.reached(id, 'succeeded');
    expect(seen).toEqual([null, null, { half: true }]);
  });

  it('are refused while the same work is under way elsewhere, and where nothing failed', async () => {
    const key = newKey();
    scripts.set('fails', () => Promise.reject(new Error('no')));
    await addWorker();
    const failed = await stage.start('fails', { key });
    await stage.reached(failed, 'failed');
    await stage.stopWorkers();
    const twin = await stage.start('fails', { key });
    const restart = stage.actions.restart(failed, 'retry', TESTER);
    await expect(restart).rejects.toMatchObject({ code: 'job-action-refused' });
    await expect(stage.actions.restart(twin, 'retry', TESTER)).rejects.toMatchObject({
      code: 'job-action-refused',
      message: expect.stringContaining('queued') as unknown,
    });
    await stage.actions.cancel(twin, TESTER);
  });
});

describe('approval', () => {
  it('lets a run go on from its checkpoint, in the transaction of the decision', async () => {
    scripts.set('asks', async (context) => {
      if (context.checkpoint !== null) return { approved: true };
      await context.saveCheckpoint({ asked: true });
      return { kind: 'wait-for-approval', result: { items: 2 } };
    });
    await addWorker();
    const id = await stage.start('asks');
    const waiting = await stage.reached(id, 'waiting-for-approval');
    expect(waiting).toMatchObject({ result: { items: 2 }, endedAt: null, actions: ['cancel'] });
    expect(waiting.attempts[0]?.outcome).toBe('waiting-for-approval');
    const rolledBack = stage.db.transaction(async (tx) => {
      await stage.starter.continueApproved(id, TESTER, tx);
      throw new Error('changed my mind');
    });
    await expect(rolledBack).rejects.toThrow('changed my mind');
    expect((await stage.detail(id)).state).toBe('waiting-for-approval');

    expect(await stage.starter.continueApproved(id, TESTER)).toBe(true);
    expect(await stage.reached(id)).toMatchObject({
      state: 'succeeded',
      result: { approved: true },
    });
    expect(await stage.starter.continueApproved(id, TESTER)).toBe(false);
  });
});

describe('the order of runs', () => {
  it('takes urgent types first, then by age', async () => {
    const order: string[] = [];
    scripts.set('ordered', (context) => {
      order.push(context.parameters.key);
      return Promise.resolve({});
    });
    const ids = [
      await stage.start('ordered', { type: 'leisurely', key: 'low' }),
      await stage.start('ordered', { key: 'normal 1' }),
      await stage.start('ordered', { key: 'normal 2' }),
      await stage.start('ordered', { type: 'urgent', key: 'high' }),
    ];
    await addWorker({ JOB_WORKER_SLOTS: '1' });
    for (const id of ids) await stage.reached(id, 'succeeded');
    expect(order).toEqual(['high', 'normal 1', 'normal 2', 'low']);
  });

  it('keeps to the concurrency of a type over all workers, and lets other types pass', async () => {
    const doors = [gate(), gate()];
    let running = 0;
    let runningMax = 0;
    scripts.set('alone', async (context) => {
      running += 1;
      runningMax = Math.max(runningMax, running);
      await doors[Number(context.parameters.key)]?.opened;
      running -= 1;
      return {};
    });
    scripts.set('quick', () => Promise.resolve({}));
    await addWorker();
    await addWorker();
    const first = await stage.start('alone', { type: 'single', key: '0' });
    const second = await stage.start('alone', { type: 'single', key: '1' });
    await stage.reached(first, 'running');
    await stage.reached(await stage.start('quick', { key: newKey() }), 'succeeded');
    expect((await stage.detail(second)).state).toBe('queued');
    doors.forEach((door) => door.open());
    await stage.reached(second, 'succeeded');
    expect(runningMax).toBe(1);
  });

  it('runs thirty runs exactly once on three workers', async () => {
    const times = new Map<string, number>();
    scripts.set('counted', (context) => {
      times.set(context.jobId, (times.get(context.jobId) ?? 0) + 1);
      return Promise.resolve({});
    });
    await Promise.all([addWorker(), addWorker(), addWorker()]);
    const ids = await Promise.all(
      Array.from({ length: 30 }, (_, index) => stage.start('counted', { key: `run ${index}` })),
    );
    const runs = await Promise.all(ids.map((id) => stage.reached(id, 'succeeded')));
    expect([...times.values()]).toEqual(Array.from({ length: 30 }, () => 1));
    expect(runs.every(({ attempts }) => attempts.length === 1)).toBe(true);
    const workers = new Set(runs.map(({ attempts }) => attempts[0]?.worker));
    expect(workers.size).toBeGreaterThan(1);
  });

  it('leaves types alone that it does not know', async () => {
    const id = await stage.start('none', { key: newKey() });
    await stage.db.query(`update job_run set type = 'of-tomorrow' where id = $1`, [id]);
    scripts.set('quick', () => Promise.resolve({}));
    await stage.db.query(`update pgboss.job set group_id = 'of-tomorrow'`);
    await addWorker();
    await stage.reached(await stage.start('quick', { key: newKey() }), 'succeeded');
    expect((await stage.detail(id)).state).toBe('queued');
    await stage.actions.cancel(id, TESTER);
  });
});
