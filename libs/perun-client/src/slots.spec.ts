import { describe, expect, it } from '@jest/globals';
import { Slots } from './slots.js';

/** Work that is under way until it is told to end. */
function held(): { work: () => Promise<void>; started: () => boolean; end: () => void } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let isStarted = false;
  return {
    work: async () => {
      isStarted = true;
      await promise;
    },
    started: () => isStarted,
    end: () => resolve(undefined),
  };
}

describe('slots', () => {
  it('let so many work at once, the others in their order', async () => {
    const slots = new Slots(2);
    const works = [held(), held(), held(), held()];
    const runs = works.map(({ work }) => slots.run(undefined, work));
    const started = async () => {
      await new Promise((next) => setImmediate(next));
      return works.map((one) => one.started());
    };
    expect(await started()).toEqual([true, true, false, false]);
    works[1]?.end();
    await runs[1];
    expect(await started()).toEqual([true, true, true, false]);
    for (const one of works) one.end();
    await Promise.all(runs);
  });

  it('are given back by work that fails', async () => {
    const slots = new Slots(1);
    const failing = () => Promise.reject(new Error('no'));
    await expect(slots.run(undefined, failing)).rejects.toThrow('no');
    await expect(slots.run(undefined, () => Promise.resolve('yes'))).resolves.toBe('yes');
  });

  it('are not taken by who left the line', async () => {
    const slots = new Slots(1);
    const stop = new AbortController();
    const [first, second, third] = [held(), held(), held()] as const;
    const runs = [
      slots.run(undefined, first.work),
      slots.run(stop.signal, second.work),
      slots.run(undefined, third.work),
    ];
    stop.abort(new Error('left'));
    await expect(runs[1]).rejects.toThrow('left');
    first.end();
    third.end();
    await Promise.all([runs[0], runs[2]]);
    expect(second.started()).toBe(false);
  });
});
