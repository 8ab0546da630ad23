import {
  DEFAULT_SERIES_IDENTITY,
  identifySeries,
  type Labels,
  type SeriesCache,
  type SeriesVerdict,
} from '@os-credits/usage-wire';

/** A cache as the API keeps one: bounded, with one object per project × site × metric. */
export class RememberingCache implements SeriesCache<string> {
  private readonly verdicts = new Map<string, SeriesVerdict<string>>();

  constructor(
    private readonly metrics: ReadonlySet<string>,
    private readonly sizeMax = 100_000,
  ) {}

  get(key: string): SeriesVerdict<string> | undefined {
    return this.verdicts.get(key);
  }

  bills(metric: string): boolean {
    return this.metrics.has(metric);
  }

  resolve(key: string, labels: Labels): SeriesVerdict<string> {
    const identity = identifySeries(labels, DEFAULT_SERIES_IDENTITY);
    const verdict: SeriesVerdict<string> =
      'reason' in identity
        ? { kind: 'rejected', ...identity }
        : { kind: 'billed', series: `${identity.project} ${identity.site} ${identity.metric}` };
    if (this.verdicts.size >= this.sizeMax) this.verdicts.clear();
    this.verdicts.set(key, verdict);
    return verdict;
  }
}
