import { type JobState, type jobAttempt, type JobLogLine } from '@os-credits/contracts';
import { type z } from 'zod';
import { type JobActor } from './job-type.js';
import { type StoredFile } from './job-files.js';

/** A run as lists show it; what its type adds is put to it later. */
export interface ShownRun {
  readonly id: string;
  readonly type: string;
  readonly state: JobState;
  readonly isDryRun: boolean;
  readonly parameters: Record<string, unknown>;
  readonly progressDone: number;
  readonly progressTotal: number | null;
  readonly progressPhase: { en: string; de: string } | null;
  readonly progressPerSecond: number | null;
  readonly progressRemainingSeconds: number | null;
  readonly progressAt: string | null;
  readonly attempt: number;
  readonly attemptsMax: number;
  readonly actorKind: JobActor['kind'];
  readonly actorName: string;
  readonly parentId: string | null;
  readonly childCount: number;
  readonly createdAt: string;
  readonly availableAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly cancelRequestedAt: string | null;
  readonly errorClass: string | null;
  readonly errorMessage: string | null;
}

export interface ShownRunDetail extends ShownRun {
  readonly result: unknown;
  readonly hasCheckpoint: boolean;
  readonly scheduleId: string | null;
  readonly repeatOf: string | null;
}

export type RunReference = Pick<ShownRun, 'id' | 'type' | 'state'>;

/** The runs that one comes after, and those that come after it. */
export interface RunNeighbours {
  readonly after: readonly RunReference[];
  readonly followedBy: readonly RunReference[];
}

export interface RunFilter {
  readonly states: readonly JobState[] | null;
  readonly type: string | null;
  readonly actor: string | null;
  readonly parentId: string | null;
  readonly from: string | null;
  readonly to: string | null;
}

export interface RunPage {
  readonly limit: number;
  readonly after: { readonly createdAt: string; readonly id: string } | null;
}

export interface RunTotals {
  readonly byState: readonly { state: JobState; count: number }[];
  readonly oldestQueuedSeconds: number;
  /** What the last check of the whole ledger found; null before the first one. */
  readonly ledgerDifferences: number | null;
  readonly outcomes: readonly {
    type: string;
    outcome: JobState;
    total: number;
    secondsSum: number;
    lastSeconds: number;
    lastAtSeconds: number;
  }[];
}

/** What screens, the command line and metrics read; one statement each. */
export abstract class JobReads {
  abstract page(filter: RunFilter, page: RunPage): Promise<ShownRun[]>;
  abstract countByState(filter: RunFilter): Promise<ReadonlyMap<JobState, number>>;
  abstract find(id: string): Promise<ShownRun | null>;
  abstract detail(id: string): Promise<ShownRunDetail | null>;
  abstract children(id: string): Promise<ShownRun[]>;
  /** From the root down to the parent. */
  abstract ancestors(id: string): Promise<RunReference[]>;
  abstract order(id: string): Promise<RunNeighbours>;
  abstract attempts(id: string): Promise<z.output<typeof jobAttempt>[]>;
  abstract files(id: string): Promise<StoredFile[]>;
  abstract log(id: string, after: string | null, limit: number): Promise<JobLogLine[]>;
  abstract totals(now: Date): Promise<RunTotals>;
  abstract dead(type: string | null): Promise<{ id: string; type: string }[]>;
}
