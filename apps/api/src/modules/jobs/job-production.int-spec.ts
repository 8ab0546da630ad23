import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listJobTypesResponse } from '@os-credits/contracts';
import { createTestDatabase, type TestDatabase } from '@os-credits/testing';
import { startJobWorker, until } from '../../../test/job-stage.js';
import { startTestApp, type Answer, type TestApp } from '../../../test/test-app.js';
import { jobTypes } from '../../job-types.js';

type Session = Awaited<ReturnType<TestApp['signIn']>>;

const PRODUCTION = {
  ENVIRONMENT: 'production',
  PUBLIC_URL: 'https://portal.example',
  OIDC_ISSUER: 'https://login.example/',
};

let database: TestDatabase;
let production: TestApp;
let admin: Session;
beforeAll(async () => {
  database = await createTestDatabase();
  production = await startTestApp(database.url, PRODUCTION);
  admin = await production.signIn({ subject: 'ada', name: 'Ada', staffRole: 'admin' });
});
afterAll(async () => {
  await production.close();
  await database.drop();
});

function send(app: TestApp, as: Session, path: string, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'x-csrf-token': as.csrfToken };
  return app.get(path, as, { method: 'POST', headers, body: JSON.stringify(body) });
}
const post = (path: string, body: unknown = {}): Promise<Answer> =>
  send(production, admin, path, body);

interface Audited {
  readonly actor: string;
  readonly subject: string;
}
async function audited(): Promise<Audited[]> {
  const { body } = await production.get<{ events: Audited[] }>(
    '/api/audit?action=job.refused',
    admin,
  );
  return body.events;
}

describe('A job type that is not for production', () => {
  it('is not offered there', async () => {
    const { body } = await production.get('/api/jobs/types', admin);
    const names = listJobTypesResponse.parse(body).types.map(({ type }) => type);
    expect(names).not.toContain('demo');
    expect(names).toContain('perun-sync');
    const document = await production.get<{ paths: unknown }>('/api/docs-json', admin);
    expect(JSON.stringify(document.body)).not.toContain('"demo"');
  });

  it('is refused there, and the attempt is remembered', async () => {
    const refused = await post('/api/jobs', { type: 'demo', parameters: { steps: 1 } });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ code: 'forbidden' });
    expect(JSON.stringify(refused.body)).toContain('Jobs of type demo are not for production');
    expect(await audited()).toMatchObject([{ actor: 'Ada', subject: 'demo' }]);

    const schedule = { name: 'nightly demo', type: 'demo', cron: '0 2 * * *', timezone: 'UTC' };
    expect((await post('/api/job-schedules', schedule)).status).toBe(403);
    expect(await audited()).toHaveLength(2);
  });

  it('is not brought back to life there, and fails where it was queued before', async () => {
    const test = await startTestApp(database.url);
    const tester = await test.signIn({ subject: 'tom', name: 'Tom', staffRole: 'admin' });
    const start = async (steps: number): Promise<string> => {
      const body = { type: 'demo', parameters: { steps } };
      return ((await send(test, tester, '/api/jobs', body)).body as { job: { id: string } }).job.id;
    };
    const cancelled = await start(1);
    const queued = await start(2);
    expect((await post(`/api/jobs/${cancelled}/cancel`)).status).toBe(200);
    expect((await post(`/api/jobs/${cancelled}/retry`)).status).toBe(403);
    expect((await post(`/api/jobs/${cancelled}/run-again`)).status).toBe(403);
    expect(await audited()).toHaveLength(4);

    const worker = await startJobWorker(database.url, jobTypes, { environment: PRODUCTION });
    const run = await until(
      () => test.get<{ state: string; error: { message: string } }>(`/api/jobs/${queued}`, tester),
      ({ body }) => body.state !== 'queued' && body.state !== 'running',
    );
    expect(run.body).toMatchObject({
      state: 'failed',
      error: { message: expect.stringContaining('not for production') as unknown as string },
    });
    await worker.close();
    await test.close();
  });

  it('runs elsewhere', async () => {
    const test = await startTestApp(database.url);
    const tester = await test.signIn({ subject: 'tom', name: 'Tom', staffRole: 'admin' });
    const types = await test.get('/api/jobs/types', tester);
    const names = listJobTypesResponse.parse(types.body).types.map(({ type }) => type);
    expect(names).toContain('demo');
    await test.close();
  });
});
