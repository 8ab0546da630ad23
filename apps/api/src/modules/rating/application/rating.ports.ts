import type { MetricRules, RateWindow, Reading } from '@os-credits/credits';
import type { Queries, Tx } from '../../../platform/database/index.js';

/** A series with what rating must know of it. */
export interface RatedSeries {
  readonly projectId: number;
  readonly seriesId: number;
  readonly last: Reading | null;
  readonly firstAtMicros: number | null;
  readonly highWater: string | null;
  readonly rules: MetricRules;
  readonly rates: readonly RateWindow[];
}

/** A reading of a series that was stored in this pass and is not rated yet. */
export interface NewReading {
  readonly projectId: number;
  readonly seriesId: number;
  readonly reading: Reading;
}

/** A new reading with its neighbours in time, new or old. */
export interface NeighbouredReading extends NewReading {
  readonly before: Reading | null;
  readonly after: Reading | null;
}

/** A change of one series' charge in one hour under one cost table; negative when a late reading takes credits back. */
export interface ChargeChange {
  readonly projectId: number;
  readonly seriesId: number;
  readonly hourMicros: number;
  readonly costTableId: number;
  readonly rate: string;
  readonly quantity: string;
  readonly fromMicros: number;
  readonly toMicros: number;
  readonly readingCount: number;
}

/** An interval that is remembered on its own: a reset, or a held charge. */
export interface NotedInterval {
  readonly projectId: number;
  readonly seriesId: number;
  readonly from: Reading;
  readonly to: Reading;
  readonly quantity: string;
  readonly limitPerHour: string | null;
}

export interface SeriesAdvance {
  readonly projectId: number;
  readonly seriesId: number;
  readonly firstAtMicros: number;
  readonly last: Reading;
  readonly highWater: string;
}

/** Claimed payloads of one pass. */
export interface ClaimedPayloads {
  readonly batchIds: readonly string[];
  /** Those of them that staff released from quarantine: they take the place of dismissed readings. */
  readonly releasedIds: readonly string[];
  readonly readingCount: number;
}

/** What rating reads and writes. Writing methods take the transaction first. */
export abstract class RatingRepository {
  /** Becomes the only rater until the transaction ends; `false` when another process is rating. */
  abstract tryLock(tx: Tx): Promise<boolean>;
  /** The oldest payloads, together at most about `readingsMax` readings. */
  abstract claimPayloads(tx: Tx, readingsMax: number): Promise<ClaimedPayloads>;
  /** Stores all readings, rates plain series; answers with the new readings of the others. */
  abstract ratePlain(
    tx: Tx,
    claimed: ClaimedPayloads,
  ): Promise<{ storedCount: number; others: NewReading[] }>;
  /** Moves readings that contradict a stored one to quarantine; answers how many. */
  abstract quarantineConflicts(tx: Tx, batchIds: readonly string[]): Promise<number>;
  /** Counts, per day of arrival and site, readings that were there already. */
  abstract countDuplicates(tx: Tx, batchIds: readonly string[]): Promise<void>;
  abstract removePayloads(tx: Tx, batchIds: readonly string[]): Promise<void>;
  abstract loadSeries(
    tx: Tx,
    keys: readonly { projectId: number; seriesId: number }[],
  ): Promise<RatedSeries[]>;
  abstract findNeighbours(tx: Tx, readings: readonly NewReading[]): Promise<NeighbouredReading[]>;
  /** For `high-water`: every stored reading from `fromMicros` on, and the highest value up to it. */
  abstract loadTail(
    tx: Tx,
    series: { projectId: number; seriesId: number },
    fromMicros: number | null,
  ): Promise<{ readings: Reading[]; highWaterBefore: string | null }>;
  abstract releasedHolds(tx: Tx, intervals: readonly NotedInterval[]): Promise<Set<string>>;
  abstract changeCharges(tx: Tx, changes: readonly ChargeChange[]): Promise<void>;
  abstract noteResets(
    tx: Tx,
    added: readonly NotedInterval[],
    removed: readonly NotedInterval[],
  ): Promise<void>;
  /** One that is noted already keeps what was decided about it and takes the new quantity. */
  abstract noteHolds(
    tx: Tx,
    added: readonly NotedInterval[],
    removed: readonly NotedInterval[],
  ): Promise<void>;
  abstract advanceSeries(tx: Tx, advances: readonly SeriesAdvance[]): Promise<void>;
  abstract countOutcomes(tx: Tx, totals: Readonly<Record<string, number>>): Promise<void>;
  /** Makes the partitions that the claimed readings need, should they be missing; for good without `queries`. */
  abstract ensurePartitionsFor(batchIds: readonly string[], queries?: Queries): Promise<void>;
}
