import { describe, expect, it } from '@jest/globals';
import { ProgressPace } from './progress-pace.js';

const phase = { en: 'One', de: 'Eins' };

describe('progress', () => {
  it('has no pace before a second look', () => {
    expect(new ProgressPace().next({ done: 0, total: 100 }, 0)).toEqual({
      done: 0,
      total: 100,
      phase: null,
      perSecond: null,
      remainingSeconds: null,
    });
  });

  it('knows its pace and what remains', () => {
    const pace = new ProgressPace();
    pace.next({ done: 0, total: 100, phase }, 0);
    expect(pace.next({ done: 20, total: 100 }, 4_000)).toEqual({
      done: 20,
      total: 100,
      phase,
      perSecond: 5,
      remainingSeconds: 16,
    });
  });

  it('looks only at the last part of the work', () => {
    const pace = new ProgressPace();
    for (let second = 0; second <= 60; second += 1)
      pace.next({ done: second, total: null }, second * 1000);
    for (let second = 61; second <= 120; second += 1)
      pace.next({ done: 60 + (second - 60) * 10, total: null }, second * 1000);
    expect(pace.next({ done: 660, total: 1000 }, 120_000).perSecond).toBeCloseTo(10, 0);
  });

  it('begins again with another phase, and where the count falls', () => {
    const pace = new ProgressPace();
    pace.next({ done: 0, total: 10, phase }, 0);
    pace.next({ done: 10, total: 10 }, 1_000);
    expect(
      pace.next({ done: 0, total: 5, phase: { en: 'Two', de: 'Zwei' } }, 2_000).perSecond,
    ).toBeNull();
    pace.next({ done: 4, total: 5 }, 3_000);
    expect(pace.next({ done: 1, total: 5 }, 4_000).perSecond).toBeNull();
  });

  it('says nothing of the rest while nothing moves, or the total is unknown', () => {
    const pace = new ProgressPace();
    pace.next({ done: 3, total: 10 }, 0);
    expect(pace.next({ done: 3, total: 10 }, 1_000).remainingSeconds).toBeNull();
    expect(pace.next({ done: 5, total: null }, 2_000).remainingSeconds).toBeNull();
  });
});
