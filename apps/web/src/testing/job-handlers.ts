import {
  jobAction,
  listJobsQuery,
  startJobRequest,
  type JobLogResponse,
  type ListJobsResponse,
  type ListJobTypesResponse,
  type StartJobResponse,
  type UploadResponse,
} from '@os-credits/contracts';
import { http, HttpResponse } from 'msw';
import {
  addRun,
  changeRun,
  countsOf,
  detailOfRun,
  jobRuns,
  jobTypes,
  logLineOf,
  runOf,
  uuid,
} from './job-answers.js';
import { problem } from './problem.js';

function queryOf(request: Request) {
  const { searchParams } = new URL(request.url);
  const states = searchParams.getAll('state');
  return listJobsQuery.parse({
    ...Object.fromEntries(searchParams),
    ...(states.length > 0 ? { state: states } : { state: undefined }),
  });
}

export const jobHandlers = [
  http.get('*/api/jobs/types', () => {
    const answer: ListJobTypesResponse = { types: [...jobTypes] };
    return HttpResponse.json(answer);
  }),
  http.get('*/api/jobs', ({ request }) => {
    const { state, type, actor, limit, cursor } = queryOf(request);
    const found = jobRuns()
      .filter((run) => !type || run.type === type)
      .filter((run) => !actor || run.actor.name.toLowerCase().includes(actor.toLowerCase()));
    const listed = found.filter((run) => !state?.length || state.includes(run.state));
    const start = Number(cursor ?? '0');
    const answer: ListJobsResponse = {
      jobs: listed.slice(start, start + limit),
      counts: countsOf(found),
      nextCursor: start + limit < listed.length ? String(start + limit) : null,
    };
    return HttpResponse.json(answer);
  }),
  http.post('*/api/jobs', async ({ request }) => {
    const { type, parameters, isDryRun } = startJobRequest.parse(await request.json());
    const title = jobTypes.find((each) => each.type === type)?.title;
    if (!title) return problem('job-type-not-found');
    const number = 1000 + jobRuns().length;
    const run = runOf(number, { type, title, parameters, isDryRun, state: 'queued' });
    addRun({ ...run, createdAt: new Date().toISOString() });
    const answer: StartJobResponse = { job: run, isNew: true };
    return HttpResponse.json(answer, { status: 201 });
  }),
  http.post('*/api/jobs/requeue-dead', () => {
    const dead = jobRuns().filter(({ state }) => state === 'dead');
    for (const { id } of dead) changeRun(id, { state: 'queued', error: null });
    return HttpResponse.json({ requeuedCount: dead.length });
  }),
  http.get('*/api/jobs/:id', ({ params }) => {
    const run = jobRuns().find(({ id }) => id === params['id']);
    return run ? HttpResponse.json(detailOfRun(run)) : problem('job-not-found');
  }),
  http.get('*/api/jobs/:id/log', ({ params, request }) => {
    const run = jobRuns().find(({ id }) => id === params['id']);
    if (!run) return problem('job-not-found');
    const after = Number(new URL(request.url).searchParams.get('after') ?? '0');
    const lines = Array.from({ length: run.progress.done }, (_, index) => logLineOf(index + 1));
    const answer: JobLogResponse = {
      lines: lines.filter(({ id }) => Number(id) > after),
      lastId: lines.at(-1)?.id ?? null,
    };
    return HttpResponse.json(answer);
  }),
  http.post('*/api/jobs/:id/:action', ({ params }) => {
    const action = jobAction.safeParse(params['action']).data;
    const run = jobRuns().find(({ id }) => id === params['id']);
    if (!run || !action) return problem('job-not-found');
    if (action === 'run-again') {
      const again = runOf(2000 + jobRuns().length, { state: 'queued', parameters: run.parameters });
      addRun(again);
      return HttpResponse.json({ job: again, isNew: true } satisfies StartJobResponse);
    }
    changeRun(run.id, { state: action === 'cancel' ? 'cancelled' : 'queued' });
    const job = jobRuns().find(({ id }) => id === run.id) ?? run;
    return HttpResponse.json({ job, isNew: false } satisfies StartJobResponse);
  }),
  http.post('*/api/uploads', async ({ request }) => {
    const content = await request.arrayBuffer();
    const answer: UploadResponse = {
      id: uuid(9001),
      name: new URL(request.url).searchParams.get('name') ?? 'file',
      mediaType: 'text/csv',
      sizeBytes: content.byteLength,
      sha256: '0'.repeat(64),
    };
    return HttpResponse.json(answer, { status: 201 });
  }),
];
