import {
  listJobTypesResponse,
  startJobResponse,
  type JobState,
  type StartJobRequest,
  ACTIVE_JOB_STATES,
} from '@os-credits/contracts';
import { queryOptions } from '@tanstack/react-query';
import { apiGet, apiUrl, apiWrite } from '../api/api-client.js';

/** Query keys of everything about jobs, from wide to narrow. */
export const jobKeys = {
  all: ['jobs'] as const,
  lists: () => ['jobs', 'list'] as const,
  detail: (id: string) => ['jobs', 'one', id] as const,
  types: () => ['job-types'] as const,
};

const typesFreshMs = 5 * 60_000;

/** The kinds of work there are, with the schema of their parameters and whether one may start them. */
export const jobTypesQuery = queryOptions({
  queryKey: jobKeys.types(),
  queryFn: ({ signal }) => apiGet(listJobTypesResponse, apiUrl(['jobs', 'types']), signal),
  select: ({ types }) => types,
  staleTime: typesFreshMs,
});

/** Starts a run; the same key with the same request gives the same run, however often it is sent. */
export function startJob(options: {
  request: StartJobRequest;
  csrfToken: string;
  idempotencyKey: string;
}) {
  return apiWrite(startJobResponse, {
    url: apiUrl(['jobs']),
    csrfToken: options.csrfToken,
    idempotencyKey: options.idempotencyKey,
    body: options.request,
  });
}

/** True while a run will still do something. */
export function isActive(state: JobState): boolean {
  return ACTIVE_JOB_STATES.some((active) => active === state);
}
