import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { JobStage, TESTER } from '../../../test/job-stage.js';
import { gate, scripts, scriptedTypes } from '../../../test/scripted-job.js';
import { JobRuns } from './index.js';

let stage: JobStage;
let attempts: string[];
let door: ReturnType<typeof gate>;
/** How the script `step` ends, by its key. */
const failing = new Set<string>();

beforeAll(async () => {
  stage = await JobStage.open(scriptedTypes);
  scripts.set('step', async (context) => {
    attempts.push(context.parameters.key);
    if (failing.has(context.parameters.key)) throw new Error('no good');
    return Promise.resolve({});
  });
  scripts.set('until-cancelled', async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    signal.throwIfAborted();
    return {};
  });
  scripts.set('at-the-door', async () => {
    await door.opened;
    return {};
  });
});
beforeEach(async () => {
  await stage.stopWorkers();
  attempts = [];
  failing.clear();
  door = gate();
});
afterAll(async () => {
  await stage.close();
});

let keys = 0;
async function step(after: readonly string[], script = 'step', key?: string): Promise<string> {
  keys += 1;
  const started = await stage.starter.start({
    type: 'scripted',
    parameters: { script, key: key ?? `k${keys}` },
    actor: TESTER,
    after,
  });
  return started.jobId;
}

async function states(...ids: string[]): Promise<string[]> {
  return Promise.all(ids.map(async (id) => (await stage.detail(id)).state));
}

describe('A run that comes after others', () => {
  it('waits, and says for what, until the last of a chain of three has its turn', async () => {
    const first = await step([], 'at-the-door');
    const second = await step([first], 'step', 'second');
    const third = await step([second], 'step', 'third');
    await stage.addWorker();
    await stage.reached(first, 'running');
    expect(await states(second, third)).toEqual(['queued', 'queued']);
    expect((await stage.detail(second)).after).toMatchObject([{ id: first, state: 'running' }]);
    expect((await stage.detail(second)).followedBy).toMatchObject([{ id: third, state: 'queued' }]);
    expect(await stage.queueLength()).toBe(0);

    door.open();
    expect((await stage.reached(third)).state).toBe('succeeded');
    expect(attempts).toEqual(['second', 'third']);
  });

  it('waits for all of several', async () => {
    const early = await step([]);
    const late = await step([], 'at-the-door');
    const last = await step([early, late, early]);
    await stage.addWorker();
    await stage.reached(early);
    await stage.reached(late, 'running');
    expect(await states(last)).toEqual(['queued']);
    expect(await stage.queueLength()).toBe(0);
    door.open();
    expect((await stage.reached(last)).state).toBe('succeeded');
  });

  it('is skipped with its followers where one of them fails, and says why', async () => {
    failing.add('bad');
    const first = await step([], 'step', 'bad');
    const second = await step([first], 'step', 'second');
    const third = await step([second], 'step', 'third');
    await stage.addWorker();
    const skipped = await stage.reached(second);
    const last = await stage.reached(third);
    expect([skipped.state, last.state]).toEqual(['cancelled', 'cancelled']);
    expect(skipped.error).toEqual({
      errorClass: 'Skipped',
      message: `Skipped because job ${first} (scripted) is failed.`,
    });
    expect(last.error?.message).toBe(`Skipped because job ${second} (scripted) is cancelled.`);
    expect(await stage.log(second)).toContain(skipped.error?.message);
    expect(skipped.endedAt).not.toBeNull();
    expect(attempts).toEqual(['bad']);
  });

  it('is skipped where one of them is cancelled, waiting or running', async () => {
    const idle = await step([]);
    const afterIdle = await step([idle]);
    await stage.actions.cancel(idle, TESTER);
    expect(await states(afterIdle)).toEqual(['cancelled']);

    const running = await step([], 'until-cancelled');
    const afterRunning = await step([running]);
    await stage.addWorker();
    await stage.reached(running, 'running');
    await stage.actions.cancel(running, TESTER);
    expect((await stage.reached(afterRunning)).state).toBe('cancelled');
  });

  it('begins at once, or never, where they are over already', async () => {
    await stage.addWorker();
    failing.add('bad');
    const good = await step([]);
    const bad = await step([], 'step', 'bad');
    await stage.reached(good);
    await stage.reached(bad);
    expect((await stage.reached(await step([good]))).state).toBe('succeeded');
    const never = await step([good, bad]);
    expect((await stage.detail(never)).error?.message).toContain(`job ${bad} (scripted) is failed`);
    expect(await states(never)).toEqual(['cancelled']);
  });

  it('is revived with everything behind it when what it comes after goes on', async () => {
    failing.add('mended');
    const first = await step([], 'step', 'mended');
    const second = await step([first], 'step', 'second');
    const third = await step([second], 'step', 'third');
    await stage.addWorker();
    await stage.reached(third);

    await expect(stage.actions.restart(second, 'retry', TESTER)).rejects.toThrow(
      `It comes after job ${first} (scripted), which is failed; let that one go on first.`,
    );
    failing.clear();
    await stage.actions.restart(first, 'retry', TESTER);
    expect((await stage.reached(third, 'succeeded')).error).toBeNull();
    expect(attempts).toEqual(['mended', 'mended', 'second', 'third']);
    expect(await states(first, second)).toEqual(['succeeded', 'succeeded']);
  });

  it('stays cancelled where a person cancelled it, and where another one is still bad', async () => {
    failing.add('one').add('two');
    const one = await step([], 'step', 'one');
    const two = await step([], 'step', 'two');
    const unwanted = await step([one]);
    const both = await step([one, two]);
    await stage.actions.cancel(unwanted, TESTER);
    await stage.addWorker();
    await stage.reached(both);
    await stage.reached(two);
    await stage.reached(one);
    failing.clear();
    await stage.actions.restart(one, 'retry', TESTER);
    await stage.reached(one, 'succeeded');
    expect(await states(unwanted, both)).toEqual(['cancelled', 'cancelled']);
    await stage.actions.restart(two, 'retry', TESTER);
    expect((await stage.reached(both, 'succeeded')).state).toBe('succeeded');
    expect(await states(unwanted)).toEqual(['cancelled']);
  });

  it('begins once where several of them end at the same moment', async () => {
    const before = await Promise.all(Array.from({ length: 12 }, () => step([])));
    const last = await step(before, 'step', 'last');
    await Promise.all([stage.addWorker(), stage.addWorker(), stage.addWorker()]);
    expect((await stage.reached(last)).state).toBe('succeeded');
    expect(attempts.filter((key) => key === 'last')).toEqual(['last']);
  });

  it('may only come after what exists', async () => {
    const missing = '019a0000-0000-7000-8000-000000000000';
    await expect(step([missing])).rejects.toMatchObject({
      code: 'invalid-request',
      errors: [{ pointer: '/body/after/0', code: 'job-not-found' }],
    });
  });

  it('is the same run for a double click, and never one that keeps another order', async () => {
    const first = await step([]);
    const once = await step([first], 'step', 'same');
    expect(await step([first], 'step', 'same')).toBe(once);
    const other = await step([]);
    await expect(step([other], 'step', 'same')).rejects.toThrow('does not come after those jobs');
  });
});

describe('Runs below a run', () => {
  it('may come after each other; the chain fails where its first link does', async () => {
    scripts.set('family', async (context) => {
      const child = (key: string, after: readonly string[] = []): Promise<string> =>
        context.startChild({ type: 'scripted', parameters: { script: 'step', key }, after });
      const a = await child('a');
      await child('b', [a]);
      return {};
    });
    failing.add('a');
    const parent = await step([], 'family');
    await stage.addWorker();
    const run = await stage.reached(parent);
    expect(run.state).toBe('failed');
    expect(run.error?.message).toBe('2 of 2 jobs below this one did not succeed.');
    expect(run.children.map(({ state }) => state)).toEqual(['failed', 'cancelled']);
  });

  it('may not wait for what waits for them', async () => {
    const parent = await step([]);
    const start = stage.office.get(JobRuns).start({
      type: 'scripted',
      parameters: { script: 'step', key: 'below' },
      actor: TESTER,
      parentId: parent,
      after: [parent],
    });
    await expect(start).rejects.toMatchObject({
      errors: [{ pointer: '/body/after/0', code: 'elsewhere' }],
    });
  });
});
