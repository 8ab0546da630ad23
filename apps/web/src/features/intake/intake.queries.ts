import { intakeResponse } from '@os-credits/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl } from '../../shared/api/api-client.js';

const dayMs = 86_400_000;
const refreshMs = 60_000;

/** What came in on the last so many days (UTC), today included. */
export function intakeQuery(days: number) {
  return queryOptions({
    queryKey: ['intake', days],
    queryFn: ({ signal }) => {
      const from = new Date(Date.now() - (days - 1) * dayMs).toISOString();
      return apiGet(intakeResponse, apiUrl(['operations', 'intake'], { from }), signal);
    },
    placeholderData: keepPreviousData,
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  });
}
