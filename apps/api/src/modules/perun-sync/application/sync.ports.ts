import { type SyncItemKind } from '@os-credits/contracts';
import { type Tx } from '../../../platform/database/index.js';
import { type PlannedItem, type PushPayload, type SeenGroup } from './plan/change-set.js';
import { type KnownAccount, type KnownPeople, type KnownProject } from './plan/known.js';
import { type PulledPerson, type Timestamps } from './plan/pulled.js';

export type SyncScope = 'all' | 'project' | 'incremental';

export interface NewSyncRun {
  readonly id: string;
  readonly jobId: string;
  readonly scope: SyncScope;
  readonly projectName: string | null;
  readonly isDryRun: boolean;
  readonly actor: string;
  readonly startedAt: Date;
}

export type ActiveSyncState = 'computing' | 'waiting' | 'applying';

/** Numbers of a run; what is left out stays as it is. */
export interface SyncRunNumbers {
  readonly groupCount?: number;
  readonly changedGroupCount?: number;
  /** Groups whose leads, members or both were read; added to what is there. */
  readonly peopleGroupCount?: number;
  /** Added to what is there. */
  readonly callCount?: number;
  readonly workMs?: number;
  readonly extraWriteCount?: number;
}

/** Sync runs and their change sets. */
export abstract class SyncRunStore {
  /**
   * Begins the run of a job, or takes up the one that it has. Runs that another job left behind are ended.
   *
   * @throws DomainError `conflict` where another run is under way
   */
  abstract begin(tx: Tx, run: NewSyncRun): Promise<{ id: string; state: string }>;
  /** The state under a row lock; null where there is no such run, or it is over. */
  abstract lockActive(tx: Tx, id: string): Promise<ActiveSyncState | null>;
  abstract setState(tx: Tx, id: string, state: ActiveSyncState, now: Date): Promise<void>;
  abstract end(tx: Tx, id: string, state: 'done' | 'failed', now: Date): Promise<void>;
  abstract addNumbers(tx: Tx, id: string, numbers: SyncRunNumbers): Promise<void>;
  abstract setError(id: string, error: string): Promise<void>;
  abstract removeItems(tx: Tx, id: string): Promise<void>;
  abstract addItems(tx: Tx, id: string, items: readonly PlannedItem[]): Promise<void>;
  abstract countByStatus(id: string, tx?: Tx): Promise<ReadonlyMap<string, number>>;
  /** How many items of each kind may be applied now. */
  abstract countDue(id: string): Promise<ReadonlyMap<SyncItemKind, number>>;
  /** Groups that approved items let in or renamed; with `grants` also those whose grant was approved. */
  abstract approvedGroups(id: string, grants: boolean): Promise<number[]>;
  /** What still waits is no longer offered by this run. */
  abstract skipWaiting(tx: Tx, id: string, detail: string): Promise<number>;
  /** The run under a row lock. */
  abstract findForDecision(
    tx: Tx,
    id: string,
  ): Promise<{ state: string; jobId: string; isDryRun: boolean } | null>;
  abstract decide(
    tx: Tx,
    decision: {
      readonly syncRunId: string;
      readonly items: 'all-waiting' | readonly string[];
      readonly decision: 'approve' | 'reject';
      readonly reason: string;
    },
    decidedBy: string,
    now: Date,
  ): Promise<number>;
  /** Runs that wait since before an instant, under row locks. */
  abstract waitingSince(tx: Tx, before: Date): Promise<{ id: string; jobId: string }[]>;
  /** Removes runs that ended before an instant. */
  abstract removeEndedBefore(before: Date): Promise<number>;
}

/** Where the audit log was read to. */
export interface StoredCursor {
  readonly messageId: number | null;
  /** Messages before it that were read; others there came late. */
  readonly recentIds: readonly number[];
  /** When the people of every project were last read. */
  readonly peopleAllAt: string | null;
}

/** What we know and remember of Perun. */
export abstract class KnownStore {
  /** Every project, or those of these groups and names. */
  abstract projects(
    filter: { readonly groupIds: readonly number[]; readonly names: readonly string[] } | null,
    resources: readonly { readonly id: number; readonly site: string }[],
  ): Promise<KnownProject[]>;
  abstract people(groupIds: readonly number[]): Promise<ReadonlyMap<number, KnownPeople>>;
  abstract groupOfProject(name: string): Promise<number | null>;
  abstract groupsOfUsers(userIds: readonly number[]): Promise<number[]>;
  /** Groups whose project still knows them; for telling ours from others in the audit log. */
  abstract groupIds(): Promise<ReadonlySet<number>>;
  abstract remember(tx: Tx, seen: readonly SeenGroup[], now: Date): Promise<void>;
  abstract markPeople(
    tx: Tx,
    marks: {
      readonly leads: readonly number[] | 'all';
      readonly members: readonly number[] | 'all';
    },
  ): Promise<void>;
  abstract notePeopleRead(tx: Tx, groupIds: readonly number[], now: Date): Promise<void>;
  /** Takes the marks from groups whose people this run read and applied, all of them. */
  abstract clearPeopleMarks(tx: Tx, syncRunId: string): Promise<void>;
  abstract rememberPeople(tx: Tx, people: readonly PulledPerson[], now: Date): Promise<void>;
  abstract cursor(): Promise<StoredCursor>;
  abstract saveCursor(
    tx: Tx,
    cursor: {
      readonly messageId: number | null;
      readonly recentIds: readonly number[];
      readonly peopleAllAt: Date | null;
    },
  ): Promise<void>;
}

export interface DuePush {
  readonly itemId: string;
  readonly groupId: number;
  readonly projectId: number;
  readonly payload: PushPayload;
  readonly account: KnownAccount;
  readonly lastReadings: ReadonlyMap<number, Timestamps>;
}

/** What a write was begun with; kept until its answer is known. */
export interface Intent {
  readonly projectId: number;
  readonly used: string | null;
  readonly granted: string | null;
  readonly timestamps: ReadonlyMap<number, Timestamps>;
}

export interface ItemOutcome {
  readonly itemId: string;
  readonly status: 'applied' | 'failed' | 'skipped';
  readonly after?: string | null;
  readonly detail?: string | null;
}

/** Applies items of one kind, a batch at a time, each in the caller's transaction. */
export abstract class ItemApplier {
  /** Applies up to `limit` due items of a kind; answers how many it took (0: none are left). */
  abstract apply(
    tx: Tx,
    syncRunId: string,
    kind: Exclude<SyncItemKind, 'push'>,
    batch: { readonly limit: number; readonly now: Date },
  ): Promise<number>;
  /** Pushes with ids above `after`, in the order of their ids. */
  abstract duePushes(
    tx: Tx,
    syncRunId: string,
    resources: readonly { readonly id: number; readonly site: string }[],
    batch: { readonly after: string; readonly limit: number },
  ): Promise<DuePush[]>;
  abstract intend(tx: Tx, intents: readonly Intent[]): Promise<void>;
  /** The write arrived: what was intended is what was pushed. */
  abstract confirm(tx: Tx, intents: readonly Intent[]): Promise<void>;
  abstract finish(tx: Tx, outcomes: readonly ItemOutcome[], now: Date): Promise<void>;
}
