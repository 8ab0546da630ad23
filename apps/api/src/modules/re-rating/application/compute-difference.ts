import { Injectable } from '@nestjs/common';
import { looksAtHighWater, reRatedDifference, type Reading } from '@os-credits/credits';
import type { Tx } from '../../../platform/database/index.js';
import {
  restatedInterval,
  SeriesHistory,
  type DismissedReading,
  type HistoricReadings,
  type HistoricSeries,
  type RestatedNotes,
} from '../../rating/index.js';
import { EnactPlan } from './enact-plan.js';
import { instantMicros } from './instant-micros.js';
import type { PlannedLine, PlannedWork } from './re-rating.ports.js';

/** What applying a plan does to one project. */
export interface ProjectDifference {
  /** In the order of series, hour and table; only what differs. */
  readonly lines: PlannedLine[];
  /** By series and time. */
  readonly dismissed: DismissedReading[];
  readonly notes: RestatedNotes;
}

/** What a project's charges change by where the past had been as a plan says. */
@Injectable()
export class ComputeDifference {
  constructor(
    private readonly history: SeriesHistory,
    private readonly enact: EnactPlan,
  ) {}

  /** Projects that may be concerned, by id. */
  async projects(tx: Tx, work: PlannedWork): Promise<number[]> {
    return work.cause === 'dismissed-readings'
      ? [work.projectId]
      : this.history.projectsWithUse(tx, work.from, work.to);
  }

  async ofProject(tx: Tx, projectId: number, work: PlannedWork): Promise<ProjectDifference> {
    const difference: ProjectDifference = {
      lines: [],
      dismissed: [],
      notes: { resetsMade: [], resetsRemoved: [], holdsMade: [], holdsRemoved: [] },
    };
    const [old, next] = await this.seriesUnderBoth(tx, projectId, work);
    for (const [index, series] of old.entries()) {
      const restated = next[index];
      if (restated === undefined || !isConcerned(series, restated, work)) continue;
      const history = await this.history.readings(tx, series, work.from, endOf(series, work));
      const dismissed = dismissedBy(work, history.readings);
      difference.dismissed.push(
        ...dismissed.map((reading) => ({ projectId, seriesId: series.id, reading })),
      );
      addDifference(difference, { series, restated, history, dismissed: new Set(dismissed) });
    }
    return difference;
  }

  /** The series as they are, and as they are with other rules: looked up, then taken back. */
  private async seriesUnderBoth(
    tx: Tx,
    projectId: number,
    work: PlannedWork,
  ): Promise<[HistoricSeries[], HistoricSeries[]]> {
    const old = await this.history.seriesOf(tx, projectId);
    if (work.cause === 'dismissed-readings') return [old, old];
    await tx.query('savepoint as_if');
    await this.enact.rules(tx, work);
    const next = await this.history.seriesOf(tx, projectId);
    await tx.query('rollback to savepoint as_if');
    return [old, next];
  }
}

function addDifference(
  { lines, notes }: ProjectDifference,
  one: {
    readonly series: HistoricSeries;
    readonly restated: HistoricSeries;
    readonly history: HistoricReadings;
    readonly dismissed: ReadonlySet<Reading>;
  },
): void {
  const { series, restated, history, dismissed } = one;
  const { charges, resets, holds } = reRatedDifference(
    { ...history, rules: series.rules, rates: series.rates },
    {
      before: history.before,
      readings: history.readings.filter((reading) => !dismissed.has(reading)),
      rules: restated.rules,
      rates: restated.rates,
    },
    ({ from, to }) => series.releasedHolds.has(`${from.atMicros}-${to.atMicros}`),
  );
  const sorted = charges.sort(
    (a, b) => a.hourMicros - b.hourMicros || a.costTableId - b.costTableId,
  );
  for (const { hourMicros, costTableId, rate, quantity } of sorted) {
    const charge = { rate: rate.toString(), quantity: quantity.toString() };
    lines.push({ seriesId: series.id, hourMicros, costTableId, ...charge });
  }
  notes.resetsMade.push(...resets.made.map((each) => restatedInterval(restated, each)));
  notes.resetsRemoved.push(...resets.removed.map((each) => restatedInterval(series, each)));
  notes.holdsMade.push(...holds.made.map((each) => restatedInterval(restated, each)));
  notes.holdsRemoved.push(...holds.removed.map((each) => restatedInterval(series, each)));
}

/** With `high-water`, what follows depends on every reading before it. */
function endOf(series: HistoricSeries, work: PlannedWork): string {
  const isAllThatFollows = work.cause === 'dismissed-readings' && looksAtHighWater(series.rules);
  return isAllThatFollows ? 'infinity' : work.to;
}

function dismissedBy(work: PlannedWork, readings: readonly Reading[]): Reading[] {
  if (work.cause !== 'dismissed-readings') return [];
  const fromMicros = instantMicros(work.from);
  const toMicros = instantMicros(work.to);
  return readings.filter(({ atMicros }) => atMicros >= fromMicros && atMicros < toMicros);
}

function isConcerned(series: HistoricSeries, next: HistoricSeries, work: PlannedWork): boolean {
  switch (work.cause) {
    case 'cost-table':
      return hasOtherRates(series.rates, next.rates);
    case 'metric-unit':
      return series.metricId === work.metricId;
    case 'dismissed-readings':
      return (
        series.metricId === work.metricId && (work.siteId === null || series.siteId === work.siteId)
      );
  }
}

/** Whether the table prices the series, or takes over from one that did. */
function hasOtherRates(old: HistoricSeries['rates'], next: HistoricSeries['rates']): boolean {
  return (
    old.length !== next.length ||
    old.some(
      (window, index) =>
        window.costTableId !== next[index]?.costTableId ||
        window.fromMicros !== next[index].fromMicros ||
        window.toMicros !== next[index].toMicros,
    )
  );
}
