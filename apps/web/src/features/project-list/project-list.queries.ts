import { listProjectsResponse } from '@os-credits/contracts';
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { apiGet, apiUrl } from '../../shared/api/api-client.js';
import { projectKeys } from '../../shared/api/project-keys.js';
import { type ProjectListParams } from './project-list.params.js';

const pageSize = 25;
const refreshMs = 10_000;

/** Projects that the caller may see, page by page; refreshed while the page is visible. */
export function projectListQuery(params: ProjectListParams) {
  return infiniteQueryOptions({
    queryKey: [...projectKeys.list(), params],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        listProjectsResponse,
        apiUrl(['projects'], {
          search: params.search,
          status: params.status,
          sort: params.sort,
          limit: pageSize,
          cursor: pageParam,
        }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.items),
    placeholderData: keepPreviousData,
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  });
}
