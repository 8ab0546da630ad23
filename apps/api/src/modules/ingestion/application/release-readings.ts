import { Inject, Injectable } from '@nestjs/common';
import { canonicalDecimal, METRIC_LABEL, parseInstantMicros } from '@os-credits/usage-wire';
import { Clock } from '../../../platform/clock/index.js';
import {
  CREDITS_SETTINGS,
  INGESTION_SETTINGS,
  type CreditsSettings,
  type IngestionSettings,
} from '../../../platform/config/index.js';
import { type Tx } from '../../../platform/database/index.js';
import { acceptedTimes, type AcceptedTimes } from './accepted-times.js';
import { IngestionRepository, type KnownSeries } from './ingestion.ports.js';
import { conflictWith, instantKey, knownInstants, takenBy, verdictOn } from './known-instants.js';
import { SeriesRegistry } from './series-registry.js';

/** Wire of batches that hold released readings; who sent them first is with the quarantined ones. */
export const RELEASED_WIRE = 'released';

/** A reading that was kept back and is to be taken in after all. */
export interface ReleasedReading {
  readonly id: string;
  readonly projectName: string;
  readonly siteName: string;
  readonly metricName: string;
  /** ISO 8601. */
  readonly at: string;
  readonly value: string;
}

export type ReleaseVerdict =
  | { readonly id: string; readonly outcome: 'accepted' | 'duplicate' }
  | {
      readonly id: string;
      readonly outcome: 'refused';
      readonly reason: string;
      readonly detail: string;
    };

export interface Release {
  /** In the order asked for. */
  readonly verdicts: readonly ReleaseVerdict[];
  /** Where accepted ones went; `null` where there were none, or nothing was to be stored. */
  readonly batchId: string | null;
}

/** Readings that were taken in for a transaction that will be undone. */
export interface TrialIntake {
  readonly batchId: string;
  readonly projectIds: readonly number[];
}

interface Candidate {
  readonly id: string;
  readonly series: KnownSeries;
  readonly atMicros: number;
  readonly value: string;
}

/**
 * Takes readings in as if they had arrived now, by the rules of now: the same identification, the same
 * limits, the same intake. A site that the sender may not write for is no obstacle, because staff decide; and
 * neither is a reading of the same time that was dismissed: the released one takes its place.
 */
@Injectable()
export class ReleaseReadings {
  constructor(
    private readonly registry: SeriesRegistry,
    private readonly repository: IngestionRepository,
    private readonly clock: Clock,
    @Inject(INGESTION_SETTINGS) private readonly settings: IngestionSettings,
    @Inject(CREDITS_SETTINGS) private readonly credits: CreditsSettings,
  ) {}

  /** Tells what would become of them, and stores nothing. */
  async tryOut(tx: Tx, readings: readonly ReleasedReading[]): Promise<Release> {
    const judged = await this.judgeAll(readings);
    const series = [...new Set(judged.candidates.map((one) => one.series))].filter(
      (one) => one.seriesId === null,
    );
    // What the database does not know yet has no readings either.
    const found = series.length === 0 ? [] : await this.repository.findSeries(series);
    for (const [index, one] of series.entries()) {
      one.projectId = found[index]?.projectId ?? null;
      one.seriesId = found[index]?.seriesId ?? null;
    }
    const { verdicts } = await this.sortOut(tx, judged.candidates);
    return { verdicts: inOrder(readings, [...judged.refused, ...verdicts]), batchId: null };
  }

  /** Stores those that can be billed; durable when the transaction commits. */
  async take(tx: Tx, readings: readonly ReleasedReading[]): Promise<Release> {
    const { candidates, refused } = await this.judgeAll(readings);
    await this.registry.identify(candidates.map((one) => one.series));
    const { verdicts, fresh } = await this.sortOut(tx, candidates);
    const batchId = fresh.length === 0 ? null : await this.store(tx, fresh);
    return { verdicts: inOrder(readings, [...refused, ...verdicts]), batchId };
  }

  /**
   * Stores them as `take` does, for a transaction that the caller undoes: of series that are new, no id stays
   * in the memory of this process.
   *
   * @returns `null` where none of them would be stored
   */
  async takeOnTrial(tx: Tx, readings: readonly ReleasedReading[]): Promise<TrialIntake | null> {
    const judged = await this.judgeAll(readings);
    const known = [...new Set(judged.candidates.map((one) => one.series))];
    const ids = known.length === 0 ? [] : await this.repository.ensureSeries(known, tx);
    const onTrial = new Map(known.map((series, index) => [series, { ...series, ...ids[index] }]));
    const candidates = judged.candidates.map((one) => ({
      ...one,
      series: onTrial.get(one.series) ?? one.series,
    }));
    const { fresh } = await this.sortOut(tx, candidates);
    if (fresh.length === 0) return null;
    const batchId = await this.store(tx, fresh);
    return {
      batchId,
      projectIds: [...new Set(fresh.flatMap((one) => one.series.projectId ?? []))],
    };
  }

  private async judgeAll(
    readings: readonly ReleasedReading[],
  ): Promise<{ candidates: Candidate[]; refused: ReleaseVerdict[] }> {
    await this.registry.refresh();
    const times = acceptedTimes(this.clock.now(), { ...this.settings, ...this.credits });
    const judged = readings.map((reading) => this.judge(reading, times));
    return {
      candidates: judged.filter((one): one is Candidate => 'series' in one),
      refused: judged.filter((one): one is ReleaseVerdict => 'outcome' in one),
    };
  }

  private judge(reading: ReleasedReading, times: AcceptedTimes): Candidate | ReleaseVerdict {
    const { id, projectName, siteName, metricName } = reading;
    const refuse = (reason: string, detail: string): ReleaseVerdict => ({
      id,
      outcome: 'refused',
      reason,
      detail,
    });
    if (!this.registry.bills(metricName)) {
      return refuse('unbilled', `the metric "${metricName}" is not billed now`);
    }
    const labels = new Map([
      [METRIC_LABEL, metricName],
      [this.settings.INGEST_PROJECT_LABEL, projectName],
      [this.settings.INGEST_SITE_LABEL, siteName],
    ]);
    const key = `released:${JSON.stringify([projectName, siteName, metricName])}`;
    const verdict = this.registry.get(key) ?? this.registry.resolve(key, labels);
    if (verdict.kind === 'unbilled') return refuse('unbilled', 'nobody bills this series');
    if (verdict.kind === 'rejected') return refuse(verdict.reason, verdict.detail);
    const atMicros = parseInstantMicros(reading.at);
    if (atMicros === null) return refuse('bad-timestamp', `${reading.at} is no time`);
    if (atMicros > times.maxAtMicros) {
      return refuse('in-the-future', `${reading.at} still lies too far in the future`);
    }
    if (atMicros < times.minAtMicros) {
      return refuse('too-old', `${reading.at} is older than readings are kept`);
    }
    if (!this.registry.isActive(verdict.series, atMicros)) {
      return refuse('unbilled', `the metric "${metricName}" was not active then`);
    }
    const value = canonicalDecimal(reading.value);
    if (typeof value !== 'string') return refuse(value.reason, value.detail);
    return { id, series: verdict.series, atMicros, value };
  }

  /**
   * The first one of an instant counts, whether it is stored, waits for rating, or comes with this release;
   * those that were dismissed do not.
   */
  private async sortOut(
    tx: Tx,
    candidates: readonly Candidate[],
  ): Promise<{ verdicts: ReleaseVerdict[]; fresh: Candidate[] }> {
    const asked = candidates.flatMap(({ series, atMicros }) =>
      series.projectId === null || series.seriesId === null
        ? []
        : [{ projectId: series.projectId, seriesId: series.seriesId, atMicros }],
    );
    const stored = asked.length === 0 ? [] : await this.repository.findStored(asked, tx);
    const known = knownInstants(stored);
    const fresh: Candidate[] = [];
    const verdicts = candidates.map((candidate): ReleaseVerdict => {
      const { id, value } = candidate;
      const key = keyOf(candidate);
      const earlier = known.get(key);
      const verdict = verdictOn(earlier, value);
      if (verdict === 'duplicate') return { id, outcome: 'duplicate' };
      if (verdict === 'conflict' && earlier !== undefined)
        return { id, outcome: 'refused', ...conflictWith(earlier) };
      known.set(key, takenBy(value, earlier));
      fresh.push(candidate);
      return { id, outcome: 'accepted' };
    });
    return { verdicts, fresh };
  }

  private store(tx: Tx, fresh: readonly Candidate[]): Promise<string> {
    const ids = fresh.map(({ series }) => {
      if (series.projectId === null || series.seriesId === null)
        throw new Error(`a series of ${series.projectName} was not identified`);
      return { projectId: series.projectId, seriesId: series.seriesId };
    });
    return this.repository.store(
      {
        wire: RELEASED_WIRE,
        tokenId: null,
        projectIds: ids.map((one) => one.projectId),
        seriesIds: ids.map((one) => one.seriesId),
        atMicros: fresh.map((one) => one.atMicros),
        values: fresh.map((one) => one.value),
        quarantined: [],
      },
      tx,
    );
  }
}

/** Series that the database does not know yet are told apart by name. */
function keyOf({ series, atMicros }: Candidate): string {
  const name = JSON.stringify([series.projectName, series.siteName, series.metricName]);
  return series.seriesId === null
    ? `${name}.${atMicros}`
    : instantKey({ projectId: series.projectId ?? 0, seriesId: series.seriesId, atMicros });
}

function inOrder(
  readings: readonly ReleasedReading[],
  verdicts: readonly ReleaseVerdict[],
): ReleaseVerdict[] {
  const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
  return readings.flatMap(({ id }) => byId.get(id) ?? []);
}
