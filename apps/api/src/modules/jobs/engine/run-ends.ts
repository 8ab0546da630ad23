import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { decideFailure } from '../application/failure-decision.js';
import { isOver } from '../application/job-states.js';
import { JobTypes } from '../application/job-types.js';
import {
  JobSignals,
  LeaseStore,
  RunStore,
  type AttemptEnd,
  type Lease,
  type LockedRun,
} from '../application/jobs.ports.js';
import { RunEnqueuer } from '../application/run-enqueuer.js';
import { RunOrder } from '../application/run-order.js';

const DID_NOT_STOP = {
  en: 'The handler did not stop; its lease was taken.',
  de: 'Die Arbeit hielt nicht an; sie wurde ihr entzogen.',
};
const lostWorker = ({ leaseWorker, attempt }: LockedRun) => ({
  en: `The worker ${leaseWorker ?? ''} was lost in attempt ${attempt}.`,
  de: `Der Worker ${leaseWorker ?? ''} ging in Versuch ${attempt} verloren.`,
});

/** Ends attempts: of handlers that ended, and of workers that were lost. */
@Injectable()
export class RunEnds {
  constructor(
    private readonly database: Database,
    private readonly runs: RunStore,
    private readonly leases: LeaseStore,
    private readonly enqueuer: RunEnqueuer,
    private readonly order: RunOrder,
    private readonly signals: JobSignals,
    private readonly types: JobTypes,
    private readonly clock: Clock,
  ) {}

  /** False where the lease does not hold any more; nothing is written then. */
  async end(lease: Lease, type: string, end: AttemptEnd): Promise<boolean> {
    return this.database.transaction((tx) => this.endIn(tx, lease, type, end));
  }

  /**
   * Ends the attempt of a worker that went away, or ignored for too long that it is to stop.
   *
   * @returns the state it is in now; null where it is not overdue any more
   */
  async reap(id: string, cancelRequestedBefore: Date): Promise<LockedRun['state'] | null> {
    return this.database.transaction(async (tx) => {
      // A row that is locked belongs to a transaction of its own handler, which is alive then.
      const run = await this.runs.lock(tx, id, 'skip');
      if (run?.state !== 'running' || run.leaseWorker === null) return null;
      if (!(await this.leases.isOverdue(tx, id, cancelRequestedBefore))) return null;
      const now = this.clock.now();
      const end = this.endOfLost(run, now);
      const lease = { runId: id, attempt: run.attempt, worker: run.leaseWorker };
      await this.runs.addLogLine(tx, id, {
        at: now,
        level: end.outcome === 'cancelled' ? 'warn' : 'error',
        text: end.error === null ? DID_NOT_STOP : lostWorker(run),
      });
      await this.endIn(tx, lease, run.type, end);
      return end.to;
    });
  }

  private endOfLost(run: LockedRun, now: Date): AttemptEnd {
    const error = { errorClass: 'WorkerLost', message: lostWorker(run).en, stack: [] };
    const counted = { error, isCounted: true, outcome: 'lost' as const, availableAt: now };
    if (run.cancelRequestedAt !== null) {
      return { ...counted, error: null, isCounted: false, outcome: 'cancelled', to: 'cancelled' };
    }
    const policy = this.types.find(run.type)?.retry ?? {
      attemptsMax: run.attemptsMax,
      delaySeconds: 0,
    };
    const decision = decideFailure({ kind: 'lost' }, run.attemptsCounted, run.attemptsMax, policy);
    return { ...counted, to: decision.event === 'try-again' ? 'queued' : 'dead' };
  }

  private async endIn(tx: Tx, lease: Lease, type: string, wanted: AttemptEnd): Promise<boolean> {
    const now = this.clock.now();
    const run = await this.runs.lock(tx, lease.runId);
    if (run === null) return false;
    // Somebody cancelled it while it was on its way back: it must not begin again.
    const isCancelled =
      run.cancelRequestedAt !== null &&
      (wanted.to === 'queued' || wanted.to === 'waiting-for-approval');
    const end = isCancelled ? { ...wanted, to: 'cancelled' as const } : wanted;
    if (!(await this.leases.endAttempt(tx, lease, end, now))) return false;
    if (isOver(end.to)) {
      await this.runs.countOutcome(tx, lease.runId);
      await this.order.ended(tx, lease.runId);
    }
    if (end.to === 'queued' && end.availableAt <= now) {
      await this.enqueuer.enqueue(tx, { id: run.id, type, priority: run.priority });
    }
    // Whoever waits for a place of this type looks again.
    await this.signals.send(tx, { kind: 'queued' });
    await this.signals.send(tx, { kind: 'run', runId: lease.runId });
    return true;
  }
}
