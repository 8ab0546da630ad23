import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { JOB_SETTINGS, type JobSettings } from '../../../platform/config/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { JobCancelled, JobLeaseLost, WorkerStopping } from '../application/job-errors.js';
import { JobTypes } from '../application/job-types.js';
import { type JobSignal } from '../application/jobs.ports.js';
import { ClaimRun } from './claim-run.js';
import { EngineParts, type ExecutionHost } from './engine-parts.js';
import { RunSchedules } from './run-schedules.js';
import { RunExecution } from './run-execution.js';

/** Between two looks where no signal comes; well under the 2 s in which a run has to start. */
const POLL_MS = 1_000;
const RETRY_MS = 2_000;
/** A running run that was cancelled so long ago is ended by whoever sees it. */
const CANCEL_OVERDUE_MS = 4_000;
/** All handlers together when the process stops; the process itself ends after nine seconds. */
const STOP_MS_MAX = 5_000;

/** Runs jobs: takes them, keeps their leases, and ends those of workers that were lost. */
@Injectable()
export class JobWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Jobs');
  readonly worker = `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`;
  private readonly executions = new Map<string, RunExecution>();
  private readonly stopping = new AbortController();
  private readonly host: ExecutionHost;
  private wakeUp: () => void = () => undefined;
  private isWoken = false;
  private unsubscribe: () => void = () => undefined;
  private loops: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly parts: EngineParts,
    private readonly claims: ClaimRun,
    private readonly schedules: RunSchedules,
    private readonly types: JobTypes,
    @Inject(JOB_SETTINGS) private readonly settings: JobSettings,
  ) {
    this.host = {
      worker: this.worker,
      leaseMs: this.leaseMs(),
      onIdle: () => this.wake(),
    };
  }

  onApplicationBootstrap(): void {
    this.unsubscribe = this.parts.signals.subscribe((signal) => this.onSignal(signal));
    this.loops = Promise.all([
      this.loop('claiming', () => this.claimAll(), true),
      this.loop('leases', () => this.keepLeases(), false),
      this.loop('lost runs', () => this.reapOverdue(), false),
      this.loop('schedules', () => this.startScheduled(), false),
    ]);
  }

  /** Hands runs back to the queue with their checkpoints; nothing of it counts as a failure. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.wake();
    this.unsubscribe();
    await this.loops;
    const { executions } = this;
    for (const execution of executions.values()) execution.stop(new WorkerStopping());
    const until = performance.now() + STOP_MS_MAX;
    const isUnderWay = (): boolean => [...executions.values()].some(({ hasEnded }) => !hasEnded);
    while (isUnderWay() && performance.now() < until) {
      await this.keepLeases().catch(() => undefined);
      await delay(50);
    }
  }

  /** Takes runs as long as there are slots and runs. */
  async claimAll(): Promise<void> {
    while (!this.stopping.signal.aborted && this.busyCount() < this.settings.JOB_WORKER_SLOTS) {
      const run = await this.claims.next(this.worker, this.leaseMs());
      if (run === null) return;
      const execution = new RunExecution(run, this.types.get(run.type), this.parts, this.host);
      this.executions.set(run.id, execution);
      execution
        .execute()
        .catch((error: unknown) => {
          this.logger.error({ err: error }, `job ${run.id} ended in an unexpected way`);
        })
        .finally(() => {
          if (this.executions.get(run.id) === execution) this.executions.delete(run.id);
          this.wake();
        });
    }
  }

  /** Prolongs the leases of what runs here and learns of cancelled and lost runs. */
  async keepLeases(): Promise<void> {
    const running = [...this.executions.values()].filter(({ hasEnded }) => !hasEnded);
    const held = await this.parts.leases.prolong(
      running.map(({ lease }) => lease),
      this.leaseMs(),
    );
    for (const execution of running) {
      const lease = held.get(execution.lease.runId);
      // What ended while the statement ran is not there any more either.
      if (execution.hasEnded) continue;
      if (lease === undefined) execution.stop(new JobLeaseLost(execution.lease.runId));
      else if (lease.isCancelRequested) execution.stop(new JobCancelled());
    }
  }

  /** Ends runs of lost workers, whichever they were, and enqueues those whose time has come. */
  async reapOverdue(): Promise<void> {
    const cancelRequestedBefore = new Date(this.parts.clock.now().getTime() - CANCEL_OVERDUE_MS);
    for (const id of await this.parts.leases.overdue(cancelRequestedBefore)) {
      const state = await this.parts.ends.reap(id, cancelRequestedBefore);
      if (state !== null) this.logger.warn(`job ${id} was held by a lost worker; now ${state}`);
    }
    await this.claims.enqueueDue();
  }

  private async startScheduled(): Promise<void> {
    await this.schedules.execute();
  }

  private onSignal(signal: JobSignal): void {
    switch (signal.kind) {
      case 'queued':
        this.wake();
        return;
      case 'cancel':
        this.executions.get(signal.runId)?.stop(new JobCancelled());
        return;
      case 'run':
        for (const execution of this.executions.values()) if (execution.isIdle) execution.wake();
        return;
      case 'schedules':
        return;
    }
  }

  private busyCount(): number {
    return [...this.executions.values()].filter(({ isIdle }) => !isIdle).length;
  }

  private wake(): void {
    this.isWoken = true;
    this.wakeUp();
  }

  private async loop(name: string, turn: () => Promise<void>, isWakeable: boolean): Promise<void> {
    while (!this.stopping.signal.aborted) {
      let waitMs = POLL_MS;
      try {
        if (isWakeable) this.isWoken = false;
        await turn();
      } catch (error) {
        waitMs = RETRY_MS;
        const isAway = error instanceof DomainError && error.kind === 'dependency';
        if (isAway) this.logger.warn(`${name}: ${error.message}`);
        else this.logger.error({ err: error }, `${name} failed; next try in ${waitMs} ms`);
      }
      await this.pause(waitMs, isWakeable);
    }
  }

  private async pause(waitMs: number, isWakeable: boolean): Promise<void> {
    if (this.stopping.signal.aborted || (isWakeable && this.isWoken)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.stopping.signal.addEventListener('abort', end, { once: true });
      if (isWakeable) this.wakeUp = end;
    });
  }

  private leaseMs(): number {
    return this.settings.JOB_LEASE_SECONDS * 1000;
  }
}
