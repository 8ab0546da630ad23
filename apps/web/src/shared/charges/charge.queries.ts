import { chargePassport } from '@os-credits/contracts';
import { queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl } from '../api/api-client.js';
import { projectKeys } from '../api/project-keys.js';

const refreshMs = 15_000;

/** Address of a charge as JSON, for people and scripts alike. */
export function chargeUrl(project: string, chargeId: string): string {
  return apiUrl(['projects', project, 'charges', chargeId]);
}

/** One charge with all it rests on; an open one grows, so it is asked again. */
export function chargeQuery(project: string, chargeId: string) {
  return queryOptions({
    queryKey: [...projectKeys.charge(project), chargeId],
    queryFn: ({ signal }) => apiGet(chargePassport, chargeUrl(project, chargeId), signal),
    staleTime: refreshMs,
    refetchInterval: (query) => (query.state.data?.isOpen ? refreshMs : false),
  });
}
