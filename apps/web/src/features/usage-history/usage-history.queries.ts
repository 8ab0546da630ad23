import { historyResponse, type HistoryResponse } from '@os-credits/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl } from '../../shared/api/api-client.js';
import { projectKeys } from '../../shared/api/project-keys.js';
import { type HistoryRange } from './model/history-range.js';

const refreshMs = 30_000;

/** By name, so that a metric has the same colour and place in every project. */
function withGroupsByName(history: HistoryResponse): HistoryResponse {
  return { ...history, groups: history.groups.toSorted((a, b) => a.name.localeCompare(b.name)) };
}

/** Use per bucket; a moved balance refreshes it too (the project page sees to that). */
export function usageHistoryQuery(options: {
  project: string;
  range: HistoryRange;
  by: 'metric' | 'site';
}) {
  const { project, range, by } = options;
  return queryOptions({
    queryKey: [...projectKeys.history(project), range, by],
    queryFn: ({ signal }) =>
      apiGet(historyResponse, apiUrl(['projects', project, 'history'], { ...range, by }), signal),
    select: withGroupsByName,
    placeholderData: keepPreviousData,
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  });
}
