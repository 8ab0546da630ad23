import {
  jobScheduleChange,
  jobScheduleInput,
  schedulePreviewRequest,
  type JobSchedule,
  type StartJobResponse,
} from '@os-credits/contracts';
import { http, HttpResponse } from 'msw';
import { demo, jobRuns, uuid } from './job-answers.js';
import { problem } from './problem.js';

export function scheduleOf(number: number, change: Partial<JobSchedule> = {}): JobSchedule {
  return {
    id: uuid(number),
    name: `schedule-${number}`,
    type: demo.type,
    title: demo.title,
    parameters: { steps: 5 },
    isDryRun: false,
    cron: '0 2 * * *',
    timezone: 'Europe/Berlin',
    missedRule: 'run-once',
    isPaused: false,
    nextRunAt: '2026-11-23T01:00:00.000Z',
    lastRun: { jobId: uuid(5), at: '2026-11-22T01:00:00.000Z', state: 'succeeded' },
    lastError: null,
    version: 3,
    updatedAt: '2026-11-20T10:00:00.000Z',
    updatedBy: 'Wanda Admin',
    ...change,
  };
}

const firstSchedules = (): JobSchedule[] => [
  scheduleOf(501, { name: 'nightly sync' }),
  scheduleOf(502, { name: 'weekly check', isPaused: true, nextRunAt: null, lastRun: null }),
];
let schedules = firstSchedules();

export function resetSchedules(): void {
  schedules = firstSchedules();
}

/** Changes a schedule behind the back of the page, as another person would. */
export function changeBehind(id: string, change: Partial<JobSchedule>): void {
  schedules = schedules.map((each) =>
    each.id === id ? { ...each, ...change, version: each.version + 1 } : each,
  );
}

const hourMs = 3_600_000;

export const scheduleHandlers = [
  http.get('*/api/job-schedules', () => HttpResponse.json({ schedules })),
  http.post('*/api/job-schedules/preview', async ({ request }) => {
    const { cron } = schedulePreviewRequest.parse(await request.json());
    if (cron.trim().split(/\s+/).length !== 5) {
      return problem('invalid-request', 'The schedule cannot be read', [
        { pointer: '/body/cron', code: 'cron', detail: 'needs five fields, such as "0 2 * * *"' },
      ]);
    }
    const first = Date.parse('2026-11-23T01:00:00.000Z');
    const next = [0, 1, 2, 3, 4].map((day) => new Date(first + day * 24 * hourMs).toISOString());
    return HttpResponse.json({ next });
  }),
  http.post('*/api/job-schedules', async ({ request }) => {
    const input = jobScheduleInput.parse(await request.json());
    const made = scheduleOf(600 + schedules.length, { ...input, lastRun: null, version: 1 });
    schedules = [...schedules, made];
    return HttpResponse.json(made, { status: 201 });
  }),
  http.put('*/api/job-schedules/:id', async ({ request, params }) => {
    const { version, ...change } = jobScheduleChange.parse(await request.json());
    const present = schedules.find(({ id }) => id === params['id']);
    if (!present) return problem('schedule-not-found');
    if (present.version !== version) return problem('version-conflict');
    changeBehind(present.id, { ...change, nextRunAt: change.isPaused ? null : present.nextRunAt });
    return HttpResponse.json(schedules.find(({ id }) => id === present.id));
  }),
  http.delete('*/api/job-schedules/:id', ({ params }) => {
    schedules = schedules.filter(({ id }) => id !== params['id']);
    return new HttpResponse(null, { status: 204 });
  }),
  http.post('*/api/job-schedules/:id/run-now', () => {
    const job = jobRuns()[0];
    return job
      ? HttpResponse.json({ job, isNew: true } satisfies StartJobResponse)
      : problem('schedule-not-found');
  }),
];
