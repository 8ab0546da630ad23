import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { type Tx } from '../../../platform/database/index.js';
import { invalidRequest, type FieldFault } from '../../../platform/problems/index.js';
import { jobActionRefused } from './job-errors.js';
import { isOver } from './job-states.js';
import {
  JobSignals,
  RunOrderStore,
  RunStore,
  type NewRun,
  type Predecessor,
} from './jobs.ports.js';
import { RunEnqueuer } from './run-enqueuer.js';

/**
 * Runs that come after others: they wait until all of those have succeeded, and are skipped as soon as one
 * of them ended otherwise, so that nothing waits for what cannot come.
 */
@Injectable()
export class RunOrder {
  constructor(
    private readonly order: RunOrderStore,
    private readonly runs: RunStore,
    private readonly enqueuer: RunEnqueuer,
    private readonly signals: JobSignals,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks the runs that a new one is to come after, until the transaction ends.
   *
   * @throws DomainError `invalid-request` for runs that do not exist, and for runs elsewhere than below the
   *   same parent: a parent waits for its children, which must not wait for it
   */
  async check(tx: Tx, run: Pick<NewRun, 'after' | 'parentId'>): Promise<void> {
    if (run.after.length === 0) return;
    const found = new Map((await this.order.lockRuns(tx, run.after)).map((one) => [one.id, one]));
    const faults = run.after.flatMap((id, index): FieldFault[] => {
      const pointer = `/body/after/${index}`;
      const one = found.get(id);
      if (one === undefined) {
        return [{ pointer, code: 'job-not-found', detail: `there is no job ${id}` }];
      }
      return run.parentId === null || one.parentId === run.parentId
        ? []
        : [{ pointer, code: 'elsewhere', detail: `${id} is not below the same job` }];
    });
    if (faults.length > 0) throw invalidRequest(faults);
  }

  /** Whether a run comes after exactly these. */
  async comesAfter(tx: Tx, id: string, after: readonly string[]): Promise<boolean> {
    const present = await this.order.predecessors(tx, id);
    const wanted = new Set(after);
    return present.length === wanted.size && present.every((one) => wanted.has(one.id));
  }

  /** Queues a run that was just made. */
  async begin(tx: Tx, run: Pick<NewRun, 'id' | 'type' | 'priority' | 'after'>): Promise<void> {
    if (run.after.length > 0) await this.order.add(tx, run.id, run.after);
    await this.settle(tx, run, run.after.length > 0);
  }

  /**
   * @param id a run that is locked
   * @throws DomainError `job-action-refused` where a run that it comes after did not succeed
   */
  async requireRestartable(tx: Tx, id: string): Promise<void> {
    const bad = (await this.order.predecessors(tx, id)).find(hasEndedBadly);
    if (bad !== undefined) {
      throw jobActionRefused(
        `It comes after job ${bad.id} (${bad.type}), which is ${bad.state}; let that one go on first.`,
      );
    }
  }

  /** Queues a run again, and with it those that were skipped because of it. */
  async restarted(tx: Tx, run: { id: string; type: string; priority: number }): Promise<void> {
    await this.settle(tx, run, true);
    for (const id of await this.order.followers(tx, run.id)) await this.revive(tx, id);
  }

  /** A run is over: those after it begin, go on waiting, or are skipped. */
  async ended(tx: Tx, id: string): Promise<void> {
    for (const followerId of await this.order.followers(tx, id)) {
      const follower = await this.runs.lock(tx, followerId);
      if (follower?.state !== 'queued' || !(await this.order.isWaiting(tx, followerId))) continue;
      await this.settle(tx, follower, true);
    }
  }

  /** A queued run without an entry gets one, waits, or ends. */
  private async settle(
    tx: Tx,
    run: { id: string; type: string; priority: number },
    mayWait: boolean,
  ): Promise<void> {
    const now = this.clock.now();
    const before = mayWait ? await this.order.predecessors(tx, run.id) : [];
    if (before.every(({ state }) => state === 'succeeded')) {
      if (before.length > 0) await this.order.setWaiting(tx, run.id, false, now);
      await this.enqueuer.enqueue(tx, run);
      return;
    }
    await this.order.setWaiting(tx, run.id, true, now);
    const bad = before.find(hasEndedBadly);
    if (bad !== undefined) await this.skip(tx, run.id, bad, now);
    await this.signals.send(tx, { kind: 'run', runId: run.id });
  }

  private async skip(tx: Tx, id: string, because: Predecessor, now: Date): Promise<void> {
    const reason = `Skipped because job ${because.id} (${because.type}) is ${because.state}.`;
    if (!(await this.order.skip(tx, id, reason, now))) return;
    const text = {
      en: reason,
      de: `Übersprungen, weil Auftrag ${because.id} (${because.type}) nicht gelang.`,
    };
    await this.runs.addLogLine(tx, id, { at: now, level: 'warn', text });
    await this.runs.countOutcome(tx, id);
    await this.ended(tx, id);
  }

  private async revive(tx: Tx, id: string): Promise<void> {
    const run = await this.runs.lock(tx, id);
    const before = await this.order.predecessors(tx, id);
    if (run === null || before.some(hasEndedBadly) || !(await this.order.isSkipped(tx, id))) return;
    const twin = run.uniqueKey === null ? null : await this.runs.activeWithKey(tx, run.uniqueKey);
    // The same work is under way without it by now; staff may still run it again.
    if (twin !== null) return;
    const now = this.clock.now();
    await this.runs.enqueue(tx, id, { availableAt: now, isFromStart: true, isOverBefore: true });
    const text = {
      en: 'Queued again with the job that it comes after.',
      de: 'Wieder eingereiht mit dem Auftrag, nach dem er kommt.',
    };
    await this.runs.addLogLine(tx, id, { at: now, level: 'info', text });
    await this.restarted(tx, run);
  }
}

function hasEndedBadly({ state }: Predecessor): boolean {
  return isOver(state) && state !== 'succeeded';
}
