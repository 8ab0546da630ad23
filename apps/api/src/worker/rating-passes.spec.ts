import { describe, expect, it } from '@jest/globals';
import { READINGS_PER_PASS } from '../modules/rating/index.js';
import { RatingPasses } from './rating-passes.js';

/** Fails above a number of readings, as a database does that runs out of time. */
function upTo(limit: number) {
  const sizes: number[] = [];
  const execute = (size = 0) => {
    sizes.push(size);
    return size > limit
      ? Promise.reject(new Error('too much'))
      : Promise.resolve({ takenCount: size, storedCount: size, isBusy: false });
  };
  return { passes: new RatingPasses({ execute }), sizes };
}

describe('rating passes', () => {
  it('shrink until one succeeds, and grow back', async () => {
    const { passes, sizes } = upTo(30_000);
    await expect(passes.next()).rejects.toThrow('too much');
    await passes.next();
    await expect(passes.next()).rejects.toThrow('too much');
    await passes.next();
    expect(sizes).toEqual([READINGS_PER_PASS, 25_000, 50_000, 12_500]);
  });

  it('never shrink to nothing', async () => {
    const { passes, sizes } = upTo(0);
    for (let turn = 0; turn < 8; turn += 1) await expect(passes.next()).rejects.toThrow();
    expect(sizes.at(-1)).toBe(500);
  });
});
