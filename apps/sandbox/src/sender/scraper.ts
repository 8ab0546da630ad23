import { parseExposition } from './parse-exposition.js';
import { seriesLabels, type Target } from './target.js';
import type { Sample } from './write-request.js';

const SCRAPE_TIMEOUT_MS = 10_000;

/**
 * Scrapes usage exporters over HTTP. The timestamps of its scrapes strictly increase, so that two
 * scrapes within one millisecond are no conflicting readings.
 */
export class Scraper {
  private lastMs = 0;

  constructor(
    private readonly targets: readonly Target[],
    private readonly nowMs: () => number,
  ) {}

  /** The samples of all targets, with what Prometheus adds about the scrape itself. */
  async scrape(): Promise<readonly Sample[]> {
    this.lastMs = Math.max(this.nowMs(), this.lastMs + 1);
    const timestampMs = this.lastMs;
    const scraped = this.targets.map((target) => this.scrapeTarget(target, timestampMs));
    return (await Promise.all(scraped)).flat();
  }

  private async scrapeTarget(target: Target, timestampMs: number): Promise<readonly Sample[]> {
    const sample = (name: string, value: number): Sample => ({
      labels: seriesLabels(target, name, []),
      value,
      timestampMs,
    });
    try {
      const signal = AbortSignal.timeout(SCRAPE_TIMEOUT_MS);
      const response = await fetch(target.url, { signal });
      const lines = parseExposition(await response.text());
      const samples = lines.map(({ name, labels, value }) => ({
        labels: seriesLabels(target, name, labels),
        value,
        timestampMs,
      }));
      const seconds = (this.nowMs() - timestampMs) / 1000;
      return [
        ...samples,
        sample('up', 1),
        sample('scrape_duration_seconds', Math.max(0, seconds)),
        sample('scrape_samples_scraped', samples.length),
      ];
    } catch {
      // As Prometheus: an exporter that does not answer is a fact to report.
      return [sample('up', 0)];
    }
  }
}
