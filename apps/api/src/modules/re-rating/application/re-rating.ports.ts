import type {
  ReRatingCause,
  ReRatingPlan,
  ReRatingReading,
  ReRatingState,
} from '@os-credits/contracts';
import type { Queries, Tx } from '../../../platform/database/index.js';
import type { Actor } from '../../audit/index.js';
import type { DismissedReading } from '../../rating/index.js';

/** What a plan makes different, and where: `[from, to)` of the past, by ids. */
export type PlannedWork = { readonly from: string; readonly to: string } & (
  | { readonly cause: 'cost-table'; readonly costTableId: number }
  | {
      readonly cause: 'metric-unit';
      readonly metricId: number;
      readonly readingUnit: string;
      readonly readingFactor: string;
    }
  | {
      readonly cause: 'dismissed-readings';
      readonly metricId: number;
      readonly projectId: number;
      /** `null` = at every site. */
      readonly siteId: number | null;
    }
);

/** A plan with what it moves, for and against counted alike; the four-eyes rule goes by it. */
export interface ListedPlan {
  readonly plan: ReRatingPlan;
  readonly movedCredits: string;
  readonly authorId: string;
}

/** A plan with what deciding and applying need beyond what people see. */
export interface StoredPlan extends ListedPlan {
  readonly work: PlannedWork;
}

/** Names as people know them, and what stands in the way of dismissing readings. */
export interface NamedSeries {
  readonly projectId: number;
  readonly siteId: number | null;
  /** Readings in the stretch that count; not counted beyond the limit that was asked for. */
  readonly readingCount: number;
}

/** A published table, and the stretch that it would rate had it applied from its stated time on. */
export interface LateTable {
  readonly id: number;
  readonly title: string;
  readonly isPublished: boolean;
  readonly effectiveFrom: string;
  readonly appliesFrom: string | null;
}

/** One entry to post: the signed quantity of a series in an hour under a cost table. */
export interface PlannedLine {
  readonly seriesId: number;
  readonly hourMicros: number;
  readonly costTableId: number;
  readonly rate: string;
  readonly quantity: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly after: readonly (string | number)[] | null;
}

export abstract class ReRatingRepository {
  /**
   * The project and site of these names, with the readings of a metric that count in a stretch.
   * `null`: no such project; `siteId` is `null` where the site is unknown or none was asked for.
   */
  abstract findSeries(
    queries: Queries,
    asked: {
      readonly project: string;
      readonly site: string | null;
      readonly metricId: number;
      readonly from: string;
      readonly to: string;
      readonly countMax: number;
    },
  ): Promise<NamedSeries | null>;
  abstract lateTable(queries: Queries, costTableId: number): Promise<LateTable | null>;
  abstract insert(
    tx: Tx,
    plan: {
      readonly id: string;
      readonly work: PlannedWork;
      readonly reason: string;
      readonly author: Actor;
      readonly at: Date;
    },
  ): Promise<void>;
  abstract setJob(tx: Tx, id: string, what: 'plan' | 'apply', jobId: string): Promise<void>;
  abstract find(queries: Queries, id: string): Promise<StoredPlan | null>;
  /** As `find`, held against other writers until the transaction ends. */
  abstract lock(tx: Tx, id: string): Promise<StoredPlan | null>;
  abstract list(
    queries: Queries,
    filter: { readonly state: ReRatingState | null; readonly cause: ReRatingCause | null },
    page: PageRequest,
  ): Promise<ListedPlan[]>;
  abstract projects(
    queries: Queries,
    id: string,
    search: string | null,
    page: PageRequest,
  ): Promise<PlannedProject[]>;
  abstract entries(
    queries: Queries,
    id: string,
    project: string,
    page: PageRequest,
  ): Promise<PlannedEntry[]>;

  /** Readings that a plan dismisses, by series and time. */
  abstract readings(queries: Queries, id: string, page: PageRequest): Promise<PlannedReading[]>;

  /** Forgets what an earlier attempt computed. */
  abstract clear(tx: Tx, id: string): Promise<void>;
  abstract addProject(
    tx: Tx,
    id: string,
    projectId: number,
    change: {
      readonly lines: readonly PlannedLine[];
      readonly dismissed: readonly DismissedReading[];
    },
  ): Promise<void>;
  /** The lines of a project as planned, in the order of {@link PlannedLine}'s key. */
  abstract linesOf(tx: Tx, id: string, projectId: number): Promise<PlannedLine[]>;
  /** The readings of a project that are dismissed as planned, by series and time. */
  abstract dismissedOf(tx: Tx, id: string, projectId: number): Promise<DismissedReading[]>;
  abstract plannedProjects(tx: Tx, id: string): Promise<number[]>;

  /** Makes a published table apply from an instant on; only within a transaction that re-rates. */
  abstract applyFrom(tx: Tx, costTableId: number, at: string): Promise<void>;
  /** Posts every line of the plan as a charge, and moves accounts and the daily rollup. */
  abstract post(tx: Tx, id: string, actor: string, at: Date): Promise<number>;
  abstract setState(
    tx: Tx,
    id: string,
    change: {
      readonly state: ReRatingState;
      readonly problem?: string | null;
      readonly decision?: { readonly by: string; readonly at: Date; readonly reason: string };
      readonly computedAt?: Date;
      readonly appliedAt?: Date;
    },
  ): Promise<void>;
  /** Waits for the rating at work and keeps further ones and closings out until the transaction ends. */
  abstract lockRating(tx: Tx): Promise<void>;
}

export interface PlannedProject {
  readonly id: number;
  readonly project: string;
  readonly oldCredits: string;
  readonly newCredits: string;
  readonly difference: string;
  readonly entryCount: number;
}

/** A reading that a plan dismisses, as people see it. */
export interface PlannedReading {
  readonly seriesId: number;
  readonly reading: ReRatingReading;
}

export interface PlannedEntry {
  readonly seriesId: number;
  readonly costTableId: number;
  readonly costTableTitle: string;
  readonly site: string;
  readonly metric: string;
  readonly unit: string;
  readonly hour: string;
  readonly rate: string;
  readonly quantity: string;
  readonly credits: string;
}
