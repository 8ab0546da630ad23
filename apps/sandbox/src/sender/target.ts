import type { Site } from '../cloud/sites.js';
import type { Sample } from './write-request.js';

/** A usage exporter that is scraped, with what Prometheus would know about it. */
export interface Target {
  readonly site: Site;
  readonly url: string;
  /** The label `instance`: host and port of the exporter. */
  readonly instance: string;
}

/**
 * A sample as it reaches the product: the exporter's labels and those that scraping adds, sorted.
 * Empty labels are left out, as Prometheus does.
 */
export function targetSample(
  target: Target,
  name: string,
  labels: readonly (readonly [string, string])[],
  point: { value: number; timestampMs: number },
): Sample {
  const { location, locationId } = target.site;
  const all: (readonly [string, string])[] = [
    ['__name__', name],
    ['instance', target.instance],
    ['job', 'project_usages'],
    ['location', location],
    ['location_id', locationId],
    ...labels,
  ];
  const sorted = all
    .filter(([, value]) => value !== '')
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return { labels: sorted, ...point };
}
