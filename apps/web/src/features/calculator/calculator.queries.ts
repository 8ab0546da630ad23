import {
  calculatorResponse,
  listProjectsResponse,
  projectDetail,
  whatIfResponse,
  type CalculatorRequest,
  type WhatIfRequest,
} from '@os-credits/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl, apiWrite } from '../../shared/api/api-client.js';
import { projectKeys } from '../../shared/api/project-keys.js';

const freshMs = 60_000;

/** What machines cost; asked by POST, though it changes nothing. */
export function costQuery(request: CalculatorRequest | null, csrfToken: string) {
  return queryOptions({
    queryKey: ['calculator', request, csrfToken],
    queryFn: () =>
      apiWrite(calculatorResponse, {
        url: apiUrl(['calculator', 'cost']),
        csrfToken,
        body: request,
      }),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: freshMs,
    retry: false,
  });
}

/** A project's runway if it ran more or less; asked by POST, though it changes nothing. */
export function whatIfQuery(options: {
  project: string;
  request: WhatIfRequest | null;
  csrfToken: string;
}) {
  const { project, request, csrfToken } = options;
  return queryOptions({
    queryKey: [...projectKeys.project(project), 'what-if', request, csrfToken],
    queryFn: () =>
      apiWrite(whatIfResponse, {
        url: apiUrl(['projects', project, 'what-if']),
        csrfToken,
        body: request,
      }),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: freshMs,
    retry: false,
  });
}

const projectsMax = 200;

/** Sites that one's own projects run at, which are those that who is no staff may know of. */
export const ownSitesQuery = queryOptions({
  queryKey: [...projectKeys.list(), 'sites'],
  queryFn: ({ signal }) =>
    apiGet(
      listProjectsResponse,
      apiUrl(['projects'], { sort: 'name', limit: projectsMax }),
      signal,
    ),
  select: ({ items }) => [...new Set(items.flatMap(({ sites }) => sites))].sort(),
  staleTime: 5 * freshMs,
});

/** Names of the metrics that a project uses, for suggestions. */
export function usedMetricsQuery(project: string) {
  return queryOptions({
    queryKey: [...projectKeys.project(project), 'used-metrics'],
    queryFn: ({ signal }) => apiGet(projectDetail, apiUrl(['projects', project]), signal),
    select: ({ series }) => [...new Set(series.map((each) => each.metricFriendlyName))],
    enabled: project !== '',
    staleTime: 5 * freshMs,
    retry: false,
  });
}
