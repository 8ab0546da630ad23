import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext } from '@nestjs/common';
import {
  listJobTypesResponse,
  listJobsResponse,
  startJobResponse,
  jobRunDetail,
  type JobRunDetail,
} from '@os-credits/contracts';
import { createTestDatabase, type TestDatabase } from '@os-credits/testing';
import { startJobWorker, until } from '../../../test/job-stage.js';
import { startTestApp, type Answer, type TestApp } from '../../../test/test-app.js';
import { jobTypes } from '../../job-types.js';

let database: TestDatabase;
let app: TestApp;
let worker: INestApplicationContext;
let admin: { cookie: string; csrfToken: string };

beforeAll(async () => {
  database = await createTestDatabase();
  app = await startTestApp(database.url);
  worker = await startJobWorker(database.url, jobTypes);
  admin = await app.signIn({ subject: 'ada', name: 'Ada', staffRole: 'admin' });
});

afterAll(async () => {
  await worker.close();
  await app.close();
  await database.drop();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  app.get(path, admin, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': admin.csrfToken, ...headers },
    body: JSON.stringify(body),
  });

async function detail(id: string): Promise<JobRunDetail> {
  return jobRunDetail.parse((await app.get(`/api/jobs/${id}`, admin)).body);
}

describe('the API of jobs', () => {
  it('lists types with the schema of their parameters', async () => {
    const { types } = listJobTypesResponse.parse((await app.get('/api/jobs/types', admin)).body);
    const demo = types.find(({ type }) => type === 'demo');
    expect(demo).toMatchObject({ canStart: true, permission: 'operations:write' });
    expect(demo?.parametersSchema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { steps: { titles: { de: 'Schritte' }, 'x-order': 0, minimum: 1 } },
    });
  });

  it('starts a run that a worker brings to its end', async () => {
    const answer = await post('/api/jobs', { type: 'demo', parameters: { steps: 3, stepMs: 1 } });
    expect(answer.status).toBe(201);
    const { job, isNew } = startJobResponse.parse(answer.body);
    expect(isNew).toBe(true);
    const run = await until(
      () => detail(job.id),
      ({ state }) => state !== 'queued' && state !== 'running',
    );
    expect(run).toMatchObject({
      state: 'succeeded',
      result: { steps: 3, children: 0 },
      progress: { done: 3, total: 3 },
      actor: { kind: 'person', name: 'Ada' },
      attempt: 1,
    });
    expect(run.attempts).toMatchObject([{ attempt: 1, outcome: 'succeeded', error: null }]);
    const list = listJobsResponse.parse((await app.get('/api/jobs?state=succeeded', admin)).body);
    expect(list.jobs.map(({ id }) => id)).toContain(job.id);
  });
});
