import { Injectable } from '@nestjs/common';
import { type Tx } from '../../../platform/database/index.js';
import { JobSignals, RunQueue, RunStore } from './jobs.ports.js';

/** Puts runs that may start into the queue; in the transaction that made them `queued`. */
@Injectable()
export class RunEnqueuer {
  constructor(
    private readonly runs: RunStore,
    private readonly queue: RunQueue,
    private readonly signals: JobSignals,
  ) {}

  async enqueue(tx: Tx, run: { id: string; type: string; priority: number }): Promise<void> {
    const entryId = await this.queue.add(tx, {
      runId: run.id,
      type: run.type,
      priority: run.priority,
    });
    await this.runs.setQueueEntry(tx, run.id, entryId);
    await this.signals.send(tx, { kind: 'queued' });
    await this.signals.send(tx, { kind: 'run', runId: run.id });
  }

  /** To be called before a run is locked whose entry may be withdrawn. */
  async hold(tx: Tx): Promise<void> {
    await this.queue.hold(tx);
  }

  /** Takes a run's entry out of the queue. */
  async withdraw(tx: Tx, entryId: string): Promise<void> {
    await this.queue.remove(tx, entryId);
  }
}
