import { type DataQualityKind, type DataQualityStatus } from '@os-credits/contracts';
import { type Tx } from '../../../platform/database/index.js';

export interface EventFilter {
  readonly kind?: DataQualityKind | undefined;
  readonly project?: string | undefined;
  readonly site?: string | undefined;
  readonly metric?: string | undefined;
}

/** Sort key of an event: newest first; of one instant those of sites come first. */
export interface EventKey {
  readonly noticedAt: string;
  /** 1 = of a site, 0 = of a series */
  readonly rank: number;
  readonly id: string;
}

export interface EventRow extends EventKey {
  readonly kind: DataQualityKind;
  readonly status: DataQualityStatus;
  readonly project: string | null;
  readonly site: string;
  readonly metric: string | null;
  readonly metricFriendlyName: string | null;
  readonly from: string;
  readonly to: string | null;
  readonly fromValue: string | null;
  readonly toValue: string | null;
  readonly rhythmSeconds: string | null;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  readonly note: string;
}

/** Ids of events by what they are about. */
export interface EventIds {
  readonly series: readonly string[];
  readonly site: readonly string[];
}

export interface EventMark {
  readonly status: DataQualityStatus;
  readonly at: Date;
  readonly by: string;
  readonly note: string;
}

export abstract class DataQualityEvents {
  abstract list(request: {
    readonly status: DataQualityStatus;
    readonly filter: EventFilter;
    readonly before: EventKey | null;
    readonly limit: number;
  }): Promise<EventRow[]>;
  abstract counts(status: DataQualityStatus): Promise<{ kind: DataQualityKind; count: number }[]>;
  /** Ids under a filter that do not have a status yet. */
  abstract idsWithout(tx: Tx, status: DataQualityStatus, filter: EventFilter): Promise<EventIds>;
  /** @returns how many of them do not have the status yet */
  abstract countWithout(tx: Tx, status: DataQualityStatus, ids: EventIds): Promise<number>;
  /** @returns how many changed */
  abstract mark(tx: Tx, ids: EventIds, mark: EventMark): Promise<number>;
}
