import { describe, expect, it } from '@jest/globals';
import { ByteBudget } from './byte-budget.js';

/** Lets everything that can go on do so. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('ByteBudget', () => {
  it('lets in what has room and keeps the others waiting in order', async () => {
    const budget = new ByteBudget(10, 8);
    const order: string[] = [];
    const take = async (name: string, bytes: number) => {
      const release = await budget.take(bytes);
      order.push(name);
      return release;
    };
    const releaseFirst = await take('first', 6);
    const large = take('large', 8);
    // There is room for it, but then the large one might wait for ever.
    const small = take('small', 2);
    await settled();
    expect(order).toEqual(['first']);
    releaseFirst();
    const releaseLarge = await large;
    await small;
    expect(order).toEqual(['first', 'large', 'small']);
    const last = take('last', 1);
    releaseFirst();
    await settled();
    expect(order).not.toContain('last');
    releaseLarge();
    await last;
    expect(order).toContain('last');
  });

  it('turns away who would be one too many to wait', async () => {
    const budget = new ByteBudget(1, 1);
    const release = await budget.take(1);
    const waiting = budget.take(1);
    await expect(budget.take(1)).rejects.toMatchObject({
      code: 'overloaded',
      retryAfterSeconds: 2,
    });
    release();
    (await waiting)();
    (await budget.take(1))();
  });
});
