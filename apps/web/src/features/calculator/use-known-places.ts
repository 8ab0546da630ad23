import { useQuery } from '@tanstack/react-query';
import { metricsQuery, rulesContextQuery } from '../../shared/credit-rules/index.js';
import { staffPermissions } from '@os-credits/contracts';
import { useSession } from '../../shared/api/session.queries.js';
import { ownSitesQuery, usedMetricsQuery } from './calculator.queries.js';

const builtIn = new Set(['project_vcpu_usage', 'project_mb_usage']);

/** Sites and further metrics to choose from: all of them for staff, those of one's own projects for others. */
export function useKnownPlaces(project: string): {
  isStaff: boolean;
  sites: readonly { name: string; displayName: string | null }[];
  metrics: readonly string[];
} {
  const role = useSession().user?.staffRole ?? null;
  const isStaff = role !== null && staffPermissions[role].includes('credit-rules:read');
  const context = useQuery({ ...rulesContextQuery, enabled: isStaff });
  const metrics = useQuery({ ...metricsQuery, enabled: isStaff });
  const ownSites = useQuery({ ...ownSitesQuery, enabled: !isStaff });
  const usedMetrics = useQuery({
    ...usedMetricsQuery(project),
    enabled: !isStaff && project !== '',
  });
  if (isStaff) {
    return {
      isStaff,
      sites: context.data?.sites ?? [],
      metrics: (metrics.data ?? [])
        .filter(({ name, isActive }) => isActive && !builtIn.has(name))
        .map(({ friendlyName }) => friendlyName),
    };
  }
  return {
    isStaff,
    sites: (ownSites.data ?? []).map((name) => ({ name, displayName: null })),
    metrics: (usedMetrics.data ?? []).filter((name) => name !== 'cpu' && name !== 'ram'),
  };
}
