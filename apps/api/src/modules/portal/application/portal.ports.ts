import { type ChargeKey } from './charge-id.js';
import { type Viewer } from './viewer.js';

/** What a project's card shows, as the database has it; numbers are decimal text. */
export interface OverviewRow {
  readonly name: string;
  readonly status: 'unverified' | 'active' | 'inactive';
  readonly granted: string;
  readonly used: string;
  readonly usedOpen: string;
  readonly remaining: string;
  readonly sites: readonly string[];
  readonly asOf: string | null;
  readonly firstReadingAt: string | null;
  /** Days `[paceFrom, paceTo)` that `paceCredits` were used in; may be empty or turned round. */
  readonly paceFrom: string | null;
  readonly paceTo: string | null;
  readonly paceCredits: string;
  readonly trendDays: readonly string[];
  readonly trendCredits: readonly string[];
}

/** Sort key of a row of the list. By name, only `name` counts. */
export interface ProjectListKey {
  /** 0 = has a grant, 1 = has none */
  readonly rank: number;
  /** Used ÷ granted to 12 places, for order only. */
  readonly share: string;
  readonly name: string;
}

export interface ProjectListRequest {
  readonly viewer: Viewer;
  readonly search: string | undefined;
  readonly status: string | undefined;
  readonly sort: 'attention' | 'name';
  readonly after: ProjectListKey | null;
  readonly limit: number;
  /** First day of the trend, `YYYY-MM-DD`. */
  readonly trendFrom: string;
}

export type ProjectListRow = OverviewRow & Pick<ProjectListKey, 'rank' | 'share'>;

export abstract class ProjectListReader {
  abstract rows(request: ProjectListRequest): Promise<ProjectListRow[]>;
}

/** One project, if the viewer may see it. */
export interface ProjectRequest {
  readonly viewer: Viewer;
  readonly name: string;
}

export interface SeriesRow {
  readonly site: string;
  readonly metric: string;
  readonly metricFriendlyName: string;
  readonly unit: string;
  readonly firstReadingAt: string | null;
  readonly lastReadingAt: string | null;
  readonly rate: string | null;
}

export interface ProjectDetailRow {
  readonly overview: OverviewRow;
  readonly series: readonly SeriesRow[];
}

export abstract class ProjectDetailReader {
  /** `null` where there is no such project, or the viewer may not see it. */
  abstract find(
    request: ProjectRequest & { readonly trendFrom: string; readonly now: Date },
  ): Promise<ProjectDetailRow | null>;
}

export interface BalanceRequest extends ProjectRequest {
  readonly at: string;
  /** `at` lies within the running hour (not at its start) or later: what is not in the ledger yet counts in full. */
  readonly isCurrent: boolean;
}

export interface BalanceRow {
  readonly name: string;
  readonly granted: string;
  /** Without `open`. */
  readonly posted: string;
  readonly open: string;
  readonly firstReadingAt: string | null;
  readonly completeTo: string | null;
}

export abstract class BalanceReader {
  abstract find(request: BalanceRequest): Promise<BalanceRow | null>;
}

export type HistoryBucket = 'hour' | 'day' | 'month';

export interface HistoryRequest extends ProjectRequest {
  /** Start of a bucket. */
  readonly from: string;
  /** End of a bucket. */
  readonly to: string;
  readonly bucket: HistoryBucket;
  readonly by: 'metric' | 'site';
}

/**
 * `opening`: balance at `from` in `credits`. `use`: what one group used in one bucket. `other`: effect of
 * grants, adjustments and reversals in one bucket.
 */
export interface HistoryRow {
  readonly part: 'opening' | 'use' | 'other';
  readonly bucket: string | null;
  readonly groupKey: string | null;
  readonly groupName: string | null;
  readonly unit: string | null;
  readonly credits: string;
  readonly quantity: string | null;
  readonly isOpen: boolean;
}

export abstract class HistoryReader {
  /** Empty where there is no such project for the viewer; otherwise it has an `opening`. */
  abstract rows(request: HistoryRequest): Promise<HistoryRow[]>;
}

/** Sort key of a line of the statement; lines are ordered by all four, newest first. */
export interface StatementKey {
  readonly at: string;
  readonly rank: number;
  readonly id: string;
  readonly subId: number;
}

export interface StatementRequest extends ProjectRequest {
  readonly from: string | null;
  readonly to: string | null;
  readonly before: StatementKey | null;
  readonly limit: number;
}

interface StatementLineRow extends StatementKey {
  readonly kind: 'grant' | 'charge' | 'adjustment' | 'reversal';
  readonly isOpen: boolean;
  readonly credits: string;
  readonly site: string | null;
  readonly metric: string | null;
  readonly metricFriendlyName: string | null;
  readonly unit: string | null;
  readonly quantity: string | null;
  readonly reason: string | null;
  readonly source: string | null;
  readonly actor: string | null;
  /** Balance with this line and all before it in time. */
  readonly balanceAfter: string;
}

export interface EntryRow extends StatementLineRow {
  readonly postedAt: string | null;
  readonly seriesId: number | null;
  readonly hour: string | null;
  readonly costTableId: number | null;
  readonly costTableTitle: string | null;
  readonly rate: string | null;
  readonly fromAt: string | null;
  readonly toAt: string | null;
  readonly correctsId: string | null;
}

export interface DayRow extends StatementLineRow {
  /** Of a line of charges; `null` for an entry that stands alone. */
  readonly day: string | null;
  readonly entryCount: number;
  readonly correctsId: string | null;
  readonly correctedById: string | null;
}

export abstract class StatementReader {
  /** `null` where there is no such project for the viewer. */
  abstract entries(request: StatementRequest): Promise<EntryRow[] | null>;
  abstract days(request: StatementRequest): Promise<DayRow[] | null>;
}

export interface ChargeRequest extends ProjectRequest {
  readonly key: ChargeKey;
}

export interface ChargeReadingRow {
  readonly atMicros: string;
  readonly value: string;
  readonly wire: string | null;
  readonly receivedAt: string | null;
  readonly batchId: string | null;
  readonly tokenName: string | null;
  readonly jobId: string | null;
  /** Of a reading that came out of quarantine: the decision, and how it first arrived. */
  readonly released: {
    readonly at: string;
    readonly by: string;
    readonly reason: string;
    readonly quarantineReason: string;
    readonly wire: string;
    readonly receivedAt: string;
    readonly tokenName: string | null;
  } | null;
}

interface MetricRulesRow {
  readonly readingFactor: string;
  readonly resetPolicy: 'rebaseline' | 'from-zero' | 'high-water';
  readonly plausibleMaxPerHour: string | null;
}

/** An entry of a charge; reversals of such entries have no quantity. */
export interface ChargeEntryRow {
  readonly id: string | null;
  readonly postedAt: string | null;
  readonly quantity: string;
  readonly rate: string;
  /** Where the first interval behind it begins. */
  readonly fromMicros: string | null;
  readonly correctsId: string | null;
  readonly planId: string | null;
  readonly reason: string | null;
  readonly actor: string | null;
}

/** A charge with all it was computed from. Decimals are text, times whole microseconds as text. */
export interface ChargeRow extends MetricRulesRow {
  readonly project: string;
  readonly site: string;
  readonly metric: string;
  readonly metricFriendlyName: string;
  readonly unit: string;
  readonly readingUnit: string;
  readonly firstReadingAt: string | null;
  /** Rules that were replaced, oldest first. */
  readonly pastRules: readonly (MetricRulesRow & { readonly untilMicros: string })[];
  readonly costTableTitle: string;
  readonly costTableEffectiveFrom: string;
  readonly costTableAppliesFrom: string | null;
  readonly costTablePublishedAt: string | null;
  readonly costTablePublishedBy: string | null;
  readonly costTableVersion: number;
  readonly rateScope: 'project-and-site' | 'project' | 'site' | 'general' | null;
  readonly entries: readonly ChargeEntryRow[];
  readonly reversals: readonly {
    readonly id: string;
    readonly postedAt: string;
    readonly credits: string;
    readonly correctsId: string;
    readonly reason: string | null;
    readonly actor: string | null;
  }[];
  /** Cost tables that other charges of the series and hour are under. */
  readonly otherCostTableIds: readonly number[];
  /** What the series was charged for in the hour at the same rate under other cost tables. */
  readonly sameRateQuantity: string;
  /** The last one at or before the start of the hour, those in it, and the first one after it. */
  readonly readings: readonly ChargeReadingRow[];
  /** Highest value up to the first of `readings`; only where the reset policy looks at it. */
  readonly highWater: string | null;
  readonly rates: readonly {
    readonly costTableId: number;
    readonly fromMicros: string | null;
    readonly toMicros: string | null;
    readonly rate: string;
  }[];
  /** Decisions about intervals above the plausible maximum. */
  readonly decisions: readonly {
    readonly interval: string;
    readonly status: 'released' | 'dismissed';
    readonly at: string | null;
    readonly by: string | null;
    readonly reason: string | null;
  }[];
  /** Size weights that were published by then, newest set first. */
  readonly sizeWeights: readonly {
    readonly setAt: string;
    readonly costTable: { readonly id: number; readonly title: string };
    readonly weights: readonly { readonly value: string; readonly weight: string }[];
  }[];
}

export abstract class ChargeReader {
  /** `null` where there is no such project for the viewer; `no-charge` where it has no such charge. */
  abstract find(request: ChargeRequest): Promise<ChargeRow | 'no-charge' | null>;
}
