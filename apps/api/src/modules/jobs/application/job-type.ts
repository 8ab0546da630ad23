import { type JobResultView, type Localized, type Permission } from '@os-credits/contracts';
import { type z } from 'zod';
import { type Tx } from '../../../platform/database/index.js';

/** What a handler may do with its run. Every method may be called as often as wanted; writes are paced. */
export interface JobContext<Parameters, Checkpoint> {
  readonly jobId: string;
  readonly parameters: Parameters;
  readonly isDryRun: boolean;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly actor: JobActor;
  /**
   * Aborted when the run is cancelled, its worker stops or its lease is lost. A handler looks at it between
   * batches (`signal.throwIfAborted()`) and gives it to everything that waits.
   */
  readonly signal: AbortSignal;
  /** What the last attempt saved; null on the first one. */
  readonly checkpoint: Checkpoint | null;
  /** How far it is; `total` null where it is not known yet. */
  progress(progress: { done: number; total: number | null; phase?: Localized }): void;
  /** Adds a line for staff, in both languages unless it is nothing but what something else said. */
  log(level: 'debug' | 'info' | 'warn' | 'error', text: LogText): void;
  /**
   * Saves where a later attempt goes on. With `tx` it is saved in that transaction, so that a batch and its
   * checkpoint stand or fall together; such a transaction fails where this worker has lost the run.
   */
  saveCheckpoint(checkpoint: Checkpoint, tx?: Tx): Promise<void>;
  /** Starts a run below this one; it is another run's child and shows in its tree. */
  startChild(child: {
    type: string;
    parameters: Record<string, unknown>;
    /** Other runs below this one that must succeed before. */
    after?: readonly string[];
  }): Promise<string>;
  /**
   * Stores a file that the run's page offers for download, in place of one of the same name that this run has:
   * an attempt that begins again leaves no second copy. With `checkpoint`, asked for when the content is
   * stored, the run has the file if and only if a later attempt goes on behind it.
   */
  saveFile(file: {
    name: string;
    mediaType: string;
    content: AsyncIterable<Uint8Array>;
    checkpoint?: () => Checkpoint;
  }): Promise<string>;
  /** The content of an uploaded file, in pieces. */
  readUpload(uploadId: string): AsyncIterable<Uint8Array>;
}

/** A line of a log: in every language, or where it has none (an error of Perun) as it is. */
export type LogText = Localized | string;

/** Who started a run. */
export interface JobActor {
  readonly kind: 'person' | 'schedule' | 'cli' | 'api-token' | 'system';
  /** Stable id: the OpenID subject, the schedule's or token's id. */
  readonly id: string;
  readonly name: string;
}

/** How a handler ends where it does not throw. */
export type JobOutcome<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  /** Stops until somebody decides; {@link JobRuns.continueApproved} lets it go on from its checkpoint. */
  | { readonly kind: 'wait-for-approval'; readonly result: Result };

/**
 * A kind of long work: one file per type in the module that owns the work (`<module>/jobs/<type>.job.ts`),
 * listed in `apps/api/src/job-types.ts`. The form, the CLI and the API documentation come from it.
 */
export abstract class JobType<
  Parameters extends z.ZodObject = z.ZodObject,
  Result extends z.ZodType = z.ZodType,
  Checkpoint = unknown,
> {
  /** As it stands in the database, the API and the CLI: `perun-sync`. */
  abstract readonly type: string;
  abstract readonly title: Localized;
  abstract readonly description: Localized;
  /** Fields carry `.meta({ titles: {en, de}, descriptions?, optionTitles? })`; the form is made from it. */
  abstract readonly parameters: Parameters;
  /** Fields carry `titles` as those of the parameters do; the view on the run's page is made from it. */
  abstract readonly result: Result;
  abstract readonly resultView: JobResultView;
  abstract readonly permission: Permission;
  /** Whether a dry run is offered: the same report, nothing written. Every type that writes offers it. */
  abstract readonly isDryRunnable: boolean;
  abstract readonly retry: RetryPolicy;
  /** Where false, production offers it to nobody and refuses it to everybody. */
  readonly isForProduction: boolean = true;
  /** Runs of this type at the same time, over all workers. */
  readonly concurrency: number = 1;
  /** Which of the runs that wait is taken first; among equals the one that has waited longest. */
  readonly priority: JobPriority = 'normal';

  /**
   * Runs with the same key are not started while one is active: the second start gets the first one's run.
   * By default the whole parameters; null lets any number stand beside each other.
   */
  uniqueKey(parameters: z.output<Parameters>, isDryRun: boolean): string | null {
    return JSON.stringify([parameters, isDryRun]);
  }

  /** Does the work. What it throws is stored; it is tried again where the retry policy says so. */
  abstract run(
    context: JobContext<z.output<Parameters>, Checkpoint>,
  ): Promise<JobOutcome<z.input<Result>>>;
}

export type JobPriority = 'high' | 'normal' | 'low';

export interface RetryPolicy {
  readonly attemptsMax: number;
  /** Before the second attempt; doubles with each further one. */
  readonly delaySeconds: number;
  /** Whether another attempt may end better. By default: dependencies that are away, not bad input. */
  isRetryable?(error: unknown): boolean;
}

/** What other modules may do with runs: starting them inside their own transaction, letting them go on. */
export abstract class JobRuns {
  /** Enqueues with the caller's transaction: the run exists if and only if that commits. */
  abstract start(
    run: {
      readonly type: string;
      readonly parameters: Record<string, unknown>;
      readonly isDryRun?: boolean;
      readonly actor: JobActor;
      readonly parentId?: string;
      /** Ids of the runs that must succeed before it begins. */
      readonly after?: readonly string[];
    },
    tx?: Tx,
  ): Promise<{ readonly jobId: string; readonly isNew: boolean }>;

  /** Lets a run that waits for approval go on from its checkpoint; false where it does not wait. */
  abstract continueApproved(jobId: string, actor: JobActor, tx?: Tx): Promise<boolean>;
}
