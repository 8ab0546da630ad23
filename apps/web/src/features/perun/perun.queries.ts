import {
  decideSyncItemsResponse,
  drift,
  jobRun,
  listDriftResponse,
  listSyncItemsResponse,
  listSyncRunsResponse,
  perunCheck,
  perunStatus,
  syncRun,
  type DecideSyncItemsRequest,
  type JobState,
  type ResolveDriftRequest,
  type SyncItemKind,
  type SyncItemStatus,
  type SyncRun,
  type SyncRunState,
} from '@os-credits/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { apiGet, apiUrl, apiWrite } from '../../shared/api/api-client.js';
import { isActive } from '../../shared/jobs/index.js';

export const perunKeys = {
  all: ['perun'] as const,
  status: () => ['perun', 'status'] as const,
  runs: () => ['perun', 'runs'] as const,
  run: (id: string) => ['perun', 'run', id] as const,
  drift: () => ['perun', 'drift'] as const,
};

const pageSize = 25;
const itemPageSize = 50;
export const activeRefreshMs = 2000;
const quietRefreshMs = 15_000;

/** True while a sync run is at work or waits for somebody. */
export function isRunOpen(state: SyncRunState): boolean {
  return state === 'computing' || state === 'waiting' || state === 'applying';
}

/** Which Perun it is and how the last syncs went. */
export const perunStatusQuery = queryOptions({
  queryKey: perunKeys.status(),
  queryFn: ({ signal }) => apiGet(perunStatus, apiUrl(['perun']), signal),
  staleTime: activeRefreshMs,
  refetchInterval: ({ state: { data } }) =>
    data?.activeSyncRunId ? 2 * activeRefreshMs : quietRefreshMs,
});

export function checkPerun(csrfToken: string) {
  return apiWrite(perunCheck, { url: apiUrl(['perun', 'check']), csrfToken });
}

/** Sync runs, newest first. */
export function syncRunsQuery(state: SyncRunState | undefined) {
  return infiniteQueryOptions({
    queryKey: [...perunKeys.runs(), state],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        listSyncRunsResponse,
        apiUrl(['perun', 'sync-runs'], { state, limit: pageSize, cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ runs }) => runs),
    placeholderData: keepPreviousData,
    staleTime: activeRefreshMs,
    refetchInterval: (query) =>
      query.state.data?.pages.some(({ runs }) => runs.some((run) => isRunOpen(run.state)))
        ? activeRefreshMs
        : quietRefreshMs,
  });
}

export function syncRunQuery(id: string) {
  return queryOptions({
    queryKey: perunKeys.run(id),
    queryFn: ({ signal }) => apiGet(syncRun, apiUrl(['perun', 'sync-runs', id]), signal),
    staleTime: activeRefreshMs,
    refetchInterval: ({ state: { data } }) =>
      data && isRunOpen(data.state) ? activeRefreshMs : false,
  });
}

export type SyncItemFilter = {
  status?: SyncItemStatus | undefined;
  kind?: SyncItemKind | undefined;
  project?: string | undefined;
};

/**
 * A part of a run's change set: what waits first, then by project. The run's own counts are part of
 * the key, so that the items are asked for again exactly when something about them has changed.
 */
export function syncItemsQuery(run: Pick<SyncRun, 'id' | 'counts'>, filter: SyncItemFilter) {
  return infiniteQueryOptions({
    queryKey: [...perunKeys.run(run.id), 'items', filter, run.counts],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        listSyncItemsResponse,
        apiUrl(['perun', 'sync-runs', run.id, 'items'], {
          ...filter,
          limit: itemPageSize,
          cursor: pageParam,
        }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

export function decideItems(id: string, request: DecideSyncItemsRequest, csrfToken: string) {
  return apiWrite(decideSyncItemsResponse, {
    url: apiUrl(['perun', 'sync-runs', id, 'decisions']),
    csrfToken,
    body: request,
  });
}

export type DriftStatus = 'open' | 'took-theirs' | 'wrote-ours' | 'vanished';

/** Values of ours that somebody else changed in Perun, open ones first. */
export function driftQuery(status: DriftStatus | undefined) {
  return infiniteQueryOptions({
    queryKey: [...perunKeys.drift(), status],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        listDriftResponse,
        apiUrl(['perun', 'drift'], { status, limit: pageSize, cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => ({
      drift: pages.flatMap((page) => page.drift),
      openCount: pages[0]?.openCount ?? 0,
    }),
    placeholderData: keepPreviousData,
    staleTime: activeRefreshMs,
    refetchInterval: quietRefreshMs,
  });
}

export function resolveDrift(id: string, request: ResolveDriftRequest, csrfToken: string) {
  return apiWrite(drift, {
    url: apiUrl(['perun', 'drift', id, 'resolution']),
    csrfToken,
    body: request,
  });
}

/** The plain run of a job, asked for until it is over or nobody waits any more. */
export function watchedJobQuery(id: string | null, isWatched: boolean) {
  return queryOptions({
    queryKey: ['jobs', 'watched', id],
    queryFn: ({ signal }) => apiGet(watchedJob, apiUrl(['jobs', id ?? '']), signal),
    enabled: id !== null,
    refetchInterval: ({ state: { data } }) =>
      isWatched && (!data || isMoving(data.state)) ? watchMs : false,
  });
}

const watchMs = 1000;

/** Of the result only the sync run that it names; any other result is none. */
const watchedJob = jobRun.extend({
  result: z.object({ syncRunId: z.uuid() }).nullable().catch(null),
});
export type WatchedJob = z.output<typeof watchedJob>;

/** Waiting for a person can take days; whoever watches is told at once. */
export function isMoving(state: JobState): boolean {
  return isActive(state) && state !== 'waiting-for-approval';
}
