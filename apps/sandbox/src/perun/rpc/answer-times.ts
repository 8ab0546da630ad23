/** Later than this is no timer any more, but a machine with other work to do. */
const LAG_MS_MAX = 1.5;
/** How much the last answer says about the next one. */
const WEIGHT = 0.1;

/**
 * When answers go out. An answer is due so long after its request arrived, making it included, as the
 * latency of a server is counted. Timers fire up to a millisecond late, and the work comes after them: what
 * answers were late by before is taken off the wait, so that they take what was asked for on average.
 */
export class AnswerTimes {
  private lagMs = 0;

  /** How long to wait, from now on, before an answer is made. */
  waitMs(dueMs: number, nowMs: number): number {
    return Math.max(0, dueMs - nowMs - this.lagMs);
  }

  /** Takes notice of when an answer was ready. */
  noteReady(dueMs: number, nowMs: number): void {
    const lateMs = within(nowMs - dueMs);
    this.lagMs = Math.max(0, within(this.lagMs + WEIGHT * lateMs));
  }
}

function within(ms: number): number {
  return Math.min(LAG_MS_MAX, Math.max(-LAG_MS_MAX, ms));
}
