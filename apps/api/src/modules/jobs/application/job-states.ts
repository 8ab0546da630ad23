import { type JobState } from '@os-credits/contracts';

/**
 * What can happen to a run:
 * - `claim`: a worker takes it
 * - `succeed`, `fail`: its handler ended; `fail` with an error that another attempt would meet again
 * - `try-again`: it failed or its worker was lost, and attempts are left
 * - `exhaust`: the same, and none is left
 * - `wait`: its handler wants a decision of a person; `approve`: that decision
 * - `hand-back`: its worker stops in order
 * - `cancel`: somebody wanted it to end
 * - `restart`: somebody lets a run that is over go on or begin again
 */
export type JobStateEvent =
  | 'claim'
  | 'succeed'
  | 'fail'
  | 'try-again'
  | 'exhaust'
  | 'wait'
  | 'approve'
  | 'hand-back'
  | 'cancel'
  | 'restart';

const TRANSITIONS: Readonly<Record<JobState, Partial<Record<JobStateEvent, JobState>>>> = {
  queued: { claim: 'running', cancel: 'cancelled' },
  running: {
    succeed: 'succeeded',
    fail: 'failed',
    'try-again': 'queued',
    exhaust: 'dead',
    wait: 'waiting-for-approval',
    'hand-back': 'queued',
    cancel: 'cancelled',
  },
  'waiting-for-approval': { approve: 'queued', cancel: 'cancelled' },
  failed: { restart: 'queued' },
  cancelled: { restart: 'queued' },
  dead: { restart: 'queued' },
  succeeded: {},
};

/** The state after an event; null where the event cannot happen in that state. */
export function nextState(state: JobState, event: JobStateEvent): JobState | null {
  return TRANSITIONS[state][event] ?? null;
}

/** The states in which an event can happen; what a guarded update asks for. */
export function statesBefore(event: JobStateEvent): JobState[] {
  return (Object.keys(TRANSITIONS) as JobState[]).filter(
    (state) => nextState(state, event) !== null,
  );
}

/** Whether nothing more happens to a run in this state unless a person wants it. */
export function isOver(state: JobState): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled' || state === 'dead';
}
