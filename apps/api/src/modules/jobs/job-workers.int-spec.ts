import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { fixedClock } from '@os-credits/testing';
import { gate, scripts, scriptedTypes } from '../../../test/scripted-job.js';
import { JobStage, TESTER, until } from '../../../test/job-stage.js';
import { jobTypes } from '../../job-types.js';
import { JobWorker } from './engine/job-worker.js';

const NOON = '2026-11-22T12:00:00Z';
const HOURS_AHEAD = '2026-11-22T18:00:00Z';
/** Of a worker that stands still in its run: with a free slot it would take the lost run again itself. */
const ONE_SLOT = { JOB_WORKER_SLOTS: '1' };

describe('workers', () => {
  let stage: JobStage;
  beforeAll(async () => {
    stage = await JobStage.open(scriptedTypes, fixedClock(NOON));
  });
  afterEach(() => stage.stopWorkers());
  afterAll(() => stage.close());

  it('that are lost lose their run to another one, and may write nothing more about it', async () => {
    // Given a worker in the middle of a batch whose lease has run out for everybody else
    const door = gate();
    const written: string[] = [];
    const seen: unknown[] = [];
    scripts.set('batches', async (context) => {
      seen.push(context.checkpoint);
      if (context.attempt === 2) return { by: 'second' };
      await context.saveCheckpoint({ batch: 1 });
      await door.opened;
      const late = stage.db.transaction(async (tx) => {
        await tx.query(`insert into site (name) values ('late batch')`);
        await context.saveCheckpoint({ batch: 2 }, tx);
      });
      await late.catch((error: unknown) => {
        written.push(error instanceof Error ? error.name : 'unknown');
      });
      context.log('info', 'too late');
      return { by: 'first' };
    });
    await stage.addWorker({ clock: fixedClock(NOON), environment: ONE_SLOT });
    const id = await stage.start('batches');
    await until(
      () => stage.detail(id),
      ({ hasCheckpoint }) => hasCheckpoint,
    );

    // When another one looks
    await stage.addWorker({ clock: fixedClock(NOON) });
    await stage.lose(id);
    const run = await stage.reached(id, 'succeeded');

    // Then it went on from the checkpoint, and what the first one does is refused
    expect(run.result).toEqual({ by: 'second' });
    expect(seen).toEqual([null, { batch: 1 }]);
    expect(run.attempts).toMatchObject([
      { attempt: 1, outcome: 'lost', error: { errorClass: 'WorkerLost' } },
      { attempt: 2, outcome: 'succeeded' },
    ]);
    door.open();
    await until(
      () => written,
      ({ length }) => length === 1,
    );
    await stage.stopWorkers();
    expect(written).toEqual(['JobLeaseLost']);
    expect(await stage.db.query('select * from site')).toEqual([]);
    expect((await stage.detail(id)).result).toEqual({ by: 'second' });
    expect(await stage.log(id)).not.toContain('too late');
  });

  it('whose clock is ahead take no run from one that is alive', async () => {
    const door = gate();
    scripts.set('patient', async () => {
      await door.opened;
      return {};
    });
    await stage.addWorker({ clock: fixedClock(NOON), environment: ONE_SLOT });
    const id = await stage.start('patient');
    await until(
      () => stage.detail(id),
      ({ state }) => state === 'running',
    );
    const ahead = await stage.addWorker({ clock: fixedClock(HOURS_AHEAD) });
    await ahead.get(JobWorker).reapOverdue();
    expect(await stage.detail(id)).toMatchObject({ state: 'running', attempt: 1 });
    door.open();
    expect((await stage.reached(id, 'succeeded')).attempts).toHaveLength(1);
  });

  it('that are lost behind a file leave no second copy of it', async () => {
    // Given a worker that is lost after it stored a file, before its end
    const door = gate();
    const stored: string[] = [];
    scripts.set('reports', async (context) => {
      const content = Readable.from([Buffer.from(`attempt ${context.attempt}`)]);
      const name = 'report.csv';
      stored.push(await context.saveFile({ name, mediaType: 'text/csv', content }));
      if (context.attempt === 1) await door.opened;
      return {};
    });
    await stage.addWorker({ clock: fixedClock(NOON), environment: ONE_SLOT });
    const id = await stage.start('reports');
    await until(
      () => stored,
      ({ length }) => length === 1,
    );

    // When another one does it again
    await stage.addWorker({ clock: fixedClock(NOON) });
    await stage.lose(id);
    const run = await stage.reached(id, 'succeeded');

    // Then the run has the file of the second attempt, and the first one is gone
    expect(run.attempts).toMatchObject([{ outcome: 'lost' }, { outcome: 'succeeded' }]);
    expect(run.files).toMatchObject([{ id: stored[1], name: 'report.csv' }]);
    expect(await stage.db.query(`select id from job_file where kind = 'result'`)).toEqual([
      { id: stored[1] },
    ]);
    door.open();
  });

  it('that are lost again and again leave a dead run', async () => {
    scripts.set('hangs', async (context) => {
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      throw new Error('stopped');
    });
    const id = await stage.start('hangs');
    await stage.addWorker({ clock: fixedClock(NOON) });
    for (const lost of [1, 2, 3]) {
      await until(
        () => stage.detail(id),
        ({ attempt, state }) => attempt === lost && state === 'running',
      );
      await stage.lose(id);
    }
    const run = await stage.reached(id, 'dead');
    expect(run.attempts.map(({ outcome }) => outcome)).toEqual(['lost', 'lost', 'lost']);
    expect(run.error?.message).toContain('was lost in attempt 3');
  });

  it('that stop hand their runs back with the checkpoint, and nothing of it counts', async () => {
    const seen: unknown[] = [];
    scripts.set('handed-on', async (context) => {
      seen.push(context.checkpoint);
      if (context.checkpoint !== null) return {};
      await context.saveCheckpoint({ half: true });
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      context.signal.throwIfAborted();
      return {};
    });
    const clock = fixedClock(NOON);
    const first = await stage.addWorker({ clock });
    const id = await stage.start('handed-on');
    await until(
      () => stage.detail(id),
      ({ hasCheckpoint }) => hasCheckpoint,
    );
    await stage.stopWorker(first);
    const between = await stage.detail(id);
    expect(between).toMatchObject({ state: 'queued', error: null });
    expect(between.attempts).toMatchObject([{ outcome: 'handed-back', error: null }]);
    await stage.addWorker({ clock });
    await stage.reached(id, 'succeeded');
    expect(seen).toEqual([null, { half: true }]);
    const [row] = await stage.db.query<{ counted: number }>(
      'select attempts_counted as counted from job_run where id = $1',
      [id],
    );
    expect(row?.counted).toBe(0);
  });

  it('find a run without being told of it', async () => {
    scripts.set('quick', () => Promise.resolve({}));
    const id = await stage.start('none', { key: 'untold' });
    await stage.actions.cancel(id, TESTER);
    await stage.addWorker({ clock: fixedClock(NOON) });
    // Put back by hand: no process sends a signal, and there is no entry in the queue either.
    await stage.db.query(
      `update job_run set state = 'queued', ended_at = null, cancel_requested_at = null,
              parameters = '{"script": "quick", "key": "untold"}' where id = $1`,
      [id],
    );
    await stage.reached(id, 'succeeded');
  });
});

describe('a worker process', () => {
  const WORKER = path.resolve(import.meta.dirname, '../../../dist/main.worker.js');
  let stage: JobStage;
  const processes: ChildProcess[] = [];
  beforeAll(async () => {
    stage = await JobStage.open(jobTypes);
  });
  afterAll(async () => {
    for (const process of processes) process.kill('SIGKILL');
    await stage.close();
  });

  async function startProcess(): Promise<ChildProcess> {
    const child = spawn(process.execPath, [WORKER], {
      env: {
        PATH: process.env['PATH'],
        ENVIRONMENT: 'development',
        LOG_LEVEL: 'warn',
        DATABASE_URL: stage.database.url,
        JOB_LEASE_SECONDS: '8',
      },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    processes.push(child);
    await once(child, 'message');
    return child;
  }

  it('that is killed loses its run when its lease is over; the run goes on where it was', async () => {
    const first = await startProcess();
    const { jobId } = await stage.starter.start({
      type: 'demo',
      // Long enough to be killed in the midst of it also where everything takes its time.
      parameters: { steps: 200, stepMs: 50 },
      actor: TESTER,
    });
    // A lost worker is worth another attempt also where failures are not: allow a second one.
    await stage.db.query('update job_run set attempts_max = 2 where id = $1', [jobId]);
    await until(
      () =>
        stage.db.query<{ step: number }>(
          `select (checkpoint ->> 'step')::int as step from job_run where id = $1`,
          [jobId],
        ),
      ([row]) => (row?.step ?? 0) >= 20,
    );
    first.kill('SIGKILL');
    await once(first, 'exit');
    await startProcess();
    const lost = await until(
      () => stage.detail(jobId),
      ({ attempts }) => attempts[0]?.outcome === 'lost',
    );
    expect(lost.attempts[0]?.error?.message).toContain('was lost');
    const run = await stage.reached(jobId, 'succeeded');
    expect(run.attempts.map(({ outcome }) => outcome)).toEqual(['lost', 'succeeded']);
    const log = await stage.log(jobId);
    expect(log.some((line) => /^goes on after step ([2-9]\d|1\d\d)$/.test(line))).toBe(true);
    expect(log.filter((line) => line === 'step 10 of 200')).toHaveLength(1);
    expect(run.result).toEqual({ steps: 200, children: 0 });
  }, 180_000);

  it('keeps below 300 MiB', async () => {
    const status = await readFile(`/proc/${String(processes.at(-1)?.pid)}/status`, 'utf8');
    const rssKib = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]);
    expect(rssKib).toBeLessThan(300 * 1024);
  });
});
