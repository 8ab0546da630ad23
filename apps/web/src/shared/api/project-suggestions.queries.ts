import { listProjectsResponse } from '@os-credits/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl } from './api-client.js';
import { projectKeys } from './project-keys.js';

const suggestionMax = 20;

/** Names of projects that contain what was typed, for the browser's own suggestions. */
export function projectSuggestionsQuery(search: string) {
  return queryOptions({
    queryKey: [...projectKeys.all, 'suggestions', search],
    queryFn: ({ signal }) =>
      apiGet(
        listProjectsResponse,
        apiUrl(['projects'], {
          search: search === '' ? undefined : search,
          sort: 'name',
          limit: suggestionMax,
        }),
        signal,
      ),
    select: ({ items }) => items.map(({ name }) => name),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
