import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { isDatabaseAway, type Tx } from '../../../platform/database/index.js';
import { describeError } from '../application/describe-error.js';
import { decideFailure } from '../application/failure-decision.js';
import {
  ChildrenFailed,
  JobCancelled,
  JobLeaseLost,
  WorkerStopping,
  notForProduction,
} from '../application/job-errors.js';
import { isOver } from '../application/job-states.js';
import { type JobContext, type JobType } from '../application/job-type.js';
import { parseParameters } from '../application/job-types.js';
import { type AttemptEnd, type ClaimedRun, type Lease } from '../application/jobs.ports.js';
import { type EngineParts, type ExecutionHost } from './engine-parts.js';
import { RunJournal } from './run-journal.js';

/** How long a handler may take to notice that it is to stop; then its lease is taken. */
const STOP_GRACE_MS = 3_000;
const CHILD_POLL_MS = 1_000;
const FINISH_RETRY_MS = 500;
const FINISH_TRIES = 20;

const IGNORES_STOP = {
  en: 'The handler ignores that it is to stop; its lease is taken.',
  de: 'Die Arbeit beachtet nicht, dass sie enden soll; sie wird ihr entzogen.',
};
const lastAttempt = (attempt: number, attemptsMax: number) => ({
  en: `Attempt ${attempt} was the last of ${attemptsMax}.`,
  de: `Versuch ${attempt} war der letzte von ${attemptsMax}.`,
});
const nextAttempt = (seconds: number) => ({
  en: `The next attempt follows in ${seconds} s.`,
  de: `Der nächste Versuch folgt in ${seconds} s.`,
});

const logger = new Logger('Jobs');

/** One attempt of one run in this process. */
export class RunExecution {
  readonly lease: Lease;
  private readonly abortion = new AbortController();
  private readonly journal: RunJournal;
  private isWaitingForChildren = false;
  private isOverHere = false;
  private wakeUp: () => void = () => undefined;

  constructor(
    private readonly run: ClaimedRun,
    private readonly type: JobType,
    private readonly parts: EngineParts,
    private readonly host: ExecutionHost,
  ) {
    this.lease = { runId: run.id, attempt: run.attempt, worker: host.worker };
    this.journal = new RunJournal(this.lease, {
      leases: parts.leases,
      signals: parts.signals,
      queries: parts.database,
      clock: parts.clock,
      redactor: parts.redactor,
      onLost: () => {
        this.stop(new JobLeaseLost(run.id));
      },
    });
  }

  /** Whether it takes none of the worker's slots: it does nothing but wait for the runs below it. */
  get isIdle(): boolean {
    return this.isWaitingForChildren;
  }

  /** Whether this process has nothing more to write about it. */
  get hasEnded(): boolean {
    return this.isOverHere;
  }

  /** Asks the handler to stop; the first reason counts. */
  stop(reason: JobCancelled | WorkerStopping | JobLeaseLost): void {
    if (!this.abortion.signal.aborted) this.abortion.abort(reason);
    this.wakeUp();
  }

  /** Something about the runs below may have changed. */
  wake(): void {
    this.wakeUp();
  }

  /**
   * Runs the handler and writes its end.
   *
   * @returns when the handler has settled, which may be long after the end of one that ignores its signal
   */
  async execute(): Promise<void> {
    const handler = this.runHandler();
    const end = await Promise.race([handler, this.abandoned()]);
    await this.journal.close();
    if (end !== null) await this.finish(end);
    this.isOverHere = true;
    await handler;
  }

  private async runHandler(): Promise<AttemptEnd | null> {
    try {
      // It may have been queued while this database was no production yet.
      if (!this.parts.types.isOffered(this.type)) throw notForProduction(this.type.type);
      const parameters = parseParameters(this.type, this.run.parameters, '/parameters');
      const outcome = await this.type.run(this.context(parameters));
      const result: unknown = await this.type.result.parseAsync(outcome.result);
      if (this.abortion.signal.reason instanceof JobCancelled) return this.stopped(result);
      if (outcome.kind === 'wait-for-approval') {
        return this.ended('waiting-for-approval', 'waiting-for-approval', { result });
      }
      await this.awaitChildren(result);
      return this.ended('succeeded', 'succeeded', { result });
    } catch (error) {
      return this.endOfError(error);
    }
  }

  private endOfError(error: unknown): AttemptEnd | null {
    if (this.abortion.signal.aborted && !(error instanceof ChildrenFailed)) return this.stopped();
    if (error instanceof JobLeaseLost) return null;
    const record = describeError(error, this.parts.redactor);
    const { attemptsCounted, attemptsMax } = this.run;
    const decision = decideFailure(
      { kind: 'error', error },
      attemptsCounted,
      attemptsMax,
      this.type.retry,
    );
    this.journal.log('error', `${record.errorClass}: ${record.message}`);
    switch (decision.event) {
      case 'fail':
        return this.ended('failed', 'failed', { error: record, isCounted: true });
      case 'exhaust':
        this.journal.log('error', lastAttempt(this.run.attempt, attemptsMax));
        return this.ended('dead', 'failed', { error: record, isCounted: true });
      case 'try-again': {
        this.journal.log('warn', nextAttempt(decision.delaySeconds));
        const availableAt = new Date(
          this.parts.clock.now().getTime() + decision.delaySeconds * 1000,
        );
        return this.ended('queued', 'failed', { error: record, isCounted: true, availableAt });
      }
    }
  }

  /** The end of a run that was told to stop; null where it is somebody else's by now. */
  private stopped(result?: unknown): AttemptEnd | null {
    const reason: unknown = this.abortion.signal.reason;
    if (reason instanceof JobCancelled) return this.ended('cancelled', 'cancelled', { result });
    if (reason instanceof WorkerStopping) {
      this.journal.log('info', { en: reason.message, de: reason.german });
      return this.ended('queued', 'handed-back', {});
    }
    return null;
  }

  private ended(
    to: AttemptEnd['to'],
    outcome: AttemptEnd['outcome'],
    rest: Partial<Omit<AttemptEnd, 'to' | 'outcome'>>,
  ): AttemptEnd {
    const availableAt = this.parts.clock.now();
    return { error: null, isCounted: false, availableAt, ...rest, to, outcome };
  }

  /** Settles some time after a stop was asked for, with the end that this means. */
  private async abandoned(): Promise<AttemptEnd | null> {
    await new Promise<void>((resolve) => {
      if (this.abortion.signal.aborted) resolve();
      else this.abortion.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    if (!(this.abortion.signal.reason instanceof JobLeaseLost)) {
      await delay(STOP_GRACE_MS, undefined, { ref: false });
      this.journal.log('warn', IGNORES_STOP);
    }
    return this.stopped();
  }

  private async finish(end: AttemptEnd): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        const isHeld = await this.parts.ends.end(this.lease, this.run.type, end);
        if (!isHeld) logger.warn(`job ${this.run.id} is somebody else's by now`);
        return;
      } catch (error) {
        if (!isDatabaseAway(error) || tries === FINISH_TRIES) {
          // Whoever reaps the lease goes on with it.
          logger.error({ err: error }, `the end of job ${this.run.id} cannot be written`);
          return;
        }
        await delay(FINISH_RETRY_MS);
      }
    }
  }

  private context(parameters: Record<string, unknown>): JobContext<Record<string, unknown>, never> {
    const { run, parts, lease } = this;
    return {
      jobId: run.id,
      parameters,
      isDryRun: run.isDryRun,
      attempt: run.attempt,
      actor: run.actor,
      signal: this.abortion.signal,
      checkpoint: run.checkpoint as never,
      progress: (progress) => this.journal.report(progress),
      log: (level, text) => this.journal.log(level, text),
      saveCheckpoint: (checkpoint, tx) => this.saveCheckpoint(checkpoint, tx),
      startChild: (child) => parts.children.start(lease, run, child),
      saveFile: ({ checkpoint, ...file }) =>
        parts.children.saveFile(lease, file, async (tx) => {
          if (checkpoint !== undefined) await this.saveCheckpoint(checkpoint(), tx);
        }),
      readUpload: (uploadId) => parts.files.read(uploadId),
    };
  }

  private async saveCheckpoint(checkpoint: unknown, tx?: Tx): Promise<void> {
    const save = async (within: Tx): Promise<void> => {
      const isHeld =
        !this.isOverHere &&
        (await this.parts.leases.saveCheckpoint(within, this.lease, checkpoint, this.host.leaseMs));
      if (isHeld) return;
      const lost = new JobLeaseLost(this.run.id);
      this.stop(lost);
      throw lost;
    };
    if (tx === undefined) await this.parts.database.transaction(save);
    else await save(tx);
  }

  /** A run is over when the runs below it are: it does not succeed before or without them. */
  private async awaitChildren(result: unknown): Promise<void> {
    for (;;) {
      const children = await this.parts.children.of(this.run.id);
      const failed = children.filter(({ state }) => isOver(state) && state !== 'succeeded');
      if (children.every(({ state }) => isOver(state))) {
        if (failed.length > 0) throw new ChildrenFailed(failed.length, children.length);
        return;
      }
      this.abortion.signal.throwIfAborted();
      if (!this.isWaitingForChildren) {
        this.isWaitingForChildren = true;
        await this.parts.leases.setWaitingForChildren(this.lease, result);
        this.host.onIdle();
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, CHILD_POLL_MS);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
