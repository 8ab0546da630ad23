import { projectDetail } from '@os-credits/contracts';
import { queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl } from '../../shared/api/api-client.js';
import { projectKeys } from '../../shared/api/project-keys.js';

const refreshMs = 3000;

/** The project with its balance; asked again every few seconds while the page is visible. */
export function projectDetailQuery(name: string) {
  return queryOptions({
    queryKey: projectKeys.detail(name),
    queryFn: ({ signal }) => apiGet(projectDetail, apiUrl(['projects', name]), signal),
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  });
}
