import {
  costTable,
  costTableDiff,
  impactResponse,
  publicationResponse,
  reRatingPlan,
  type CostTableInput,
  type ImpactResponse,
} from '@os-credits/contracts';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { apiGet, apiUrl, apiWrite } from '../../shared/api/api-client.js';
import { creditRulesKeys } from '../../shared/credit-rules/index.js';

const freshMs = 30_000;
/** An impact is computed over all projects, so it is not asked for again just because a page is looked at. */
const impactFreshMs = 5 * 60_000;
const pageSize = 50;

/** One table with its rates and weights. */
export function costTableQuery(id: number) {
  return queryOptions({
    queryKey: creditRulesKeys.table(id),
    queryFn: ({ signal }) => apiGet(costTable, apiUrl(['cost-tables', String(id)]), signal),
    staleTime: freshMs,
  });
}

/** What differs from another table; without one, from the table in force at its effective time. */
export function costTableDiffQuery(id: number, against?: number) {
  return queryOptions({
    queryKey: [...creditRulesKeys.table(id), 'diff', against ?? 'in-force'],
    queryFn: ({ signal }) =>
      apiGet(costTableDiff, apiUrl(['cost-tables', String(id), 'diff'], { against }), signal),
    staleTime: freshMs,
  });
}

export type ImpactView = {
  from?: string | undefined;
  to?: string | undefined;
  sort: 'difference' | 'share' | 'old' | 'new' | 'runway' | 'name';
  order?: 'asc' | 'desc' | undefined;
  search?: string | undefined;
};

/** What a table would have cost each project, page by page; the totals come with the first page. */
export function impactQuery(id: number, view: ImpactView) {
  return infiniteQueryOptions({
    queryKey: [...creditRulesKeys.table(id), 'impact', view],
    queryFn: ({ pageParam, signal }) =>
      apiGet(
        impactResponse,
        apiUrl(['cost-tables', String(id), 'impact'], {
          ...view,
          limit: pageSize,
          cursor: pageParam,
        }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: impactFreshMs,
  });
}

/** Address of all rows of an impact as a file. */
export function impactCsvUrl(id: number, view: ImpactView): string {
  return apiUrl(['cost-tables', String(id), 'impact.csv'], view);
}

/** Proof that the page asked, and a key by which the same request makes one draft. */
type DraftRequest = { csrfToken: string; idempotencyKey: string };

export function createCostTable(input: CostTableInput, request: DraftRequest) {
  return apiWrite(costTable, { url: apiUrl(['cost-tables']), ...request, body: input });
}

/** Replaces a draft that is still in the version that was read. */
export function changeCostTable(
  { id, version }: { id: number; version: number },
  input: CostTableInput,
  csrfToken: string,
) {
  return apiWrite(costTable, {
    method: 'PUT',
    url: apiUrl(['cost-tables', String(id)]),
    csrfToken,
    body: { ...input, version },
  });
}

export function deleteCostTable(
  { id, version }: { id: number; version: number },
  csrfToken: string,
) {
  return apiWrite(z.unknown(), {
    method: 'DELETE',
    url: apiUrl(['cost-tables', String(id)], { version }),
    csrfToken,
  });
}

export function copyCostTable(
  id: number,
  body: { title: string; effectiveFrom: string },
  request: DraftRequest,
) {
  return apiWrite(costTable, {
    url: apiUrl(['cost-tables', String(id), 'copy']),
    ...request,
    body,
  });
}

const publicationUrl = (id: number, ...more: string[]): string =>
  apiUrl(['cost-tables', String(id), 'publication', ...more]);

/** Publishes what was previewed, or asks a second person to; refused where it compares with something else by now. */
export function publishCostTable(
  { table: { id, version }, base }: Pick<ImpactResponse, 'table' | 'base'>,
  reason: string,
  csrfToken: string,
) {
  return apiWrite(publicationResponse, {
    url: publicationUrl(id),
    csrfToken,
    body: { version, reason, previewedBaseId: base?.id ?? null },
  });
}

export function confirmPublication(
  { id, version }: { id: number; version: number },
  csrfToken: string,
) {
  return apiWrite(publicationResponse, {
    url: publicationUrl(id, 'confirm'),
    csrfToken,
    body: { version },
  });
}

export function withdrawPublication(id: number, csrfToken: string) {
  return apiWrite(costTable, { method: 'DELETE', url: publicationUrl(id), csrfToken });
}

/** Starts computing what a table that was published late changes in the past; posts nothing. */
export function requestReRating(costTableId: number, reason: string, csrfToken: string) {
  return apiWrite(reRatingPlan, {
    url: apiUrl(['re-rating-plans']),
    csrfToken,
    body: { costTableId, reason },
  });
}
