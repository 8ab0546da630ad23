import { chargeResponse } from '@os-credits/contracts';
import { queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl } from '../../shared/api/api-client.js';
import { projectKeys } from '../../shared/api/project-keys.js';

const refreshMs = 15_000;

/** One charge with its readings; an open one grows, so it is asked again. */
export function chargeQuery(project: string, chargeId: string) {
  return queryOptions({
    queryKey: [...projectKeys.charge(project), chargeId],
    queryFn: ({ signal }) =>
      apiGet(chargeResponse, apiUrl(['projects', project, 'charges', chargeId]), signal),
    staleTime: refreshMs,
    refetchInterval: (query) => (query.state.data?.isOpen ? refreshMs : false),
  });
}
