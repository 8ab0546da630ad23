import {
  jobSchedule,
  listJobSchedulesResponse,
  schedulePreviewResponse,
  startJobResponse,
  type JobScheduleChange,
  type JobScheduleInput,
} from '@os-credits/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { apiGet, apiUrl, apiWrite } from '../../shared/api/api-client.js';

export const scheduleKeys = { all: ['job-schedules'] as const };

const refreshMs = 15_000;

/** Every schedule, by name. */
export const schedulesQuery = queryOptions({
  queryKey: scheduleKeys.all,
  queryFn: ({ signal }) => apiGet(listJobSchedulesResponse, apiUrl(['job-schedules']), signal),
  select: ({ schedules }) => schedules,
  staleTime: refreshMs,
  refetchInterval: refreshMs,
});

/** The next times of a cron expression; asked by POST, though it changes nothing. */
export function schedulePreviewQuery(options: {
  cron: string;
  timezone: string;
  csrfToken: string;
}) {
  const { cron, timezone, csrfToken } = options;
  return queryOptions({
    queryKey: ['job-schedule-preview', cron, timezone, csrfToken],
    queryFn: () =>
      apiWrite(schedulePreviewResponse, {
        url: apiUrl(['job-schedules', 'preview']),
        csrfToken,
        body: { cron, timezone },
      }),
    select: ({ next }) => next,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    enabled: cron !== '' && timezone !== '',
    retry: false,
  });
}

export function createSchedule(input: JobScheduleInput, csrfToken: string) {
  return apiWrite(jobSchedule, { url: apiUrl(['job-schedules']), csrfToken, body: input });
}

/** Changes a schedule that is still in the version that was read. */
export function changeSchedule(id: string, change: JobScheduleChange, csrfToken: string) {
  return apiWrite(jobSchedule, {
    method: 'PUT',
    url: apiUrl(['job-schedules', id]),
    csrfToken,
    body: change,
  });
}

export function deleteSchedule(id: string, csrfToken: string) {
  return apiWrite(z.unknown(), { method: 'DELETE', url: apiUrl(['job-schedules', id]), csrfToken });
}

export function runScheduleNow(id: string, csrfToken: string) {
  return apiWrite(startJobResponse, {
    url: apiUrl(['job-schedules', id, 'run-now']),
    csrfToken,
  });
}
