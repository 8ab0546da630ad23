import { type QuarantineDimension, type QuarantineStatus } from '@os-credits/contracts';
import { type Tx } from '../../../platform/database/index.js';
import { type ReleasedReading } from '../../ingestion/index.js';

/** Which quarantined readings; an empty text means those that name none. */
export interface QuarantineSelection {
  readonly reason?: string | undefined;
  readonly site?: string | undefined;
  readonly metric?: string | undefined;
  readonly project?: string | undefined;
  readonly receivedFrom?: string | undefined;
  readonly receivedTo?: string | undefined;
}

export interface QuarantinedRow {
  readonly id: string;
  readonly status: QuarantineStatus;
  readonly reason: string;
  readonly detail: string;
  readonly receivedAt: string;
  readonly wire: string;
  readonly tokenName: string | null;
  readonly batchId: string | null;
  readonly position: number | null;
  readonly project: string | null;
  readonly site: string | null;
  readonly metric: string | null;
  readonly at: string | null;
  readonly value: string | null;
  readonly raw: string | null;
  readonly resolvedAt: string | null;
  readonly resolvedBy: string | null;
  readonly resolutionReason: string | null;
  readonly releaseOutcome: 'accepted' | 'duplicate' | null;
}

export interface QuarantineGroupRow {
  readonly reason: string | null;
  readonly site: string | null;
  readonly metric: string | null;
  readonly project: string | null;
  readonly count: number;
  readonly releasableCount: number;
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
  readonly exampleDetail: string;
}

/** An open reading that a decision is about; `reading` is null where it does not name enough. */
export interface OpenReading {
  readonly id: string;
  readonly reading: ReleasedReading | null;
}

export interface Resolution {
  readonly status: 'released' | 'dismissed';
  readonly at: Date;
  readonly by: string;
  readonly reason: string;
}

export abstract class QuarantineRepository {
  abstract list(request: {
    readonly status: QuarantineStatus;
    readonly selection: QuarantineSelection;
    readonly beforeId: string | null;
    readonly limit: number;
  }): Promise<QuarantinedRow[]>;
  /** Largest first; `totalCount` is over all groups. */
  abstract groups(request: {
    readonly status: QuarantineStatus;
    readonly selection: QuarantineSelection;
    readonly by: readonly QuarantineDimension[];
    readonly limit: number;
  }): Promise<{ groups: QuarantineGroupRow[]; totalCount: number }>;
  /** Open readings in the order of arrival, held against other decisions until the transaction ends. */
  abstract openByIds(tx: Tx, ids: readonly string[]): Promise<OpenReading[]>;
  abstract openByFilter(
    tx: Tx,
    selection: QuarantineSelection,
    afterId: string | null,
    limit: number,
  ): Promise<OpenReading[]>;
  /** Open readings under a filter behind an id. */
  abstract countOpen(
    tx: Tx,
    selection: QuarantineSelection,
    afterId: string | null,
  ): Promise<number>;
  abstract resolve(
    tx: Tx,
    ids: readonly string[],
    resolution: Resolution,
    release?: { readonly outcome: 'accepted' | 'duplicate'; readonly batchId: string | null },
  ): Promise<void>;
}
