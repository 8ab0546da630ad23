import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { startJobResponse, type ProblemDocument } from '@os-credits/contracts';
import { createTestDatabase } from '@os-credits/testing';
import { startProxy } from '../../../test/database-proxy.js';
import { startJobWorker, until } from '../../../test/job-stage.js';
import { startTestApp } from '../../../test/test-app.js';
import { jobTypes } from '../../job-types.js';

it('A database that is away: the portal is served, starting a job says so, and nothing is lost', async () => {
  const database = await createTestDatabase();
  const proxy = await startProxy(database.url);
  const folder = await mkdtemp(path.join(tmpdir(), 'os-credits-web-'));
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Portal</title>');
  const app = await startTestApp(proxy.url, { WEB_DIST: folder });
  const admin = await app.signIn({ subject: 'ada', name: 'Ada', staffRole: 'admin' });
  const start = (steps: number) =>
    app.get<ProblemDocument>('/api/jobs', admin, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': admin.csrfToken },
      body: JSON.stringify({ type: 'demo', parameters: { steps, stepMs: 0 } }),
    });
  const before = startJobResponse.parse((await start(1)).body).job.id;

  proxy.isCut = true;
  proxy.cut();
  const refused = await until(
    () => start(2),
    ({ status }) => status === 503,
  );
  expect(refused.body.code).toBe('database-unavailable');
  expect(refused.body.detail).toContain('database');
  const page = await app.get<string>('/');
  expect([page.status, page.body]).toEqual([200, expect.stringContaining('Portal')]);
  expect((await app.get('/health/live')).status).toBe(200);

  proxy.isCut = false;
  const after = await until(
    () => start(3),
    ({ status }) => status === 201,
  );
  const worker = await startJobWorker(database.url, jobTypes);
  for (const id of [before, startJobResponse.parse(after.body).job.id]) {
    const run = await until(
      () => app.get<{ state: string }>(`/api/jobs/${id}`, admin),
      ({ body }) => body.state === 'succeeded',
    );
    expect(run.body.state).toBe('succeeded');
  }
  const { body } = await app.get<{ jobs: unknown[] }>('/api/jobs', admin);
  expect(body.jobs).toHaveLength(2);

  await worker.close();
  await app.close();
  await proxy.close();
  await database.drop();
  await rm(folder, { recursive: true });
});
