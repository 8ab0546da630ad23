import { Injectable } from '@nestjs/common';
import { reRatedDifference } from '@os-credits/credits';
import type { ReRatingPlan } from '@os-credits/contracts';
import type { Tx } from '../../../platform/database/index.js';
import { SeriesHistory, type HistoricSeries } from '../../rating/index.js';
import { ReRatingRepository, type PlannedLine } from './re-rating.ports.js';

type Stretch = Pick<ReRatingPlan, 'from' | 'to' | 'costTable'>;

/** What a project's charges change by where a table applies from its stated time on. */
@Injectable()
export class ComputeDifference {
  constructor(
    private readonly history: SeriesHistory,
    private readonly repository: ReRatingRepository,
  ) {}

  /** Projects that may be concerned, by id. */
  projects(tx: Tx, { from, to }: Stretch): Promise<number[]> {
    return this.history.projectsWithUse(tx, from, to);
  }

  /** @returns lines in the order of series, hour and table; none where nothing changes */
  async ofProject(tx: Tx, projectId: number, stretch: Stretch): Promise<PlannedLine[]> {
    const [old, next] = await this.seriesUnderBoth(tx, projectId, stretch);
    const lines: PlannedLine[] = [];
    for (const [index, series] of old.entries()) {
      const newRates = next[index]?.rates ?? [];
      if (!isConcerned(series, newRates, stretch.costTable.id)) continue;
      const { before, readings } = await this.history.readings(
        tx,
        series,
        stretch.from,
        stretch.to,
      );
      const changes = reRatedDifference(readings, {
        rules: series.rules,
        oldRates: series.rates,
        newRates,
        before,
        isCounted: (interval) =>
          series.releasedHolds.has(`${interval.from.atMicros}-${interval.to.atMicros}`),
      });
      lines.push(
        ...changes
          .sort((a, b) => a.hourMicros - b.hourMicros || a.costTableId - b.costTableId)
          .map((change) => ({
            seriesId: series.id,
            hourMicros: change.hourMicros,
            costTableId: change.costTableId,
            rate: change.rate.toString(),
            quantity: change.quantity.toString(),
          })),
      );
    }
    return lines;
  }

  /** The rates as they are, and as they are with the table moved: looked up, then taken back. */
  private async seriesUnderBoth(
    tx: Tx,
    projectId: number,
    { from, costTable }: Stretch,
  ): Promise<[HistoricSeries[], HistoricSeries[]]> {
    const old = await this.history.seriesOf(tx, projectId);
    await tx.query('savepoint as_if');
    await this.repository.applyFrom(tx, costTable.id, from);
    const next = await this.history.seriesOf(tx, projectId);
    await tx.query('rollback to savepoint as_if');
    return [old, next];
  }
}

/** Whether the table prices the series, or takes over from one that did. */
function isConcerned(
  series: HistoricSeries,
  newRates: HistoricSeries['rates'],
  costTableId: number,
): boolean {
  return (
    newRates.some((window) => window.costTableId === costTableId) ||
    series.rates.length !== newRates.length ||
    series.rates.some(
      (window, index) =>
        window.fromMicros !== newRates[index]?.fromMicros ||
        window.toMicros !== newRates[index].toMicros,
    )
  );
}
