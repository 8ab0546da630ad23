import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const FAST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The process's metrics. Names follow the Prometheus conventions: base units, `_total` for counters. */
export class Metrics {
  readonly registry = new Registry();

  readonly readingsAccepted = this.counter(
    'os_credits_readings_accepted_total',
    'Readings made durable, duplicates that rating finds later included',
    ['wire'],
  );
  readonly readingsDuplicate = this.counter(
    'os_credits_readings_duplicate_total',
    'Readings recognised as duplicates while they were received',
    ['wire'],
  );
  readonly readingsQuarantined = this.counter(
    'os_credits_readings_quarantined_total',
    'Readings put into quarantine, by reason',
    ['wire', 'reason'],
  );
  readonly readingsUnbilled = this.counter(
    'os_credits_readings_unbilled_total',
    'Readings dropped because nobody bills their metric',
    ['wire'],
  );
  readonly samplesIgnored = this.counter(
    'os_credits_samples_ignored_total',
    'Samples that are no readings: stale markers and histograms',
    ['wire', 'kind'],
  );

  readonly requestSeconds = new Histogram({
    name: 'os_credits_http_request_duration_seconds',
    help: 'Time to answer a request, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: FAST_SECONDS,
    registers: [this.registry],
  });
  readonly querySeconds = new Histogram({
    name: 'os_credits_database_query_duration_seconds',
    help: 'Time of one database statement, waiting for a connection included',
    labelNames: ['outcome'],
    buckets: FAST_SECONDS,
    registers: [this.registry],
  });

  readonly databaseUp = this.gauge(
    'os_credits_database_up',
    'Whether the database answered the last scrape',
  );
  readonly ratingLagSeconds = this.gauge(
    'os_credits_rating_lag_seconds',
    'Age of the oldest acknowledged batch that rating has not taken',
  );
  readonly ratingBacklogReadings = this.gauge(
    'os_credits_rating_backlog_readings',
    'Acknowledged readings that rating has not taken',
  );
  readonly ratedReadings = this.gauge(
    'os_credits_rated_readings_total',
    'Readings by what rating made of them, over all workers',
    ['outcome'],
  );

  private readonly refreshers: (() => Promise<void>)[] = [];

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** What is to be asked before each scrape; one that fails leaves its metrics as they were. */
  beforeScrape(refresh: () => Promise<void>): void {
    this.refreshers.push(refresh);
  }

  async refresh(): Promise<void> {
    await Promise.allSettled(this.refreshers.map((refresh) => refresh()));
  }

  counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  gauge<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Gauge<L> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }
}
