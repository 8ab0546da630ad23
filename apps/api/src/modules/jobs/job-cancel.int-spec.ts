import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { gate, scripts, scriptedTypes } from '../../../test/scripted-job.js';
import { JobStage, TESTER, until } from '../../../test/job-stage.js';
import { RunQueue } from './application/jobs.ports.js';

/** A cancelled run is over in 4 s at the latest; on a busy machine it may take the worker longer. */
const WITHIN_MS = 20_000;
const WAITING_SQL = `select count(*)::int as waiting from pg_locks join pg_stat_activity using (pid)
                      where datname = current_database() and not granted`;
let stage: JobStage;

beforeAll(async () => {
  stage = await JobStage.open(scriptedTypes);
});
afterEach(() => stage.stopWorkers());
afterAll(() => stage.close());

const toldToStop = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

describe('cancelling', () => {
  it('ends a run that waits at once, and takes it out of the queue', async () => {
    const id = await stage.start('none');
    await stage.actions.cancel(id, TESTER);
    expect(await stage.detail(id)).toMatchObject({ state: 'cancelled', attempt: 0, attempts: [] });
    expect(await stage.queueLength()).toBe(0);
    expect(await stage.log(id)).toEqual(['Cancelled by Tester.']);
  });

  it('waits for a worker that is just taking the run, and neither gives up', async () => {
    const id = await stage.start('none');
    const queue = stage.office.get(RunQueue);
    let cancelled: Promise<void> = Promise.resolve();
    await stage.db.transaction(async (tx) => {
      await queue.hold(tx);
      expect(await queue.take(tx, [])).toBe(id);
      cancelled = stage.actions.cancel(id, TESTER);
      cancelled.catch(() => undefined); // Looked at below.
      await until(
        () => stage.db.query<{ waiting: number }>(WAITING_SQL),
        ([row]) => (row?.waiting ?? 0) > 0,
      );
      await tx.query('select from job_run where id = $1 for update', [id]);
    });
    await cancelled;
    expect(await stage.detail(id)).toMatchObject({ state: 'cancelled' });
    expect(await stage.queueLength()).toBe(0);
  });

  it('reaches a running handler in another process; what it did stays and shows', async () => {
    scripts.set('counts', async (context) => {
      for (let done = 1; done <= 3; done += 1) {
        context.progress({ done, total: 10 });
        await context.saveCheckpoint({ done });
      }
      await toldToStop(context.signal);
      context.signal.throwIfAborted();
      return {};
    });
    await stage.addWorker();
    const id = await stage.start('counts');
    await until(
      () => stage.detail(id),
      ({ hasCheckpoint }) => hasCheckpoint,
    );
    await stage.actions.cancel(id, TESTER);
    const run = await stage.reached(id, 'cancelled');
    expect(run).toMatchObject({
      progress: { done: 3, total: 10 },
      hasCheckpoint: true,
      error: null,
      actions: ['resume', 'retry', 'run-again'],
    });
    expect(run.attempts[0]?.outcome).toBe('cancelled');
    expect(Date.parse(run.endedAt ?? '') - Date.parse(run.cancelRequestedAt ?? '')).toBeLessThan(
      WITHIN_MS,
    );
    await expect(stage.actions.cancel(id, TESTER)).rejects.toMatchObject({
      code: 'job-action-refused',
    });
  });

  it('takes the lease of a handler that ignores it, which may then write nothing more', async () => {
    const door = gate();
    const refused: unknown[] = [];
    scripts.set('stubborn', async (context) => {
      await door.opened;
      const late = stage.db.transaction(async (tx) => {
        await tx.query(`insert into site (name) values ('after the cancel')`);
        await context.saveCheckpoint({ late: true }, tx);
      });
      await late.catch((error: unknown) => refused.push(error));
      return { finished: true };
    });
    await stage.addWorker();
    const id = await stage.start('stubborn');
    await stage.reached(id, 'running');
    await stage.actions.cancel(id, TESTER);
    const run = await stage.reached(id, 'cancelled');
    expect(Date.parse(run.endedAt ?? '') - Date.parse(run.cancelRequestedAt ?? '')).toBeLessThan(
      WITHIN_MS,
    );
    door.open();
    await until(
      () => refused,
      ({ length }) => length === 1,
    );
    await stage.stopWorkers();
    expect(refused).toMatchObject([{ name: 'JobLeaseLost' }]);
    expect(await stage.detail(id)).toMatchObject({ result: null, hasCheckpoint: false });
    expect(await stage.db.query('select name from site')).toEqual([]);
  });

  it('does not turn a run that its stopping worker hands back into a queued one', async () => {
    scripts.set('stopped-and-cancelled', async (context) => {
      await toldToStop(context.signal);
      // The cancelling comes after the worker began to stop.
      await stage.actions.cancel(context.jobId, TESTER);
      context.signal.throwIfAborted();
      return {};
    });
    const worker = await stage.addWorker();
    const id = await stage.start('stopped-and-cancelled');
    await stage.reached(id, 'running');
    await stage.stopWorker(worker);
    expect((await stage.detail(id)).state).toBe('cancelled');
    expect(await stage.queueLength()).toBe(0);
  });
});

describe('runs below a run', () => {
  const parent = (key: string, count: number) =>
    scripts.set(key, async (context) => {
      for (let index = 0; index < count; index += 1) {
        await context.startChild({
          type: 'scripted',
          parameters: { script: `${key}-child`, key: String(index) },
        });
      }
      return { started: count };
    });

  it('hold it open until they are over; it waits without a slot', async () => {
    parent('family', 3);
    scripts.set('family-child', () => Promise.resolve({}));
    await stage.addWorker({ environment: { JOB_WORKER_SLOTS: '1' } });
    const id = await stage.start('family');
    const run = await stage.reached(id, 'succeeded');
    expect(run).toMatchObject({ childCount: 3, result: { started: 3 } });
    expect(run.children.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    const child = await stage.detail(run.children[0]!.id);
    expect(child.ancestors).toMatchObject([{ id, type: 'scripted', state: 'succeeded' }]);
    expect(Date.parse(run.endedAt!)).toBeGreaterThanOrEqual(Date.parse(child.endedAt!));
  });

  it('that fail make it fail, and the tree shows which', async () => {
    parent('unlucky', 3);
    scripts.set('unlucky-child', (context) =>
      context.parameters.key === '1' ? Promise.reject(new Error('no')) : Promise.resolve({}),
    );
    await stage.addWorker();
    const run = await stage.reached(await stage.start('unlucky'), 'failed');
    expect(run.error).toEqual({
      errorClass: 'ChildrenFailed',
      message: '1 of 3 jobs below this one did not succeed.',
    });
    expect(run.children.map(({ state }) => state)).toEqual(['succeeded', 'failed', 'succeeded']);
  });

  it('are not started twice by a parent that is tried again', async () => {
    let isBroken = true;
    scripts.set('retried-child', () =>
      isBroken ? Promise.reject(new Error('no')) : Promise.resolve({}),
    );
    scripts.set('other-child', () => Promise.resolve({}));
    scripts.set('retried', async (context) => {
      for (const script of ['retried-child', 'other-child'])
        await context.startChild({ type: 'scripted', parameters: { script } });
      return {};
    });
    await stage.addWorker();
    const id = await stage.start('retried');
    await stage.reached(id, 'failed');
    isBroken = false;
    await stage.actions.restart(id, 'retry', TESTER);
    const run = await until(
      () => stage.detail(id),
      ({ attempt, state }) => attempt === 2 && state !== 'running',
    );
    // The one that failed is there beside its second try; the other one was not started again.
    expect(run.children.map(({ state }) => state)).toEqual(['failed', 'succeeded', 'succeeded']);
    expect(run.state).toBe('succeeded');
  });

  it('end with it when it is cancelled', async () => {
    parent('cancelled', 2);
    scripts.set('cancelled-child', async (context) => {
      await toldToStop(context.signal);
      context.signal.throwIfAborted();
      return {};
    });
    await stage.addWorker();
    const id = await stage.start('cancelled');
    await until(
      () => stage.detail(id),
      ({ children }) => children.length === 2 && children.every(({ state }) => state === 'running'),
    );
    await stage.actions.cancel(id, TESTER);
    const run = await stage.reached(id, 'cancelled');
    for (const { id: childId } of run.children) await stage.reached(childId, 'cancelled');
  });
});
