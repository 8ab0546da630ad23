import {
  listReRatingPlansResponse,
  reRatingEntriesResponse,
  reRatingPlan,
  reRatingProjectsResponse,
  reRatingReadingsResponse,
  type ReRatingCause,
  type ReRatingDecision,
  type ReRatingRequest,
  type ReRatingState,
} from '@os-credits/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl, apiWrite } from '../../shared/api/api-client.js';
import { creditRulesKeys } from '../../shared/credit-rules/index.js';

/** While a plan is being computed or applied, and while none is. */
const activeRefreshMs = 2000;
const quietRefreshMs = 30_000;
const pageSize = 50;

/** True while a job is at the plan. */
export function isAtWork(state: ReRatingState): boolean {
  return state === 'computing' || state === 'applying';
}

/** Plans, newest first. */
export function planListQuery(filter: {
  state?: ReRatingState | undefined;
  cause?: ReRatingCause | undefined;
}) {
  return infiniteQueryOptions({
    queryKey: [...creditRulesKeys.plans(), 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        listReRatingPlansResponse,
        apiUrl(['re-rating-plans'], { ...filter, limit: pageSize, cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.plans),
    placeholderData: keepPreviousData,
    staleTime: activeRefreshMs,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ plans }) => plans.some((plan) => isAtWork(plan.state)))
        ? activeRefreshMs
        : quietRefreshMs,
  });
}

/** One plan, asked again while a job is at it. */
export function planQuery(id: string) {
  return queryOptions({
    queryKey: creditRulesKeys.plan(id),
    queryFn: ({ signal }) => apiGet(reRatingPlan, apiUrl(['re-rating-plans', id]), signal),
    staleTime: activeRefreshMs,
    refetchInterval: ({ state: { data } }) =>
      data && isAtWork(data.state) ? activeRefreshMs : quietRefreshMs,
  });
}

/** What changes per project, the largest difference first. */
export function planProjectsQuery(id: string, search: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [...creditRulesKeys.plan(id), 'projects', search ?? ''],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        reRatingProjectsResponse,
        apiUrl(['re-rating-plans', id, 'projects'], { search, limit: pageSize, cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.projects),
    placeholderData: keepPreviousData,
    staleTime: quietRefreshMs,
  });
}

/** The entries of one project, oldest hour first. */
export function planEntriesQuery(id: string, project: string) {
  return infiniteQueryOptions({
    queryKey: [...creditRulesKeys.plan(id), 'entries', project],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        reRatingEntriesResponse,
        apiUrl(['re-rating-plans', id, 'entries'], { project, limit: 100, cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.entries),
    staleTime: quietRefreshMs,
  });
}

/** The readings that a plan dismisses, by series and time. */
export function planReadingsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: [...creditRulesKeys.plan(id), 'readings'],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        reRatingReadingsResponse,
        apiUrl(['re-rating-plans', id, 'readings'], { limit: pageSize, cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.readings),
    staleTime: quietRefreshMs,
  });
}

export function decidePlan(id: string, decision: ReRatingDecision, csrfToken: string) {
  return apiWrite(reRatingPlan, {
    url: apiUrl(['re-rating-plans', id, 'decision']),
    csrfToken,
    body: decision,
  });
}

/** Makes a plan, which a job computes. */
export function requestPlan(request: ReRatingRequest, csrfToken: string) {
  return apiWrite(reRatingPlan, {
    url: apiUrl(['re-rating-plans']),
    csrfToken,
    body: request,
  });
}
