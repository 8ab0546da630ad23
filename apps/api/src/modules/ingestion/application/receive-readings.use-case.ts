import { Inject, Injectable } from '@nestjs/common';
import type { ReadingBatch, Rejection } from '@os-credits/usage-wire';
import { INGESTION_SETTINGS, type IngestionSettings } from '../../../platform/config/index.js';
import { Metrics } from '../../../platform/metrics/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { Backlog } from './backlog.js';
import {
  IngestionRepository,
  type KnownSeries,
  type QuarantinedReading,
} from './ingestion.ports.js';
import { SeriesRegistry } from './series-registry.js';
import { toQuarantined } from './to-quarantined.js';

/** Who sent a request and in which format. */
export interface Sender {
  readonly tokenId: string;
  /** `null` = every site. */
  readonly siteNames: readonly string[] | null;
  readonly wire: string;
}

export interface Received {
  readonly acceptedCount: number;
  /** Samples that are no readings or not billed: taken, and nothing is to be done with them. */
  readonly ignoredCount: number;
  readonly quarantined: readonly QuarantinedReading[];
}

/**
 * Makes what a request brought durable: the good readings wait for rating, the bad ones are in quarantine,
 * both in one statement. When it resolves, success may be answered.
 */
@Injectable()
export class ReceiveReadings {
  constructor(
    private readonly registry: SeriesRegistry,
    private readonly repository: IngestionRepository,
    private readonly backlog: Backlog,
    private readonly metrics: Metrics,
    @Inject(INGESTION_SETTINGS) private readonly settings: IngestionSettings,
  ) {}

  /** @throws DomainError `overloaded` before anything is read, when too much waits for rating */
  async admit(): Promise<void> {
    if (await this.backlog.isOver(this.settings.INGEST_BACKLOG_READINGS_MAX)) {
      throw new DomainError({
        code: 'overloaded',
        kind: 'dependency',
        message:
          'More readings wait for rating than are allowed to. Nothing was stored; send the same request again later.',
        retryAfterSeconds: 10,
      });
    }
    await this.registry.refresh();
  }

  /**
   * @throws DomainError `site-not-allowed` when the token may write for none of the sites named; nothing is stored
   * @throws DomainError `database-unavailable`; nothing is stored
   */
  async execute(batch: ReadingBatch<KnownSeries>, sender: Sender): Promise<Received> {
    const isAllowed = siteCheck(sender.siteNames);
    const { rejected, forbidden } = judge(batch, isAllowed);
    if (
      batch.series.length + rejected.length > 0 &&
      forbidden.length === batch.series.length &&
      rejected.every((one) => one.reason === 'site-not-allowed')
    ) {
      throw siteNotAllowed([...forbidden, ...rejected]);
    }
    return this.keep(batch, sender);
  }

  /**
   * As {@link execute}, for a batch of which some readings are known to be allowed.
   *
   * @throws DomainError `database-unavailable`; nothing is stored
   */
  async keep(batch: ReadingBatch<KnownSeries>, sender: Sender): Promise<Received> {
    const isAllowed = siteCheck(sender.siteNames);
    const { rejected, forbidden } = judge(batch, isAllowed);
    const quarantined = [...rejected, ...forbidden].sort(byPosition);
    const { inactiveCount, ...columns } = await this.toColumns(batch, isAllowed);
    batch.counts.unbilled += inactiveCount;
    if (columns.projectIds.length > 0 || quarantined.length > 0) {
      await this.repository.store({
        wire: sender.wire,
        tokenId: sender.tokenId,
        ...columns,
        quarantined,
      });
      this.backlog.add(columns.projectIds.length);
    }
    this.count(batch, sender.wire, columns.projectIds.length, quarantined);
    const { unbilled, staleMarkers } = batch.counts;
    return {
      acceptedCount: columns.projectIds.length,
      ignoredCount: unbilled + staleMarkers,
      quarantined,
    };
  }

  /** Counts readings that the database has already and that were therefore not stored again. */
  countDuplicates(sender: Sender, count: number): void {
    this.metrics.readingsDuplicate.inc({ wire: sender.wire }, count);
  }

  /** Keeps a request whose body is not in its format at all: an excerpt, for whoever looks into it. */
  async quarantineBody(sender: Sender, detail: string, raw: string): Promise<void> {
    const quarantined: QuarantinedReading[] = [
      { ...NOTHING_KNOWN, reason: 'malformed-body', detail, raw },
    ];
    await this.repository.store({ ...sender, ...NO_READINGS, quarantined });
    this.metrics.readingsQuarantined.inc({ wire: sender.wire, reason: 'malformed-body' });
  }

  private async toColumns(
    batch: ReadingBatch<KnownSeries>,
    isAllowed: (siteName: string) => boolean,
  ) {
    const projectIds: number[] = [];
    const seriesIds: number[] = [];
    const atMicros: number[] = [];
    const values: string[] = [];
    let inactiveCount = 0;
    const isActive = (one: KnownSeries, index: number) =>
      this.registry.isActive(one, batch.timesMicros[index] ?? 0);
    await this.registry.identify(
      batch.series.filter(
        (one, index) => one.seriesId === null && isAllowed(one.siteName) && isActive(one, index),
      ),
    );
    for (const [index, one] of batch.series.entries()) {
      if (!isAllowed(one.siteName)) continue;
      if (!isActive(one, index)) inactiveCount += 1;
      if (one.projectId === null || one.seriesId === null || !isActive(one, index)) continue;
      projectIds.push(one.projectId);
      seriesIds.push(one.seriesId);
      atMicros.push(batch.timesMicros[index] ?? 0);
      values.push(batch.values[index] ?? '');
    }
    return { projectIds, seriesIds, atMicros, values, inactiveCount };
  }

  private count(
    batch: ReadingBatch<KnownSeries>,
    wire: string,
    acceptedCount: number,
    quarantined: readonly QuarantinedReading[],
  ): void {
    const { counts } = batch;
    this.metrics.readingsAccepted.inc({ wire }, acceptedCount);
    this.metrics.readingsUnbilled.inc({ wire }, counts.unbilled);
    this.metrics.samplesIgnored.inc({ wire, kind: 'stale-marker' }, counts.staleMarkers);
    this.metrics.samplesIgnored.inc({ wire, kind: 'histogram' }, counts.histograms);
    for (const { reason } of quarantined) this.metrics.readingsQuarantined.inc({ wire, reason });
  }
}

const NO_READINGS = { projectIds: [], seriesIds: [], atMicros: [], values: [] };
const NOTHING_KNOWN = {
  position: null,
  projectName: null,
  siteName: null,
  metricName: null,
  atMicros: null,
  value: null,
};

function siteCheck(siteNames: readonly string[] | null): (siteName: string) => boolean {
  if (siteNames === null) return () => true;
  const allowed = new Set(siteNames);
  return (siteName) => allowed.has(siteName);
}

function judge(batch: ReadingBatch<KnownSeries>, isAllowed: (siteName: string) => boolean) {
  return {
    rejected: batch.rejected.map((one) => fromRejection(one, isAllowed)),
    forbidden: forbiddenReadings(batch, isAllowed),
  };
}

function forbiddenReadings(
  batch: ReadingBatch<KnownSeries>,
  isAllowed: (siteName: string) => boolean,
): QuarantinedReading[] {
  const forbidden: QuarantinedReading[] = [];
  for (const [index, one] of batch.series.entries()) {
    if (isAllowed(one.siteName)) continue;
    forbidden.push({
      reason: 'site-not-allowed',
      detail: siteNotAllowedDetail(one.siteName),
      position: batch.positions[index] ?? null,
      projectName: one.projectName,
      siteName: one.siteName,
      metricName: one.metricName,
      atMicros: batch.timesMicros[index] ?? null,
      value: batch.values[index] ?? null,
      raw: null,
    });
  }
  return forbidden;
}

function siteNotAllowedDetail(siteName: string): string {
  return `the token may not write for the site "${siteName}"`;
}

function byPosition(one: QuarantinedReading, other: QuarantinedReading): number {
  return (one.position ?? 0) - (other.position ?? 0);
}

function siteNotAllowed(forbidden: readonly QuarantinedReading[]): DomainError {
  const sites = [...new Set(forbidden.flatMap((one) => one.siteName ?? []))].slice(0, 5).join(', ');
  return new DomainError({
    code: 'site-not-allowed',
    kind: 'forbidden',
    message: `This token may not write for ${sites === '' ? 'the sites of these readings' : sites}. Nothing was stored; use a token of that site.`,
  });
}

/** Where a reading is of a site that the token may not write for, nothing else about it matters. */
function fromRejection(
  rejection: Rejection<KnownSeries>,
  isAllowed: (siteName: string) => boolean,
): QuarantinedReading {
  const quarantined = toQuarantined(rejection);
  const { series } = rejection;
  if (series === undefined || isAllowed(series.siteName)) return quarantined;
  const detail = siteNotAllowedDetail(series.siteName);
  return { ...quarantined, reason: 'site-not-allowed', detail };
}
