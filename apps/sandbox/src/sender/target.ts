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
 * The labels of a series as they reach the product: the exporter's and those that scraping adds,
 * sorted. Empty labels are left out, as Prometheus does.
 */
export function seriesLabels(
  target: { readonly site: Omit<Site, 'key'>; readonly instance: string },
  name: string,
  labels: Sample['labels'],
): Sample['labels'] {
  const { location, locationId } = target.site;
  const all: Sample['labels'] = [
    ['__name__', name],
    ['instance', target.instance],
    ['job', 'project_usages'],
    ['location', location],
    ['location_id', locationId],
    ...labels,
  ];
  return all.filter(([, value]) => value !== '').sort(([left], [right]) => (left < right ? -1 : 1));
}
