import { describe, expect, it } from '@jest/globals';
import { AnswerTimes } from './answer-times.js';

/** Answers due after 20 ms where everything after the wait takes this long; how long each of them took. */
function taken(times: AnswerTimes, lateMs: number, count: number): number[] {
  return Array.from({ length: count }, () => {
    const ready = 5 + times.waitMs(20, 5) + lateMs;
    times.noteReady(20, ready);
    return ready;
  });
}

describe('an answer', () => {
  it('is due so long after its request, however long that took to be read', () => {
    expect(new AnswerTimes().waitMs(20, 5)).toBe(15);
    expect(new AnswerTimes().waitMs(20, 25)).toBe(0);
  });

  it('comes in time on average where timers are late', () => {
    const times = new AnswerTimes();
    const [first] = taken(times, 1.25, 100);
    expect(first).toBe(21.25);
    expect(taken(times, 1.25, 1)[0]).toBeCloseTo(20, 1);
  });

  it('is never more than one and a half milliseconds early, however late others were', () => {
    const times = new AnswerTimes();
    taken(times, 500, 100);
    expect(taken(times, 0, 1)[0]).toBeCloseTo(18.5, 5);
  });

  it('waits longer again when others came early', () => {
    const times = new AnswerTimes();
    taken(times, 500, 100);
    expect(taken(times, 0, 100).at(-1)).toBeCloseTo(20, 1);
  });
});
