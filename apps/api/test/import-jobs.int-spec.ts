import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext } from '@nestjs/common';
import {
  jobLogResponse,
  jobRunDetail,
  startJobResponse,
  uploadResponse,
  type JobRunDetail,
} from '@os-credits/contracts';
import { createTestDatabase, type TestDatabase } from '@os-credits/testing';
import { jobTypes } from '../src/job-types.js';
import { startJobWorker, until } from './job-stage.js';
import { startTestApp, type TestApp } from './test-app.js';

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

function post(path: string, body: string, contentType: string) {
  const headers = { 'content-type': contentType, 'x-csrf-token': admin.csrfToken };
  return app.get(path, admin, { method: 'POST', headers, body });
}

/** Uploads a table, starts a job with it, and waits until that is over. */
async function importTable(
  type: string,
  table: string,
  options: { isDryRun?: boolean; parameters?: Record<string, unknown> } = {},
): Promise<JobRunDetail> {
  const upload = await post('/api/uploads?name=table.csv', table, 'application/octet-stream');
  const { id: file } = uploadResponse.parse(upload.body);
  const { parameters, ...rest } = options;
  const request = { type, parameters: { ...parameters, file }, ...rest };
  const started = await post('/api/jobs', JSON.stringify(request), 'application/json');
  const { job } = startJobResponse.parse(started.body);
  return until(
    async () => jobRunDetail.parse((await app.get(`/api/jobs/${job.id}`, admin)).body),
    ({ state }) => state !== 'queued' && state !== 'running',
  );
}

async function logOf(id: string): Promise<string[]> {
  const { body } = await app.get(`/api/jobs/${id}/log`, admin);
  return jobLogResponse.parse(body).lines.map(({ text }) => text);
}

const at = new Date(Date.now() - 3 * 3_600_000).toISOString();

describe('import jobs', () => {
  const readings = [
    'project;site;metric;time;value',
    `jobs;8676;project_vcpu_usage;${at};1`,
    `jobs;8676;project_vcpu_usage;${at};1,5`,
  ].join('\r\n');

  it('take readings from an upload: as a dry run, for good, and once', async () => {
    const counts = { format: 'csv', read: 2, accepted: 1, quarantined: 1 };
    const dry = await importTable('import-readings', readings, { isDryRun: true });
    expect(dry).toMatchObject({ state: 'succeeded', result: counts, resultView: 'counts' });
    const real = await importTable('import-readings', readings);
    expect(real).toMatchObject({ state: 'succeeded', result: counts });
    expect(real.progress).toMatchObject({ done: readings.length, total: readings.length });
    expect(await logOf(real.id)).toEqual([
      'The file is read as csv.',
      'line 3: bad-value: "1,5" has a decimal comma: write it with a point, as in 1.5',
    ]);
    expect(await importTable('import-readings', readings)).toMatchObject({
      result: { accepted: 0, duplicates: 1, quarantined: 1 },
    });
  });

  it('fail with a sentence where the file is none', async () => {
    const run = await importTable('import-readings', 'project,credits,effectiveAt\na,1,2026-01-01');
    expect(run).toMatchObject({
      state: 'failed',
      attempt: 1,
      error: {
        message:
          'The table cannot be read: the first line has to name the columns project, site, metric, time and value; metric, time, value are missing.',
      },
    });
  });

  it('book grants once, or nothing at all', async () => {
    const table = 'project,credits,effectiveAt\njobs,5,2026-01-01\njobs,6,2026-01-01';
    const parameters = { unknownProjects: 'create' };
    const bad = await importTable('import-grants', `${table}\njobs,-1,2026-01-01`, { parameters });
    expect(bad).toMatchObject({
      state: 'failed',
      error: {
        message: expect.stringContaining('line 4, column credits: "-1"') as unknown as string,
      },
      files: [{ name: 'table.csv' }, { name: 'bad-lines.csv' }],
    });
    expect(await logOf(bad.id)).toContain(
      'line 4, column credits: "-1" is negative: take credits away by an adjustment',
    );
    expect(await importTable('import-grants', table, { parameters })).toMatchObject({
      state: 'succeeded',
      result: { posted: 2, creditsPosted: '11' },
    });
    expect(await importTable('import-grants', table, { parameters })).toMatchObject({
      result: { posted: 0, alreadyPosted: 2, creditsPosted: '0' },
    });
  });
});
