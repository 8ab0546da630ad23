import {
  completenessResponse,
  decideHeldChargesResponse,
  listDataQualityEventsResponse,
  listHeldChargesResponse,
  listQuarantineResponse,
  markDataQualityEventsResponse,
  projectCompletenessResponse,
  quarantineGroupsResponse,
  resolveQuarantineResponse,
  type DecideHeldChargesRequest,
  type HeldChargeStatus,
  type MarkDataQualityEventsRequest,
  type QuarantineDimension,
  type QuarantineFilter,
  type QuarantineStatus,
  type ResolveQuarantineRequest,
} from '@os-credits/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl, apiWrite } from '../../shared/api/api-client.js';
import { projectKeys } from '../../shared/api/project-keys.js';
import { type EventFilter } from './data-quality.params.js';
import { type HeldFilter } from './held-charges.params.js';

/** Query keys, from wide to narrow. */
export const qualityKeys = {
  all: ['data-quality'] as const,
  quarantine: () => ['data-quality', 'quarantine'] as const,
  held: () => ['data-quality', 'held'] as const,
  events: () => ['data-quality', 'events'] as const,
};

const pageSize = 50;
const freshMs = 10_000;
const refreshMs = 30_000;
const nextCursorOf = (page: { nextCursor: string | null }) => page.nextCursor ?? undefined;

/** How many readings wait, by what they have in common. */
export function quarantineGroupsQuery(
  status: QuarantineStatus,
  filter: QuarantineFilter,
  by: readonly QuarantineDimension[],
) {
  return queryOptions({
    queryKey: [...qualityKeys.quarantine(), 'groups', status, filter, by],
    queryFn: ({ signal }) =>
      apiGet(
        quarantineGroupsResponse,
        apiUrl(['quarantine', 'groups'], { status, ...filter, by }),
        signal,
      ),
    placeholderData: keepPreviousData,
    staleTime: freshMs,
    refetchInterval: refreshMs,
  });
}

/** Readings themselves, newest first. */
export function quarantineQuery(status: QuarantineStatus, filter: QuarantineFilter) {
  return infiniteQueryOptions({
    queryKey: [...qualityKeys.quarantine(), 'readings', status, filter],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        listQuarantineResponse,
        apiUrl(['quarantine'], { status, ...filter, limit: pageSize, cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursorOf,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    placeholderData: keepPreviousData,
    staleTime: freshMs,
  });
}

export function resolveQuarantine(
  decision: 'release' | 'dismiss',
  request: ResolveQuarantineRequest,
  csrfToken: string,
) {
  return apiWrite(resolveQuarantineResponse, {
    url: apiUrl(['quarantine', decision]),
    csrfToken,
    body: request,
  });
}

export function heldChargesQuery(status: HeldChargeStatus, filter: HeldFilter) {
  return infiniteQueryOptions({
    queryKey: [...qualityKeys.held(), status, filter],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        listHeldChargesResponse,
        apiUrl(['held-charges'], { status, ...filter, limit: pageSize, cursor: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursorOf,
    select: ({ pages }) => ({
      items: pages.flatMap(({ items }) => items),
      total: pages[0]?.total ?? { count: 0, credits: '0' },
    }),
    placeholderData: keepPreviousData,
    staleTime: freshMs,
    refetchInterval: refreshMs,
  });
}

export function decideHeldCharges(
  decision: 'release' | 'dismiss',
  request: DecideHeldChargesRequest,
  csrfToken: string,
) {
  return apiWrite(decideHeldChargesResponse, {
    url: apiUrl(['held-charges', decision]),
    csrfToken,
    body: request,
  });
}

/** Expected against received readings of the last hours that were counted. */
export function completenessQuery(hourCount: number, site: string | undefined) {
  return queryOptions({
    queryKey: [...qualityKeys.all, 'completeness', hourCount, site],
    queryFn: async ({ signal }) => {
      const latest = await apiGet(
        completenessResponse,
        apiUrl(['data-quality', 'completeness'], { site }),
        signal,
      );
      if (hourCount === defaultHours) return latest;
      const from = new Date(Date.parse(latest.to) - hourCount * 3_600_000).toISOString();
      return apiGet(
        completenessResponse,
        apiUrl(['data-quality', 'completeness'], { site, from, to: latest.to }),
        signal,
      );
    },
    placeholderData: keepPreviousData,
    staleTime: freshMs,
    refetchInterval: 2 * refreshMs,
  });
}

const defaultHours = 24;

export function eventsQuery({ status, ...filter }: EventFilter) {
  return infiniteQueryOptions({
    queryKey: [...qualityKeys.events(), status, filter],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        listDataQualityEventsResponse,
        apiUrl(['data-quality', 'events'], {
          status,
          ...filter,
          limit: pageSize,
          cursor: pageParam,
        }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursorOf,
    select: ({ pages }) => ({
      items: pages.flatMap(({ items }) => items),
      counts: pages[0]?.counts ?? [],
    }),
    placeholderData: keepPreviousData,
    staleTime: freshMs,
    refetchInterval: refreshMs,
  });
}

export function markEvents(
  mark: 'acknowledge' | 'reopen',
  request: MarkDataQualityEventsRequest,
  csrfToken: string,
) {
  return apiWrite(markDataQualityEventsResponse, {
    url: apiUrl(['data-quality', 'events', mark]),
    csrfToken,
    body: request,
  });
}

/** Which series hold back the instant that a project's usage is complete to. */
export function projectCompletenessQuery(project: string) {
  return queryOptions({
    queryKey: [...projectKeys.project(project), 'completeness'],
    queryFn: ({ signal }) =>
      apiGet(projectCompletenessResponse, apiUrl(['projects', project, 'completeness']), signal),
    staleTime: refreshMs,
    refetchInterval: 2 * refreshMs,
  });
}
