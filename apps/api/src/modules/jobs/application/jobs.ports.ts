import { type JobState, type Localized } from '@os-credits/contracts';
import { type Tx } from '../../../platform/database/index.js';
import { type JobActor, type LogText } from './job-type.js';

/** A run as it is put into the database. */
export interface NewRun {
  readonly id: string;
  readonly type: string;
  readonly parameters: Record<string, unknown>;
  readonly isDryRun: boolean;
  readonly priority: number;
  readonly uniqueKey: string | null;
  readonly idempotency: { readonly key: string; readonly hash: string } | null;
  readonly attemptsMax: number;
  readonly actor: JobActor;
  readonly parentId: string | null;
  readonly repeatOf: string | null;
  readonly scheduleId: string | null;
  /** Ids of the runs that must have succeeded before it begins. */
  readonly after: readonly string[];
  readonly createdAt: Date;
}

/** What an action on a run has to know of it; the row is locked. */
export interface LockedRun {
  readonly id: string;
  readonly type: string;
  readonly parameters: Record<string, unknown>;
  readonly isDryRun: boolean;
  readonly priority: number;
  readonly state: JobState;
  readonly attempt: number;
  readonly attemptsCounted: number;
  readonly attemptsMax: number;
  readonly leaseWorker: string | null;
  readonly queueEntryId: string | null;
  readonly hasCheckpoint: boolean;
  readonly cancelRequestedAt: string | null;
  readonly uniqueKey: string | null;
  readonly parentId: string | null;
}

/** A run that a worker took. */
export interface ClaimedRun {
  readonly id: string;
  readonly type: string;
  readonly parameters: Record<string, unknown>;
  readonly isDryRun: boolean;
  readonly attempt: number;
  readonly attemptsCounted: number;
  readonly attemptsMax: number;
  readonly checkpoint: unknown;
  readonly actor: JobActor;
}

/** Names one attempt of one worker: every write of a worker is allowed only while it holds. */
export interface Lease {
  readonly runId: string;
  readonly attempt: number;
  readonly worker: string;
}

export interface StoredProgress {
  readonly done: number;
  readonly total: number | null;
  readonly phase: Localized | null;
  readonly perSecond: number | null;
  readonly remainingSeconds: number | null;
}

export interface ErrorRecord {
  readonly errorClass: string;
  readonly message: string;
  readonly stack: readonly string[];
}

export type AttemptOutcome =
  'succeeded' | 'failed' | 'cancelled' | 'lost' | 'waiting-for-approval' | 'handed-back';

/** How an attempt ends and where that leaves the run. */
export interface AttemptEnd {
  readonly to: JobState;
  readonly outcome: AttemptOutcome;
  readonly error: ErrorRecord | null;
  /** Stored with the run where it is not `undefined`. */
  readonly result?: unknown;
  /** Whether it used up one of the attempts. */
  readonly isCounted: boolean;
  /** When the next attempt may begin, where there is one. */
  readonly availableAt: Date;
}

export interface NewLogLine {
  readonly at: Date;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: LogText;
}

/** Runs and their attempts; every write is one guarded statement. */
export abstract class RunStore {
  /** False where an active run has the same uniqueness key, or a run the same idempotency key. */
  abstract insert(tx: Tx, run: NewRun): Promise<boolean>;
  abstract activeWithKey(tx: Tx, uniqueKey: string): Promise<string | null>;
  abstract withIdempotencyKey(
    tx: Tx,
    actorId: string,
    key: string,
  ): Promise<{ id: string; hash: string } | null>;
  /** The run under a row lock; null where there is none, or (`skip`) somebody else holds it. */
  abstract lock(tx: Tx, id: string, whenHeld?: 'wait' | 'skip'): Promise<LockedRun | null>;
  abstract children(tx: Tx, parentId: string): Promise<ChildRun[]>;
  /** Ids of the runs below a run, at any depth, that are not over. */
  abstract activeDescendants(tx: Tx, id: string): Promise<string[]>;

  /** Puts a run that is not running, or is over, into a state; clears what belonged to the last end. */
  abstract enqueue(
    tx: Tx,
    id: string,
    change: { availableAt: Date; isFromStart: boolean; isOverBefore: boolean },
  ): Promise<void>;
  abstract cancelIdle(tx: Tx, id: string, now: Date): Promise<void>;
  abstract requestCancel(tx: Tx, id: string, by: string, now: Date): Promise<void>;
  abstract setQueueEntry(tx: Tx, id: string, entryId: string): Promise<void>;
  abstract countOutcome(tx: Tx, id: string): Promise<void>;
  abstract addLogLine(tx: Tx, id: string, line: NewLogLine): Promise<void>;
}

/** A run that another one comes after. */
export interface Predecessor {
  readonly id: string;
  readonly type: string;
  readonly state: JobState;
  readonly parentId: string | null;
}

/**
 * Which run comes after which. Rows are only added, and only for a run that is new: it names older ones, so
 * that there can be no circle.
 *
 * Locks are taken from the older run to the newer one, here as for parents and children; whoever holds a run
 * only reads what it comes after. That suffices: a run that ends locks its followers afterwards.
 */
export abstract class RunOrderStore {
  /** The runs with these ids under a lock that keeps their state; those that do not exist are left out. */
  abstract lockRuns(tx: Tx, ids: readonly string[]): Promise<Predecessor[]>;
  /** The runs that a run comes after, not locked. */
  abstract predecessors(tx: Tx, id: string): Promise<Predecessor[]>;
  abstract followers(tx: Tx, id: string): Promise<string[]>;
  abstract add(tx: Tx, id: string, after: readonly string[]): Promise<void>;
  /** Keeps a queued run from being given an entry in the queue, or no longer. */
  abstract setWaiting(tx: Tx, id: string, isWaiting: boolean, now: Date): Promise<void>;
  /** Ends a run that waits; false where it does not wait any more. */
  abstract skip(tx: Tx, id: string, reason: string, now: Date): Promise<boolean>;
  abstract isWaiting(tx: Tx, id: string): Promise<boolean>;
  abstract isSkipped(tx: Tx, id: string): Promise<boolean>;
}

export interface ChildRun {
  readonly id: string;
  readonly type: string;
  readonly parameters: Record<string, unknown>;
  readonly state: JobState;
}

/**
 * What a worker writes about the runs it holds. Leases go by the database's clock alone: workers whose own
 * clocks differ agree on when one has run out.
 */
export abstract class LeaseStore {
  /** Whether any run has an entry in the queue: a cheap look before the lock of a claim is taken. */
  abstract hasQueued(): Promise<boolean>;
  /** Runs of each type that count against its concurrency; types of queued runs are there with 0. */
  abstract runningByType(tx: Tx): Promise<ReadonlyMap<string, number>>;
  abstract claim(
    tx: Tx,
    id: string,
    lease: { worker: string; leaseMs: number; now: Date },
  ): Promise<ClaimedRun | null>;
  /**
   * Prolongs leases. A row that its own handler's transaction holds is left alone and counts as held.
   *
   * @returns for each lease that holds, whether cancelling was asked for
   */
  abstract prolong(
    leases: readonly Lease[],
    leaseMs: number,
  ): Promise<ReadonlyMap<string, { readonly isCancelRequested: boolean }>>;
  abstract saveProgress(lease: Lease, progress: StoredProgress, now: Date): Promise<boolean>;
  /** Prolongs the lease too. */
  abstract saveCheckpoint(
    tx: Tx,
    lease: Lease,
    checkpoint: unknown,
    leaseMs: number,
  ): Promise<boolean>;
  abstract addLogLines(lease: Lease, lines: readonly NewLogLine[]): Promise<boolean>;
  /** False where the lease does not hold: nothing is written then. */
  abstract endAttempt(tx: Tx, lease: Lease, end: AttemptEnd, now: Date): Promise<boolean>;
  abstract setWaitingForChildren(lease: Lease, result: unknown): Promise<boolean>;
  /** Running runs whose lease ran out, or whose cancelling was asked for before an instant. */
  abstract overdue(cancelRequestedBefore: Date): Promise<string[]>;
  abstract isOverdue(tx: Tx, id: string, cancelRequestedBefore: Date): Promise<boolean>;
  /** Queued runs that may start but have no queue entry yet. */
  abstract dueWithoutEntry(now: Date): Promise<string[]>;
}

/** The delivery of run ids to workers. */
export abstract class RunQueue {
  /**
   * Nobody else takes or removes entries until the transaction ends. Whoever takes an entry locks it before
   * its run, whoever cancels a run locks that first: without this they would wait for each other.
   */
  abstract hold(tx: Tx): Promise<void>;
  /** @returns id of the entry; it is there when the transaction commits */
  abstract add(tx: Tx, entry: { runId: string; type: string; priority: number }): Promise<string>;
  /** Takes the entry that is first in line, leaving out some types; gone when the transaction commits. */
  abstract take(tx: Tx, withoutTypes: readonly string[]): Promise<string | null>;
  abstract remove(tx: Tx, entryId: string): Promise<void>;
}

export type JobSignal =
  | { readonly kind: 'queued' }
  /** Something about a run changed: state, progress, log. */
  | { readonly kind: 'run'; readonly runId: string }
  | { readonly kind: 'cancel'; readonly runId: string }
  | { readonly kind: 'schedules' };

/** Wakes other processes. A signal only saves waiting: whoever misses one sees the same by polling. */
export abstract class JobSignals {
  /** Sent when the transaction commits. */
  abstract send(tx: Pick<Tx, 'query'>, signal: JobSignal): Promise<void>;
  /** @returns ends the subscription */
  abstract subscribe(onSignal: (signal: JobSignal) => void): () => void;
}
