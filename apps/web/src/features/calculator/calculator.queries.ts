import {
  calculatorOptions,
  calculatorResponse,
  whatIfResponse,
  type CalculatorRequest,
  type WhatIfRequest,
} from '@os-credits/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl, apiWrite } from '../../shared/api/api-client.js';
import { projectKeys } from '../../shared/api/project-keys.js';

const freshMs = 60_000;

/** What machines cost; asked by POST, though it changes nothing. */
export function costQuery(request: CalculatorRequest | null, csrfToken: string) {
  return queryOptions({
    queryKey: ['calculator', request, csrfToken],
    queryFn: () =>
      apiWrite(calculatorResponse, {
        url: apiUrl(['calculator', 'cost']),
        csrfToken,
        body: request,
      }),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: freshMs,
    retry: false,
  });
}

/** A project's runway if it ran more or less; asked by POST, though it changes nothing. */
export function whatIfQuery(options: {
  project: string;
  request: WhatIfRequest | null;
  csrfToken: string;
}) {
  const { project, request, csrfToken } = options;
  return queryOptions({
    queryKey: [...projectKeys.project(project), 'what-if', request, csrfToken],
    queryFn: () =>
      apiWrite(whatIfResponse, {
        url: apiUrl(['projects', project, 'what-if']),
        csrfToken,
        body: request,
      }),
    enabled: request !== null,
    placeholderData: keepPreviousData,
    staleTime: freshMs,
    retry: false,
  });
}

/** Sites and further metrics that can be asked about. */
export const optionsQuery = queryOptions({
  queryKey: ['calculator-options'],
  queryFn: ({ signal }) => apiGet(calculatorOptions, apiUrl(['calculator', 'options']), signal),
  staleTime: 5 * freshMs,
});
