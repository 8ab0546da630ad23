import {
  creditRulesContext,
  listCostTablesResponse,
  listMetricsResponse,
  type Metric,
} from '@os-credits/contracts';
import { queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl } from '../api/api-client.js';

/** Query keys of metrics, cost tables and what follows from them, from wide to narrow. */
export const creditRulesKeys = {
  all: ['credit-rules'] as const,
  context: () => ['credit-rules', 'context'] as const,
  metrics: () => ['credit-rules', 'metrics'] as const,
  tables: () => ['credit-rules', 'tables'] as const,
  table: (id: number) => ['credit-rules', 'tables', 'one', id] as const,
  plans: () => ['credit-rules', 'plans'] as const,
  plan: (id: string) => ['credit-rules', 'plans', 'one', id] as const,
  audit: () => ['credit-rules', 'audit'] as const,
};

const freshMs = 30_000;

/** What editors need to know: units, sites, accounting start, the table in force. */
export const rulesContextQuery = queryOptions({
  queryKey: creditRulesKeys.context(),
  queryFn: ({ signal }) => apiGet(creditRulesContext, apiUrl(['credit-rules']), signal),
  staleTime: freshMs,
});

/** Every metric, by friendly name. */
export const metricsQuery = queryOptions({
  queryKey: creditRulesKeys.metrics(),
  queryFn: ({ signal }) => apiGet(listMetricsResponse, apiUrl(['credit-rules', 'metrics']), signal),
  select: ({ metrics }) => metrics,
  staleTime: freshMs,
});

/** Drafts, then published tables, newest first. */
export const costTablesQuery = queryOptions({
  queryKey: [...creditRulesKeys.tables(), 'list'],
  queryFn: ({ signal }) => apiGet(listCostTablesResponse, apiUrl(['cost-tables']), signal),
  select: ({ tables }) => tables,
  staleTime: freshMs,
  refetchInterval: 2 * freshMs,
});

/** What people call a metric and its unit; a metric that is not known goes by its name. */
export function metricLabel(
  metrics: readonly Pick<Metric, 'name' | 'friendlyName' | 'unit'>[],
  name: string,
): { friendlyName: string; unit: string } {
  const metric = metrics.find((each) => each.name === name);
  return { friendlyName: metric?.friendlyName ?? name, unit: metric?.unit ?? '' };
}
