import { describe, expect, it } from '@jest/globals';
import { ACTIVE_JOB_STATES, jobState, type JobState } from '@os-credits/contracts';
import { isOver, nextState, statesBefore, type JobStateEvent } from './job-states.js';

/** Every pair that is allowed; whatever is not here must be refused. */
const ALLOWED: readonly (readonly [JobState, JobStateEvent, JobState])[] = [
  ['queued', 'claim', 'running'],
  ['queued', 'cancel', 'cancelled'],
  ['running', 'succeed', 'succeeded'],
  ['running', 'fail', 'failed'],
  ['running', 'try-again', 'queued'],
  ['running', 'exhaust', 'dead'],
  ['running', 'wait', 'waiting-for-approval'],
  ['running', 'hand-back', 'queued'],
  ['running', 'cancel', 'cancelled'],
  ['waiting-for-approval', 'approve', 'queued'],
  ['waiting-for-approval', 'cancel', 'cancelled'],
  ['failed', 'restart', 'queued'],
  ['cancelled', 'restart', 'queued'],
  ['dead', 'restart', 'queued'],
];
const EVENTS: readonly JobStateEvent[] = [
  'claim',
  'succeed',
  'fail',
  'try-again',
  'exhaust',
  'wait',
  'approve',
  'hand-back',
  'cancel',
  'restart',
];

describe('states of runs', () => {
  const pairs = jobState.options.flatMap((state) => EVENTS.map((event) => [state, event] as const));

  it.each(pairs)('%s, %s', (state, event) => {
    const expected = ALLOWED.find(([from, what]) => from === state && what === event)?.[2] ?? null;
    expect(nextState(state, event)).toBe(expected);
    expect(statesBefore(event).includes(state)).toBe(expected !== null);
  });

  it('are over exactly where they are not active', () => {
    for (const state of jobState.options) {
      const isActive = ACTIVE_JOB_STATES.some((active) => active === state);
      expect(isOver(state)).toBe(!isActive);
    }
  });

  it('leave the end only by a person', () => {
    for (const state of jobState.options.filter(isOver)) {
      const ways = EVENTS.filter((event) => nextState(state, event) !== null);
      expect(ways).toEqual(state === 'succeeded' ? [] : ['restart']);
    }
  });
});
