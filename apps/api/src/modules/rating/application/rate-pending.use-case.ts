import { Injectable } from '@nestjs/common';
import { Decimal, looksAtHighWater, type Insertion } from '@os-credits/credits';
import { Database, type Tx } from '../../../platform/database/index.js';
import { insertionsOf, intervalKey, rateInsertions, type SeriesChange } from './rate-others.js';
import { isMissingPartition } from './missing-partition.js';
import {
  RatingRepository,
  type ClaimedPayloads,
  type NeighbouredReading,
  type NewReading,
  type RatedSeries,
} from './rating.ports.js';

/** Readings taken in one transaction: enough to spread its cost, few enough to answer quickly and to fit in memory. */
export const READINGS_PER_PASS = 100_000;

/** A pass on a machine that is busy with something else must still come to its end. */
const LONG_WORK = { statementTimeoutMs: 300_000 };

export interface PassResult {
  /** Readings taken from the intake, stored or not. */
  readonly takenCount: number;
  readonly storedCount: number;
  /** Another process is rating; nothing was done. */
  readonly isBusy: boolean;
}

/**
 * Takes waiting readings and rates them, all in one transaction: they are stored, charged and gone from
 * the intake, or nothing happened. One process at a time does so (advisory lock); the others find it busy.
 */
@Injectable()
export class RatePending {
  constructor(
    private readonly database: Database,
    private readonly rating: RatingRepository,
  ) {}

  async execute(readingsMax: number = READINGS_PER_PASS): Promise<PassResult> {
    let claimedIds: readonly string[] = [];
    const pass = () =>
      this.database.transaction(async (tx) => {
        if (!(await this.rating.tryLock(tx)))
          return { takenCount: 0, storedCount: 0, isBusy: true };
        const claimed = await this.rating.claimPayloads(tx, readingsMax);
        claimedIds = claimed.batchIds;
        if (claimedIds.length === 0) return { takenCount: 0, storedCount: 0, isBusy: false };
        return this.rate(tx, claimed);
      }, LONG_WORK);
    try {
      return await pass();
    } catch (error) {
      if (!isMissingPartition(error)) throw error;
      await this.rating.ensurePartitionsFor(claimedIds);
      return pass();
    }
  }

  /** Rates payloads in the caller's transaction, which holds the lock of rating. */
  async rate(tx: Tx, claimed: ClaimedPayloads): Promise<PassResult & { heldCount: number }> {
    const { batchIds, readingCount: takenCount } = claimed;
    const { storedCount, others } = await this.rating.ratePlain(tx, claimed);
    const noted = others.length > 0 ? await this.rateOthers(tx, others) : { reset: 0, held: 0 };
    const skipped = takenCount - storedCount;
    const conflict = skipped > 0 ? await this.rating.quarantineConflicts(tx, batchIds) : 0;
    if (skipped > conflict) await this.rating.countDuplicates(tx, batchIds);
    await this.rating.removePayloads(tx, batchIds);
    await this.rating.countOutcomes(tx, {
      stored: storedCount,
      duplicate: skipped - conflict,
      conflict,
      ...noted,
    });
    return { takenCount, storedCount, isBusy: false, heldCount: noted.held };
  }

  /** Series with late readings, resets, gaps, price changes or special rules. */
  private async rateOthers(
    tx: Tx,
    others: readonly NewReading[],
  ): Promise<{ reset: number; held: number }> {
    const bySeries = Map.groupBy(others, keyOf);
    const keys = [...bySeries.values()].flatMap((readings) => readings.slice(0, 1));
    const seriesList = await this.rating.loadSeries(tx, keys);
    const insertions = await this.insertionsBySeries(tx, seriesList, bySeries);

    // Held intervals that staff released were charged, so taking one apart takes its charge back.
    const tentative = seriesList.map((series) =>
      rateInsertions(series, insertions.get(series) ?? [], () => false),
    );
    const released = await this.rating.releasedHolds(
      tx,
      tentative.flatMap((change) => change.holdsRemoved),
    );
    const changes =
      released.size === 0
        ? tentative
        : seriesList.map((series) =>
            rateInsertions(series, insertions.get(series) ?? [], (held) =>
              released.has(intervalKey(held)),
            ),
          );
    await this.write(tx, changes);
    return {
      reset: changes.reduce((sum, change) => sum + change.resetsMade.length, 0),
      held: changes.reduce((sum, change) => sum + change.holdsMade.length, 0),
    };
  }

  private async insertionsBySeries(
    tx: Tx,
    seriesList: readonly RatedSeries[],
    bySeries: ReadonlyMap<string, readonly NewReading[]>,
  ): Promise<Map<RatedSeries, Insertion[]>> {
    const result = new Map<RatedSeries, Insertion[]>();
    const late: NewReading[] = [];
    for (const series of seriesList) {
      const readings = bySeries.get(keyOf(series)) ?? [];
      const isAppended = series.last === null || minOf(readings) > series.last.atMicros;
      if (isAppended) result.set(series, [appended(series, readings)]);
      else if (looksAtHighWater(series.rules))
        result.set(series, [await this.tail(tx, series, readings)]);
      else late.push(...readings);
    }
    if (late.length === 0) return result;
    const neighboured = Map.groupBy(await this.rating.findNeighbours(tx, late), keyOf);
    for (const series of seriesList) {
      const readings: NeighbouredReading[] | undefined = neighboured.get(keyOf(series));
      if (readings !== undefined) result.set(series, insertionsOf(readings));
    }
    return result;
  }

  /** `high-water` looks at everything before, so a late reading re-rates all that follows it. */
  private async tail(
    tx: Tx,
    series: RatedSeries,
    readings: readonly NewReading[],
  ): Promise<Insertion> {
    const earliest = readings.reduce((min, one) =>
      one.reading.atMicros < min.reading.atMicros ? one : min,
    );
    const [neighboured] = await this.rating.findNeighbours(tx, [earliest]);
    const before = neighboured?.before ?? null;
    const { readings: stored, highWaterBefore } = await this.rating.loadTail(
      tx,
      series,
      before?.atMicros ?? null,
    );
    const added = new Set(readings.map((one) => one.reading.atMicros));
    const known = stored.filter((reading) => !added.has(reading.atMicros));
    const isAnchored = before !== null && known[0]?.atMicros !== before.atMicros;
    return {
      known: isAnchored ? [before, ...known] : known,
      added: sorted(readings),
      highWaterBefore:
        before === null || highWaterBefore === null ? null : Decimal.of(highWaterBefore),
    };
  }

  private async write(tx: Tx, changes: readonly SeriesChange[]): Promise<void> {
    await this.rating.changeCharges(
      tx,
      changes.flatMap((change) => change.charges),
    );
    await this.rating.noteResets(
      tx,
      changes.flatMap((change) => change.resetsMade),
      changes.flatMap((change) => change.resetsRemoved),
    );
    await this.rating.noteHolds(
      tx,
      changes.flatMap((change) => change.holdsMade),
      changes.flatMap((change) => change.holdsRemoved),
    );
    await this.rating.advanceSeries(
      tx,
      changes.map((change) => change.advance),
    );
  }
}

function keyOf(series: { projectId: number; seriesId: number }): string {
  return `${series.projectId}.${series.seriesId}`;
}

function minOf(readings: readonly NewReading[]): number {
  return readings.reduce((min, one) => Math.min(min, one.reading.atMicros), Infinity);
}

function sorted(readings: readonly NewReading[]) {
  return readings.map((one) => one.reading).sort((a, b) => a.atMicros - b.atMicros);
}

/** All new readings follow the last rated one. */
function appended(series: RatedSeries, readings: readonly NewReading[]): Insertion {
  return {
    known: series.last === null ? [] : [series.last],
    added: sorted(readings),
    highWaterBefore: series.highWater === null ? null : Decimal.of(series.highWater),
  };
}
