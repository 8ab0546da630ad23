import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../../platform/problems/index.js';
import { decideFailure } from './failure-decision.js';

const policy = { attemptsMax: 4, delaySeconds: 10 };
const away = new DomainError({ code: 'perun-failed', kind: 'dependency', message: 'away' });
const decide = (error: unknown, countedBefore: number) =>
  decideFailure({ kind: 'error', error }, countedBefore, 4, policy);

describe('what follows a failed attempt', () => {
  it('is another one with growing pauses while a dependency is away', () => {
    expect([0, 1, 2].map((counted) => decide(away, counted))).toEqual([
      { event: 'try-again', delaySeconds: 10 },
      { event: 'try-again', delaySeconds: 20 },
      { event: 'try-again', delaySeconds: 40 },
    ]);
  });

  it('is none after the last', () => {
    expect(decide(away, 3)).toEqual({ event: 'exhaust' });
  });

  it('is none where the same would fail again', () => {
    const invalid = new DomainError({ code: 'invalid-request', kind: 'invalid', message: 'no' });
    expect(decide(new Error('a mistake'), 0)).toEqual({ event: 'fail' });
    expect(decide(invalid, 0)).toEqual({ event: 'fail' });
  });

  it('is what the type says', () => {
    const own = { ...policy, isRetryable: (error: unknown) => error === 'please' };
    expect(decideFailure({ kind: 'error', error: 'please' }, 0, 4, own).event).toBe('try-again');
    expect(decideFailure({ kind: 'error', error: away }, 0, 4, own).event).toBe('fail');
  });

  it('waits no longer than an hour', () => {
    const slow = { attemptsMax: 30, delaySeconds: 60 };
    expect(decideFailure({ kind: 'error', error: away }, 20, 30, slow)).toEqual({
      event: 'try-again',
      delaySeconds: 3600,
    });
  });

  it('is another one for a lost worker, whatever the type retries', () => {
    expect(decideFailure({ kind: 'lost' }, 0, 2, policy).event).toBe('try-again');
    // At once the first time; growing pauses where work seems to kill its workers.
    expect([0, 1, 2].map((counted) => decideFailure({ kind: 'lost' }, counted, 9, policy))).toEqual(
      [0, 20, 40].map((delaySeconds) => ({ event: 'try-again', delaySeconds })),
    );
    expect(decideFailure({ kind: 'lost' }, 1, 2, policy).event).toBe('exhaust');
  });
});
