import { identifySeries, type SeriesIdentityOptions } from './identify-series.js';
import type { Labels, SeriesCache, SeriesVerdict } from './reading-batch.js';

/** A cache for tests: bills the two metrics of the exporter and remembers everything. */
export class TestCache implements SeriesCache<string> {
  readonly verdicts = new Map<string, SeriesVerdict<string>>();
  readonly resolved: Labels[] = [];

  constructor(
    private readonly identity?: SeriesIdentityOptions,
    private readonly metrics = ['project_vcpu_usage', 'project_mb_usage'],
  ) {}

  get(key: string): SeriesVerdict<string> | undefined {
    return this.verdicts.get(key);
  }

  bills(metric: string): boolean {
    return this.metrics.includes(metric);
  }

  resolve(key: string, labels: Labels): SeriesVerdict<string> {
    this.resolved.push(labels);
    const identity = identifySeries(labels, this.identity);
    const verdict: SeriesVerdict<string> =
      'reason' in identity
        ? { kind: 'rejected', ...identity }
        : { kind: 'billed', series: `${identity.project}/${identity.site}/${identity.metric}` };
    this.verdicts.set(key, verdict);
    return verdict;
  }
}
