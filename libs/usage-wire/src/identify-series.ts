import { METRIC_LABEL } from './label-rules.js';
import type { Labels, SeriesIdentity } from './reading-batch.js';

/** Which labels say what a series belongs to. */
export interface SeriesIdentityOptions {
  readonly projectLabel: string;
  /** Tried in order; the first one that is present counts. */
  readonly siteLabels: readonly string[];
  /** For exporters that do not name their site; without it such a series is refused. */
  readonly defaultSite?: string;
}

/** What the exporter and both original os_credits use; InfluxDB forwards the same labels as tags. */
export const DEFAULT_SERIES_IDENTITY: SeriesIdentityOptions = {
  projectLabel: 'project_name',
  siteLabels: ['location_id', 'location'],
};

/** Why a series cannot be identified. */
export interface UnidentifiedSeries {
  readonly reason:
    'metric-missing' | 'project-missing' | 'project-invalid' | 'site-missing' | 'site-invalid';
  readonly detail: string;
  /** What it does name, as far as that can be a name; for reports. */
  readonly names: Partial<SeriesIdentity>;
}

const NAME_LENGTH_MAX = 256;

/** Maps the labels of a series to project, site and metric. */
export function identifySeries(
  labels: Labels,
  options: SeriesIdentityOptions = DEFAULT_SERIES_IDENTITY,
): SeriesIdentity | UnidentifiedSeries {
  const metric = labels.get(METRIC_LABEL);
  const project = labels.get(options.projectLabel);
  const site = siteOf(labels, options);
  const names = namesOf({ project, site, metric });
  if (metric === undefined || metric === '') {
    return { reason: 'metric-missing', detail: `the series has no label ${METRIC_LABEL}`, names };
  }
  if (project === undefined || project === '') {
    return {
      reason: 'project-missing',
      detail: `the series has no label ${options.projectLabel}, which names the project`,
      names,
    };
  }
  if (site === undefined) {
    return {
      reason: 'site-missing',
      detail: `the series has none of the labels ${options.siteLabels.join(', ')}, which name the site, and no default site is set`,
      names,
    };
  }
  const projectFault = findNameFault(project);
  if (projectFault !== undefined) {
    return { reason: 'project-invalid', detail: `the project's name ${projectFault}`, names };
  }
  const siteFault = findNameFault(site);
  if (siteFault !== undefined) {
    return { reason: 'site-invalid', detail: `the site's name ${siteFault}`, names };
  }
  return { project, site, metric };
}

function namesOf(
  given: Readonly<Record<keyof SeriesIdentity, string | undefined>>,
): Partial<SeriesIdentity> {
  const named = Object.entries(given).filter(
    ([, name]) => name !== undefined && name !== '' && findNameFault(name) === undefined,
  );
  return Object.fromEntries(named);
}

function siteOf(labels: Labels, options: SeriesIdentityOptions): string | undefined {
  for (const label of options.siteLabels) {
    const site = labels.get(label);
    if (site !== undefined && site !== '') return site;
  }
  return options.defaultSite;
}

/** Control characters (C0, DEL, C1) would break logs, mails and PostgreSQL's `text` (NUL). */
function findNameFault(name: string): string | undefined {
  if (/\p{Cc}/u.test(name)) return 'contains control characters';
  if (!name.isWellFormed()) return 'is not valid Unicode';
  if (name.trim() === '') return 'is blank';
  return name.length > NAME_LENGTH_MAX
    ? `has more than ${String(NAME_LENGTH_MAX)} characters`
    : undefined;
}
