import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Metrics } from '../../../platform/metrics/index.js';
import { JobReads } from './job-reads.js';

const SHOWN_STATES = ['queued', 'running', 'waiting-for-approval', 'dead'] as const;

/** Numbers of all processes together, read from the database at each scrape. */
@Injectable()
export class JobMetrics implements OnModuleInit {
  private readonly gauges: ReturnType<typeof gaugesIn>;

  constructor(
    private readonly metrics: Metrics,
    private readonly reads: JobReads,
    private readonly clock: Clock,
  ) {
    this.gauges = gaugesIn(metrics);
  }

  onModuleInit(): void {
    this.metrics.beforeScrape(() => this.refresh());
  }

  private async refresh(): Promise<void> {
    const totals = await this.reads.totals(this.clock.now());
    const { states, oldestQueued, runs, seconds, lastSeconds, lastSuccess } = this.gauges;
    for (const state of SHOWN_STATES) {
      states.set({ state }, totals.byState.find((one) => one.state === state)?.count ?? 0);
    }
    oldestQueued.set(Math.max(0, totals.oldestQueuedSeconds));
    for (const { type, outcome, ...total } of totals.outcomes) {
      runs.set({ type, outcome }, total.total);
      seconds.set({ type, outcome }, total.secondsSum);
      lastSeconds.set({ type, outcome }, total.lastSeconds);
      if (outcome === 'succeeded') lastSuccess.set({ type }, total.lastAtSeconds);
    }
    if (totals.ledgerDifferences !== null) {
      this.gauges.ledgerDifferences.set(totals.ledgerDifferences);
    }
  }
}

function gaugesIn(metrics: Metrics) {
  const byOutcome = ['type', 'outcome'] as const;
  return {
    lastSuccess: metrics.gauge(
      'os_credits_job_last_success_timestamp_seconds',
      'When a job of the type last succeeded, dry runs left out',
      ['type'],
    ),
    runs: metrics.gauge(
      'os_credits_job_runs_total',
      'Jobs that are over, by type and how they ended',
      byOutcome,
    ),
    seconds: metrics.gauge(
      'os_credits_job_seconds_total',
      'Time from start to end of all jobs that are over',
      byOutcome,
    ),
    lastSeconds: metrics.gauge(
      'os_credits_job_last_duration_seconds',
      'Time from start to end of the last job',
      byOutcome,
    ),
    states: metrics.gauge('os_credits_jobs', 'Jobs that are in a state', ['state']),
    oldestQueued: metrics.gauge(
      'os_credits_job_oldest_queued_seconds',
      'For how long the job that waits longest could have started',
    ),
    ledgerDifferences: metrics.gauge(
      'os_credits_ledger_differences',
      'What the last complete check of the ledger found to differ; 0 is right',
    ),
  };
}
