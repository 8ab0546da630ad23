/** A compute location with its own usage exporter. */
export interface Site {
  readonly key: 'bielefeld' | 'giessen';
  /** The label `location_id`: the id of the site's resource in Perun. */
  readonly locationId: string;
  /** The label `location`. */
  readonly location: string;
}

export type SiteKey = Site['key'];

/** The two sites of the sandbox's cloud: exporter A and exporter B. */
export const SITES: readonly [Site, Site] = [
  { key: 'bielefeld', locationId: '8676', location: 'bielefeld' },
  { key: 'giessen', locationId: '8675', location: 'giessen' },
];
