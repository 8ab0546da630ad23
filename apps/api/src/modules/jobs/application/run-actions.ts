import { Injectable } from '@nestjs/common';
import { type JobAction, type JobState } from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { jobActionRefused, jobNotFound } from './job-errors.js';
import { isOver } from './job-states.js';
import { type JobActor, type LogText } from './job-type.js';
import { JobTypes } from './job-types.js';
import { JobSignals, RunStore, type LockedRun } from './jobs.ports.js';
import { ProductionGuard } from './production-guard.js';
import { RunEnqueuer } from './run-enqueuer.js';
import { RunOrder } from './run-order.js';

/** What a run in a state allows; `resume` needs a checkpoint to go on from. */
export function allowedActions(run: {
  readonly state: JobState;
  readonly hasCheckpoint: boolean;
  readonly isCancelRequested: boolean;
}): JobAction[] {
  if (!isOver(run.state)) return run.isCancelRequested ? [] : ['cancel'];
  if (run.state === 'succeeded') return ['run-again'];
  return [
    ...(run.hasCheckpoint ? (['resume'] as const) : []),
    'retry',
    ...(run.state === 'dead' ? (['requeue'] as const) : []),
    'run-again',
  ];
}

/** Cancelling, restarting and approving of runs. */
@Injectable()
export class RunActions {
  constructor(
    private readonly database: Database,
    private readonly runs: RunStore,
    private readonly enqueuer: RunEnqueuer,
    private readonly order: RunOrder,
    private readonly guard: ProductionGuard,
    private readonly types: JobTypes,
    private readonly signals: JobSignals,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends a waiting run at once and asks the worker of a running one to stop; with it everything below.
   *
   * @throws DomainError `job-not-found`, or `job-action-refused` for a run that is over
   */
  async cancel(id: string, actor: JobActor): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.enqueuer.hold(tx);
      const run = await this.locked(tx, id);
      if (isOver(run.state)) throw jobActionRefused(`The job is ${run.state} already.`);
      const ended = await this.cancelOne(tx, run, actor);
      ended.push(...(await this.cancelBelow(tx, id, actor)));
      for (const endedId of ended) await this.order.ended(tx, endedId);
    });
  }

  /** Cancels what still runs below a run; gives those that are over with it. */
  private async cancelBelow(tx: Tx, id: string, actor: JobActor): Promise<string[]> {
    const ended: string[] = [];
    for (const childId of await this.runs.activeDescendants(tx, id)) {
      const child = await this.runs.lock(tx, childId);
      if (child === null || isOver(child.state)) continue;
      ended.push(...(await this.cancelOne(tx, child, actor)));
    }
    return ended;
  }

  /**
   * Queues a run that ended badly again: `resume` and `requeue` from its checkpoint, `retry` from the start.
   *
   * @throws DomainError `job-not-found`; `job-action-refused` where its state, or a run that it comes after,
   *   does not allow it; `forbidden` for a type that is not for production
   */
  async restart(
    id: string,
    action: 'retry' | 'resume' | 'requeue',
    actor: JobActor,
  ): Promise<void> {
    const refused = await this.database.transaction(async (tx) => {
      const run = await this.locked(tx, id);
      const isAllowed = allowedActions({ ...run, isCancelRequested: false }).includes(action);
      if (!isAllowed) throw jobActionRefused(refusal(run, action));
      await this.order.requireRestartable(tx, id);
      const type = this.types.get(run.type);
      if (!this.types.isOffered(type)) return type;
      await this.restartOne(tx, run, action === 'retry', actor);
      return null;
    });
    // After the transaction, because it needs one of its own.
    if (refused !== null) await this.guard.require(refused, actor);
  }

  /** Requeues a dead run; false where it is not dead any more, or the same work runs elsewhere. */
  async requeueIfDead(id: string, actor: JobActor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const run = await this.runs.lock(tx, id);
      if (run?.state !== 'dead' || (await this.activeTwin(tx, run)) !== null) return false;
      const type = this.types.find(run.type);
      if (type === null || !this.types.isOffered(type)) return false;
      await this.restartOne(tx, run, false, actor);
      return true;
    });
  }

  async approve(tx: Tx, id: string, actor: JobActor): Promise<boolean> {
    const run = await this.runs.lock(tx, id);
    if (run?.state !== 'waiting-for-approval') return false;
    const now = this.clock.now();
    await this.runs.enqueue(tx, id, { availableAt: now, isFromStart: false, isOverBefore: false });
    await this.note(tx, id, {
      en: `Approved by ${actor.name}.`,
      de: `Genehmigt von ${actor.name}.`,
    });
    await this.enqueuer.enqueue(tx, run);
    return true;
  }

  private async restartOne(
    tx: Tx,
    run: LockedRun,
    isFromStart: boolean,
    actor: JobActor,
  ): Promise<void> {
    const twin = await this.activeTwin(tx, run);
    if (twin !== null) {
      throw jobActionRefused(
        `The same work is under way as job ${twin}; wait for it, or cancel it.`,
      );
    }
    const availableAt = this.clock.now();
    await this.runs.enqueue(tx, run.id, { availableAt, isFromStart, isOverBefore: true });
    await this.note(tx, run.id, {
      en: `Queued again by ${actor.name}, ${isFromStart ? 'from the start' : 'from its checkpoint'}.`,
      de: `Wieder eingereiht von ${actor.name}, ${isFromStart ? 'von vorn' : 'ab dem Zwischenstand'}.`,
    });
    await this.order.restarted(tx, run);
  }

  private async activeTwin(tx: Tx, run: LockedRun): Promise<string | null> {
    return run.uniqueKey === null ? null : this.runs.activeWithKey(tx, run.uniqueKey);
  }

  /** @returns the run's id where it is over now */
  private async cancelOne(tx: Tx, run: LockedRun, actor: JobActor): Promise<string[]> {
    if (run.cancelRequestedAt !== null) return [];
    const now = this.clock.now();
    await this.runs.requestCancel(tx, run.id, actor.name, now);
    await this.note(tx, run.id, {
      en: `Cancelled by ${actor.name}.`,
      de: `Abgebrochen von ${actor.name}.`,
    });
    if (run.state === 'running') {
      await this.signals.send(tx, { kind: 'cancel', runId: run.id });
      return [];
    }
    if (run.queueEntryId !== null) await this.enqueuer.withdraw(tx, run.queueEntryId);
    await this.runs.cancelIdle(tx, run.id, now);
    await this.runs.countOutcome(tx, run.id);
    await this.signals.send(tx, { kind: 'run', runId: run.id });
    return [run.id];
  }

  private async note(tx: Tx, id: string, text: LogText): Promise<void> {
    await this.runs.addLogLine(tx, id, { at: this.clock.now(), level: 'info', text });
  }

  private async locked(tx: Tx, id: string): Promise<LockedRun> {
    const run = await this.runs.lock(tx, id);
    if (run === null) throw jobNotFound(id);
    return run;
  }
}

function refusal(run: LockedRun, action: JobAction): string {
  return action === 'resume' && isOver(run.state) && run.state !== 'succeeded'
    ? 'The job saved no checkpoint to go on from; retry it from the start.'
    : `A job that is ${run.state} cannot do "${action}".`;
}
