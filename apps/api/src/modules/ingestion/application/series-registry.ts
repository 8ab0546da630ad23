import { Inject, Injectable } from '@nestjs/common';
import {
  identifySeries,
  type Labels,
  type SeriesCache,
  type SeriesIdentity,
  type SeriesIdentityOptions,
  type SeriesVerdict,
} from '@os-credits/usage-wire';
import { Clock } from '../../../platform/clock/index.js';
import { INGESTION_SETTINGS, type IngestionSettings } from '../../../platform/config/index.js';
import { IngestionRepository, type BilledMetric, type KnownSeries } from './ingestion.ports.js';

/** A metric that staff add or retire, and a project's new name, count from then on, give or take this. */
const METRICS_MS_MAX = 10_000;
/** More series than any cloud here has; past it the memory is started anew rather than grown. */
const SERIES_MAX = 300_000;
/** Characters of all remembered keys: those of as many ordinary series. */
const KEY_LENGTHS_MAX = 64 * 1024 * 1024;
/** A longer key is judged each time: no exporter sends such, and they would push out the others. */
const KEY_LENGTH_MAX = 8 * 1024;

/**
 * Remembers which series the bytes on the wire mean, so that a known one costs a map lookup. The memory
 * of one process; losing it costs time, never data.
 */
@Injectable()
export class SeriesRegistry implements SeriesCache<KnownSeries> {
  private readonly identity: SeriesIdentityOptions;
  private readonly fallbackLabel: string;
  private readonly byWireKey = new Map<string, SeriesVerdict<KnownSeries>>();
  private readonly byIdentity = new Map<string, KnownSeries>();
  private metrics: ReadonlyMap<string, BilledMetric> = new Map();
  private metricsById: ReadonlyMap<number, BilledMetric> = new Map();
  private metricsUntilMs = 0;
  private namesVersion = '';
  private keyLengths = 0;

  constructor(
    private readonly repository: IngestionRepository,
    private readonly clock: Clock,
    @Inject(INGESTION_SETTINGS) settings: IngestionSettings,
  ) {
    this.fallbackLabel = settings.INGEST_SITE_FALLBACK_LABEL;
    this.identity = {
      projectLabel: settings.INGEST_PROJECT_LABEL,
      siteLabels: [settings.INGEST_SITE_LABEL, settings.INGEST_SITE_FALLBACK_LABEL],
      ...(settings.INGEST_DEFAULT_SITE === undefined
        ? {}
        : { defaultSite: settings.INGEST_DEFAULT_SITE }),
    };
  }

  /** Site of readings that name none; `undefined` where every reading has to. */
  get defaultSite(): string | undefined {
    return this.identity.defaultSite;
  }

  /** Call before parsing: keeps the list of billed metrics fresh, and what names mean. */
  async refresh(): Promise<void> {
    const nowMs = this.clock.now().getTime();
    if (nowMs < this.metricsUntilMs) return;
    const metrics = await this.repository.billedMetrics();
    const isSame =
      metrics.size === this.metrics.size &&
      [...metrics].every(([name, { id }]) => this.metrics.get(name)?.id === id);
    if (!isSame) this.forgetKeys();
    const namesVersion = await this.repository.namesVersion();
    if (namesVersion !== this.namesVersion) {
      this.byIdentity.clear();
      this.forgetKeys();
    }
    this.namesVersion = namesVersion;
    this.metrics = metrics;
    this.metricsById = new Map([...metrics.values()].map((one) => [one.id, one]));
    this.metricsUntilMs = nowMs + METRICS_MS_MAX;
  }

  get(key: string): SeriesVerdict<KnownSeries> | undefined {
    return this.byWireKey.get(key);
  }

  bills(metric: string): boolean {
    return this.metrics.has(metric);
  }

  /** Whether the metric of a series was active at a time; readings of other times are not billed. */
  isActive(series: Pick<KnownSeries, 'metricId'>, atMicros: number): boolean {
    const metric = this.metricsById.get(series.metricId);
    return (
      metric !== undefined &&
      atMicros >= metric.activeFromMicros &&
      atMicros < metric.activeToMicros
    );
  }

  resolve(key: string, labels: Labels): SeriesVerdict<KnownSeries> {
    const verdict = this.judge(labels);
    if (key.length > KEY_LENGTH_MAX) return verdict;
    if (this.byWireKey.size >= SERIES_MAX || this.keyLengths > KEY_LENGTHS_MAX) this.forgetKeys();
    this.byWireKey.set(key, verdict);
    this.keyLengths += key.length;
    return verdict;
  }

  /** The one object that stands for a series in this process. */
  private known(
    { project: projectName, site: siteName, metric: metricName }: SeriesIdentity,
    siteDisplayName: string | null,
  ): KnownSeries | null {
    const metricId = this.metrics.get(metricName)?.id;
    if (metricId === undefined) return null;
    const key = JSON.stringify([projectName, siteName, metricId]);
    const existing = this.byIdentity.get(key);
    if (existing !== undefined) return existing;
    if (this.byIdentity.size >= SERIES_MAX) {
      this.byIdentity.clear();
      this.forgetKeys();
    }
    const series: KnownSeries = {
      projectName,
      siteName,
      siteDisplayName,
      metricName,
      metricId,
      projectId: null,
      seriesId: null,
    };
    this.byIdentity.set(key, series);
    return series;
  }

  /** Gives every series its ids, making in the database what is not there. */
  async identify(series: Iterable<KnownSeries>): Promise<void> {
    const unknown = [...new Set(series)].filter((one) => one.seriesId === null);
    if (unknown.length === 0) return;
    const ids = await this.repository.ensureSeries(unknown);
    for (const [index, one] of unknown.entries()) {
      const found = ids[index];
      if (found === undefined) throw new Error('the database did not answer for every series');
      one.projectId = found.projectId;
      one.seriesId = found.seriesId;
    }
  }

  private forgetKeys(): void {
    this.byWireKey.clear();
    this.keyLengths = 0;
  }

  private judge(labels: Labels): SeriesVerdict<KnownSeries> {
    const identity = identifySeries(labels, this.identity);
    if ('reason' in identity) return { kind: 'rejected', ...identity };
    // The chain of the de.NBI Cloud sends both: location_id="8676", location="bielefeld".
    const location = labels.get(this.fallbackLabel) ?? null;
    const series = this.known(identity, location === identity.site ? null : location);
    return series === null ? { kind: 'unbilled' } : { kind: 'billed', series };
  }
}
