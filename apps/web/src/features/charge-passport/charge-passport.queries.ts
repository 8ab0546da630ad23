import { ledgerResponse } from '@os-credits/contracts';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl } from '../../shared/api/api-client.js';
import { projectKeys } from '../../shared/api/project-keys.js';

const perPage = 100;
const freshMs = 30_000;

/** Charges of whole hours in `[from, to)`, newest first, as the ledger has them. */
export function chargesOfPeriodQuery(project: string, period: { from: string; to: string }) {
  return infiniteQueryOptions({
    queryKey: [...projectKeys.statement(project), 'charges', period],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        ledgerResponse,
        apiUrl(['projects', project, 'ledger'], {
          ...period,
          group: 'entry',
          limit: perPage,
          cursor: pageParam,
        }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) =>
      pages.flatMap(({ entries }) =>
        entries.flatMap(({ charge, ...entry }) => (charge === null ? [] : [{ ...entry, charge }])),
      ),
    staleTime: freshMs,
  });
}
