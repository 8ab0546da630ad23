import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { JobTypes } from '../application/job-types.js';
import {
  JobSignals,
  LeaseStore,
  RunQueue,
  RunStore,
  type ClaimedRun,
} from '../application/jobs.ports.js';
import { RunEnqueuer } from '../application/run-enqueuer.js';

/** Takes the next run out of the queue for a worker. */
@Injectable()
export class ClaimRun {
  constructor(
    private readonly database: Database,
    private readonly queue: RunQueue,
    private readonly runs: RunStore,
    private readonly leases: LeaseStore,
    private readonly enqueuer: RunEnqueuer,
    private readonly signals: JobSignals,
    private readonly types: JobTypes,
    private readonly clock: Clock,
  ) {}

  /**
   * The run that is first in line among the types that this process knows and that have a place left; null
   * where there is none. Claims are one at a time over all processes, so that the places are counted right.
   */
  async next(worker: string, leaseMs: number): Promise<ClaimedRun | null> {
    if (!(await this.leases.hasQueued())) return null;
    return this.database.transaction(async (tx) => {
      await this.queue.hold(tx);
      const withoutTypes = await this.typesToLeave(tx);
      if (withoutTypes === null) return null;
      for (;;) {
        const runId = await this.queue.take(tx, withoutTypes);
        if (runId === null) return null;
        const now = this.clock.now();
        const run = await this.leases.claim(tx, runId, { worker, leaseMs, now });
        // An entry whose run was cancelled or removed meanwhile is just gone.
        if (run === null) continue;
        await this.signals.send(tx, { kind: 'run', runId });
        return run;
      }
    });
  }

  /** Gives runs that became due an entry in the queue. */
  async enqueueDue(): Promise<number> {
    let count = 0;
    for (const id of await this.leases.dueWithoutEntry(this.clock.now())) {
      await this.database.transaction(async (tx) => {
        const run = await this.runs.lock(tx, id, 'skip');
        if (run?.state !== 'queued' || run.queueEntryId !== null) return;
        await this.enqueuer.enqueue(tx, run);
        count += 1;
      });
    }
    return count;
  }

  /** Types at their limit and types of a newer version; null where nothing waits at all. */
  private async typesToLeave(tx: Tx): Promise<string[] | null> {
    const running = await this.leases.runningByType(tx);
    const leave = [...running].flatMap(([name, count]) => {
      const type = this.types.find(name);
      return type === null || count >= type.concurrency ? [name] : [];
    });
    return leave.length === running.size ? null : leave;
  }
}
