import {
  jobLogResponse,
  jobResultView,
  jobRunDetail,
  listJobsResponse,
  requeueDeadResponse,
  startJobResponse,
  type JobAction,
  type ListJobsResponse,
} from '@os-credits/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl, apiWrite } from '../../shared/api/api-client.js';
import { isActive, jobKeys } from '../../shared/jobs/index.js';
import { instantOfDay } from '../../shared/time/index.js';
import { type JobListParams } from './job-list.params.js';

const pageSize = 25;
/** While a run on the page is at work, and while none is. */
export const activeRefreshMs = 2000;
const quietRefreshMs = 15_000;

/** A view that only a newer portal knows is shown as any other value. */
const detail = jobRunDetail.extend({ resultView: jobResultView.catch('generic') });

/** Runs, newest first, page by page, with the number of runs in each state. */
export function jobListQuery(params: JobListParams) {
  return infiniteQueryOptions({
    queryKey: [...jobKeys.lists(), params],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        listJobsResponse,
        apiUrl(['jobs'], {
          state: params.state,
          type: params.type,
          actor: params.actor,
          from: instantOfDay(params.from),
          to: instantOfDay(params.to, 1),
          limit: pageSize,
          cursor: pageParam,
        }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => ({
      jobs: pages.flatMap((page) => page.jobs),
      counts: pages[0]?.counts,
    }),
    placeholderData: keepPreviousData,
    staleTime: activeRefreshMs,
    refetchInterval: (query) =>
      hasActive(query.state.data?.pages) ? activeRefreshMs : quietRefreshMs,
  });
}

function hasActive(pages: readonly ListJobsResponse[] | undefined): boolean {
  return pages?.some(({ jobs }) => jobs.some(({ state }) => isActive(state))) ?? false;
}

/** One run with everything about it; asked again while it, or one below it, is at work. */
export function jobQuery(id: string) {
  return queryOptions({
    queryKey: jobKeys.detail(id),
    queryFn: ({ signal }) => apiGet(detail, apiUrl(['jobs', id]), signal),
    staleTime: activeRefreshMs,
    refetchInterval: ({ state: { data } }) => {
      if (!data) return false;
      const isAtWork = [data, ...data.children].some(({ state }) => isActive(state));
      return isAtWork ? 2 * activeRefreshMs : false;
    },
  });
}

export function fetchJobLog(id: string, after: string | undefined, signal: AbortSignal) {
  return apiGet(jobLogResponse, apiUrl(['jobs', id, 'log'], { after }), signal);
}

export function jobEventsUrl(id: string, after: string | undefined): string {
  return apiUrl(['jobs', id, 'events'], { after });
}

/** Does what the run's page offers: the answer is the run it concerns, a new one for `run-again`. */
export function actOnJob(options: {
  id: string;
  action: JobAction;
  csrfToken: string;
  idempotencyKey: string;
}) {
  return apiWrite(startJobResponse.pick({ job: true }), {
    url: apiUrl(['jobs', options.id, options.action]),
    csrfToken: options.csrfToken,
    idempotencyKey: options.idempotencyKey,
  });
}

export function requeueDead(options: { type: string | undefined; csrfToken: string }) {
  return apiWrite(requeueDeadResponse, {
    url: apiUrl(['jobs', 'requeue-dead']),
    csrfToken: options.csrfToken,
    body: options.type === undefined ? {} : { type: options.type },
  });
}
