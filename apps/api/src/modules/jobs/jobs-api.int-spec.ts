import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext } from '@nestjs/common';
import {
  jobRunDetail,
  listJobTypesResponse,
  listJobsResponse,
  problemDocument,
  startJobResponse,
  type JobLogResponse,
  type JobRunDetail,
  type ProblemDocument,
  type StaffRole,
  type StartJobResponse,
} from '@os-credits/contracts';
import { createTestDatabase, type TestDatabase } from '@os-credits/testing';
import { JobTypes } from './index.js';
import { gate, scripts, ScriptedJob } from '../../../test/scripted-job.js';
import { startJobWorker, until } from '../../../test/job-stage.js';
import { startTestApp, type Answer, type TestApp } from '../../../test/test-app.js';
import { jobTypes } from '../../job-types.js';

type Session = Awaited<ReturnType<TestApp['signIn']>>;

let database: TestDatabase;
let app: TestApp;
let worker: INestApplicationContext;
let admin: Session;

beforeAll(async () => {
  database = await createTestDatabase();
  app = await startTestApp(database.url);
  // A type that only this file has, as a new file in a module would add it.
  app.app.get(JobTypes).add(new ScriptedJob());
  worker = await startJobWorker(database.url, [...jobTypes, { type: ScriptedJob }]);
  admin = await app.signIn({ subject: 'ada', name: 'Ada', staffRole: 'admin' });
});

afterAll(async () => {
  await worker.close();
  await app.close();
  await database.drop();
});

function post<Body = unknown>(
  path: string,
  body: unknown = {},
  options: { as?: Session; headers?: Record<string, string> } = {},
): Promise<Answer<Body>> {
  const as = options.as ?? admin;
  return app.get<Body>(path, as, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-csrf-token': as.csrfToken,
      ...options.headers,
    },
    body: JSON.stringify(body),
  });
}

async function start(script: string, key = ''): Promise<string> {
  const answer = await post('/api/jobs', { type: 'scripted', parameters: { script, key } });
  return startJobResponse.parse(answer.body).job.id;
}

async function detail(id: string, as: Session = admin): Promise<JobRunDetail> {
  return jobRunDetail.parse((await app.get(`/api/jobs/${id}`, as)).body);
}

function reached(id: string, state: string): Promise<JobRunDetail> {
  return until(
    () => detail(id),
    (run) => run.state === state,
  );
}

describe('job types', () => {
  it('are listed with the schema of their parameters', async () => {
    const { types } = listJobTypesResponse.parse((await app.get('/api/jobs/types', admin)).body);
    const names = types.map(({ type }) => type);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(
      expect.arrayContaining(['demo', 'partition-maintenance', 'scripted', 'verify-ledger']),
    );
    const demo = types.find(({ type }) => type === 'demo');
    expect(demo).toMatchObject({ canStart: true, permission: 'operations:write' });
    expect(demo?.parametersSchema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { steps: { titles: { de: 'Schritte' }, 'x-order': 0, minimum: 1 } },
    });
  });

  it('each describe the body that starts them in the API documentation', async () => {
    interface Schema {
      readonly oneOf: { title: string; properties: { type: { const: string } } }[];
    }
    interface Document {
      readonly paths: Record<
        string,
        { post: { requestBody: { content: Record<string, { schema: Schema }> } } }
      >;
    }
    const { body } = await app.get<Document>('/api/docs-json');
    const content = body.paths['/api/jobs']?.post.requestBody.content;
    const bodies = content?.['application/json']?.schema.oneOf ?? [];
    expect(bodies.find(({ title }) => title === 'scripted')).toMatchObject({
      properties: {
        type: { const: 'scripted' },
        parameters: { properties: { script: { type: 'string' } } },
        isDryRun: { type: 'boolean' },
      },
    });
    expect(bodies.map(({ title }) => title)).toContain('verify-ledger');
  });

  it('that are added in one file start by the API and run', async () => {
    scripts.set('added', () => Promise.resolve({ added: true }));
    const run = await reached(await start('added'), 'succeeded');
    expect(run).toMatchObject({ result: { added: true }, title: { de: 'Nach Skript' } });
  });
});

describe('starting by the API', () => {
  it('brings the demonstration to its end', async () => {
    const parameters = { steps: 3, stepMs: 1, children: 2 };
    const answer = await post<StartJobResponse>('/api/jobs', { type: 'demo', parameters });
    expect(answer.status).toBe(201);
    expect(startJobResponse.parse(answer.body).isNew).toBe(true);
    const run = await reached(answer.body.job.id, 'succeeded');
    expect(run).toMatchObject({
      result: { steps: 3, children: 2 },
      progress: { done: 3, total: 3 },
      actor: { kind: 'person', name: 'Ada' },
      childCount: 2,
    });
  });

  it('runs the check of the ledger and the maintenance', async () => {
    for (const type of ['verify-ledger', 'partition-maintenance']) {
      const { body } = await post<StartJobResponse>('/api/jobs', { type });
      const run = await reached(body.job.id, 'succeeded');
      const expected = type === 'verify-ledger' ? { differenceCount: 0 } : { jobsRemoved: 0 };
      expect(run.result).toMatchObject(expected);
    }
  });

  it('answers a double click with the first run', async () => {
    const door = gate();
    scripts.set('slow', () => door.opened.then(() => ({})));
    const body = { type: 'scripted', parameters: { script: 'slow' } };
    const answers = await Promise.all([1, 2, 3, 4].map(() => post('/api/jobs', body)));
    const started = answers.map(({ body: text }) => startJobResponse.parse(text));
    expect(new Set(started.map(({ job }) => job.id)).size).toBe(1);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(started.filter(({ isNew }) => isNew)).toHaveLength(1);
    door.open();
    await reached(started[0]!.job.id, 'succeeded');
  });

  it('answers the first run to a repeated Idempotency-Key, also when it is over', async () => {
    scripts.set('once', () => Promise.resolve({}));
    const headers = { 'idempotency-key': 'order-1' };
    const body = { type: 'scripted', parameters: { script: 'once' } };
    const first = startJobResponse.parse((await post('/api/jobs', body, { headers })).body);
    await reached(first.job.id, 'succeeded');
    const second = await post<StartJobResponse>('/api/jobs', body, { headers });
    expect(second).toMatchObject({
      status: 200,
      body: { isNew: false, job: { id: first.job.id } },
    });
    const other = { type: 'scripted', parameters: { script: 'once', key: 'other' } };
    const reused = await post<ProblemDocument>('/api/jobs', other, { headers });
    expect(reused).toMatchObject({ status: 409, body: { code: 'idempotency-key-reused' } });
  });

  it.each([
    [{ type: 'nothing-like-it' }, 404, 'job-type-not-found', []],
    [
      { type: 'demo', parameters: { steps: 0 } },
      400,
      'invalid-request',
      ['/body/parameters/steps'],
    ],
    [
      { type: 'demo', parameters: { stepz: 1, 'a/b': 1 } },
      400,
      'invalid-request',
      ['/body/parameters/stepz', '/body/parameters/a~1b'],
    ],
    [{ type: 'Demo' }, 400, 'invalid-request', ['/body/type']],
    [{ type: 'verify-ledger', isDryRun: true }, 400, 'invalid-request', ['/body/isDryRun']],
  ])('refuses %j', async (body, status, code, pointers) => {
    const answer = await post('/api/jobs', body);
    const problem = problemDocument.parse(answer.body);
    expect([answer.status, problem.code]).toEqual([status, code]);
    expect((problem.errors ?? []).map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('marks a dry run and leaves it out of the totals', async () => {
    scripts.set('dry', (context) => Promise.resolve({ isDryRun: context.isDryRun }));
    const body = { type: 'scripted', parameters: { script: 'dry' }, isDryRun: true };
    const { body: started } = await post<StartJobResponse>('/api/jobs', body);
    const run = await reached(started.job.id, 'succeeded');
    expect(run).toMatchObject({ isDryRun: true, result: { isDryRun: true } });
  });
});

describe('permissions', () => {
  const staff = async (staffRole: StaffRole | null): Promise<Session> =>
    app.signIn({ subject: `one-${String(staffRole)}`, name: 'One', staffRole });

  it.each([
    [null, 403, 403, 403],
    ['viewer', 200, 403, 403],
    ['editor', 200, 403, 201],
    ['admin', 200, 201, 201],
  ] as const)('of %s', async (role, list, demo, verify) => {
    const as = await staff(role);
    const started = await post('/api/jobs', { type: 'demo', parameters: { steps: 1 } }, { as });
    const verified = await post('/api/jobs', { type: 'verify-ledger' }, { as });
    // Where the same check is under way already, starting it answers 200.
    expect([
      (await app.get('/api/jobs', as)).status,
      started.status,
      verified.status === 200 ? 201 : verified.status,
    ]).toEqual([list, demo, verify]);
    if (role === 'viewer' || role === 'editor') {
      const permission = 'operations:write';
      expect(problemDocument.parse(started.body).detail).toContain(`"${permission}"`);
    }
  });

  it('of the type are asked for by every action', async () => {
    scripts.set('quick', () => Promise.resolve({}));
    const id = await start('quick', 'for actions');
    await reached(id, 'succeeded');
    const as = await staff('editor');
    for (const action of ['cancel', 'retry', 'resume', 'requeue', 'run-again']) {
      const answer = await post<ProblemDocument>(`/api/jobs/${id}/${action}`, {}, { as });
      expect([action, answer.status, answer.body.code]).toEqual([action, 403, 'forbidden']);
    }
    const all = await post<ProblemDocument>('/api/jobs/requeue-dead', { type: 'scripted' }, { as });
    expect(all.status).toBe(403);
    expect((await detail(id, as)).actions).toEqual([]);
    expect((await detail(id)).actions).toEqual(['run-again']);
  });
});

describe('acting by the API', () => {
  it('cancels, resumes, and runs again', async () => {
    let isPatient = true;
    scripts.set('acted-on', async (context) => {
      await context.saveCheckpoint({ there: true });
      if (isPatient)
        await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      context.signal.throwIfAborted();
      return { from: context.checkpoint };
    });
    const id = await start('acted-on');
    await until(
      () => detail(id),
      ({ hasCheckpoint }) => hasCheckpoint,
    );
    expect((await post(`/api/jobs/${id}/cancel`)).status).toBe(200);
    const cancelled = await reached(id, 'cancelled');
    expect(cancelled.actions).toEqual(['resume', 'retry', 'run-again']);
    isPatient = false;
    expect((await post(`/api/jobs/${id}/requeue`)).status).toBe(409);
    expect((await post(`/api/jobs/${id}/resume`)).status).toBe(200);
    expect((await reached(id, 'succeeded')).result).toEqual({ from: { there: true } });
    const again = await post<StartJobResponse>(`/api/jobs/${id}/run-again`);
    expect(again.body).toMatchObject({ isNew: true });
    const repeated = await reached(again.body.job.id, 'succeeded');
    expect(repeated).toMatchObject({ repeatOf: id, result: { from: null } });
  });

  it('queues the dead again, all at once', async () => {
    let isBroken = true;
    scripts.set('died', () =>
      isBroken ? Promise.reject(new Error('again')) : Promise.resolve({}),
    );
    const ids = await Promise.all(['1', '2'].map((key) => start('died', key)));
    // Their further attempts are minutes away; as if they were over.
    for (const id of ids) {
      await until(
        () => detail(id),
        ({ attempts }) => attempts[0]?.outcome === 'failed',
      );
    }
    await onDatabase(
      `update job_run set state = 'dead', ended_at = now() where id = any($1::uuid[])`,
      [ids],
    );
    isBroken = false;
    const answer = await post('/api/jobs/requeue-dead', { type: 'scripted' });
    expect(answer).toMatchObject({ status: 200, body: { requeuedCount: 2 } });
    for (const id of ids) await reached(id, 'succeeded');
  });

  it('knows no job that does not exist', async () => {
    const id = '01a20314-7c2a-7325-b5d5-fa083627d674';
    for (const path of [id, `${id}/log`, `${id}/events`, `${id}/log.txt`]) {
      const { status, body } = await app.get<ProblemDocument>(`/api/jobs/${path}`, admin);
      expect([path, status, body.code]).toEqual([path, 404, 'job-not-found']);
    }
    expect((await post(`/api/jobs/${id}/cancel`)).status).toBe(404);
    expect((await app.get('/api/jobs/none', admin)).status).toBe(400);
  });
});

describe('the list of jobs', () => {
  it('is filtered and paged, newest first, with counts that ignore the state', async () => {
    scripts.set('listed', (context) =>
      context.parameters.key === '0' ? Promise.reject(new Error('no')) : Promise.resolve({}),
    );
    const before = new Date();
    const ids: string[] = [];
    for (const key of ['0', '1', '2', '3', '4']) ids.push(await start('listed', key));
    for (const id of ids) {
      await until(
        () => detail(id),
        ({ state }) => ['failed', 'succeeded'].includes(state),
      );
    }
    const query = `type=scripted&from=${before.toISOString()}&actor=ad&limit=2`;
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const suffix: string = cursor === null ? '' : `&cursor=${cursor}`;
      const page = listJobsResponse.parse(
        (await app.get(`/api/jobs?${query}${suffix}`, admin)).body,
      );
      found.push(...page.jobs.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(found).toEqual([...ids].reverse());
    const failed = listJobsResponse.parse(
      (await app.get(`/api/jobs?${query}&state=failed&state=dead`, admin)).body,
    );
    expect(failed.jobs.map(({ id }) => id)).toEqual([ids[0]]);
    expect(failed.counts).toMatchObject({ failed: 1, succeeded: 4, dead: 0, queued: 0 });
    expect((await app.get('/api/jobs?cursor=bm90aGluZw', admin)).status).toBe(400);
  });
});

describe('the log of a job', () => {
  it('is paged and can be downloaded, in either language', async () => {
    scripts.set('chatty', (context) => {
      for (let line = 1; line < 25; line += 1) context.log('info', `line ${line}`);
      context.log('info', { en: 'line 25', de: 'Zeile 25, password=hunter2' });
      return Promise.resolve({});
    });
    const id = await start('chatty');
    await reached(id, 'succeeded');
    const log = (query: string) => app.get<JobLogResponse>(`/api/jobs/${id}/log?${query}`, admin);
    const first = await log('limit=20');
    const rest = await log(`after=${first.body.lastId}`);
    const texts = [...first.body.lines, ...rest.body.lines].map(({ text }) => text);
    expect(texts).toEqual(Array.from({ length: 25 }, (_, index) => `line ${index + 1}`));
    const download = await app.get<string>(`/api/jobs/${id}/log.txt`, admin);
    expect(download.headers.get('content-disposition')).toContain(`scripted-${id}.log.txt`);
    expect(download.body).toMatch(/^\S+Z 1 info {2}line 1\n(.*\n){23}.* line 25\n$/);
    const german = await app.get<string>(`/api/jobs/${id}/log.txt?language=de`, admin);
    expect(german.body).toMatch(/ line 24\n.* Zeile 25, password=(?!hunter2).*\n$/);
    expect(rest.body.lines.at(-2)?.texts).toBeNull();
  });

  it('is streamed while it grows, with the state, until the end', async () => {
    const doors = [gate(), gate()];
    scripts.set('streamed', async (context) => {
      context.log('info', 'one');
      await doors[0]!.opened;
      context.log('info', 'two');
      context.progress({ done: 1, total: 2 });
      await doors[1]!.opened;
      return {};
    });
    const id = await start('streamed');
    const events = await openEvents(`/api/jobs/${id}/events`);
    await events.seen((all) => all.some(({ data }) => data['text'] === 'one'));
    doors[0]!.open();
    await events.seen((all) => all.some(({ data }) => data['text'] === 'two'));
    doors[1]!.open();
    const all = await events.ended();
    expect(all.at(-1)).toMatchObject({ event: 'end' });
    expect(all.filter(({ event }) => event === 'run').at(-1)?.data).toMatchObject({
      state: 'succeeded',
      progress: { done: 1 },
    });
    const lines = all.filter(({ event }) => event === 'log');
    expect(lines.map(({ data }) => data['text'])).toEqual(['one', 'two']);
    expect(lines.every(({ id: eventId, data }) => eventId === data['id'])).toBe(true);

    const resumed = await openEvents(`/api/jobs/${id}/events`, { 'last-event-id': lines[0]!.id });
    const later = (await resumed.ended()).filter(({ event }) => event === 'log');
    expect(later.map(({ data }) => data['text'])).toEqual(['two']);
  });
});

interface SeenEvent {
  readonly event: string;
  readonly id: string;
  readonly data: Record<string, unknown>;
}

/** A reader of server-sent events that keeps what it saw. */
async function openEvents(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${app.url}${path}`, {
    headers: { cookie: admin.cookie, ...headers },
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const events: SeenEvent[] = [];
  const reading = (async () => {
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      events.push(...blocks.flatMap(parseEvent));
    }
  })();
  return {
    seen: (isSo: (all: SeenEvent[]) => boolean) => until(() => events, isSo),
    ended: async () => {
      await reading;
      return events;
    },
  };
}

function parseEvent(block: string): SeenEvent[] {
  const field = (name: string): string =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2) ?? '';
  if (field('event') === '') return [];
  return [
    {
      event: field('event'),
      id: field('id'),
      data: JSON.parse(field('data')) as Record<string, unknown>,
    },
  ];
}

describe('a server that stops', () => {
  it('ends the streams that are open, so that it does stop', async () => {
    const other = await startTestApp(database.url);
    const door = gate();
    scripts.set('outlives', () => door.opened.then(() => ({})));
    const id = await start('outlives');
    await reached(id, 'running');
    const as = await other.signIn({ subject: 'ada', staffRole: 'admin' });
    const response = await fetch(`${other.url}/api/jobs/${id}/events`, {
      headers: { cookie: as.cookie },
    });
    const text = response.text();
    await other.close();
    expect(await text).not.toContain('event: end');
    door.open();
    await reached(id, 'succeeded');
  });
});

describe('metrics', () => {
  const metric = async (name: string): Promise<number | null> => {
    const { body } = await app.get<string>('/metrics');
    const line = body.split('\n').find((text) => text.startsWith(`${name} `));
    return line === undefined ? null : Number(line.split(' ').at(-1));
  };

  it('move with a success, and only failures move with a failure', async () => {
    scripts.set('measured', (context) =>
      context.parameters.key === 'bad' ? Promise.reject(new Error('no')) : Promise.resolve({}),
    );
    const succeeded = 'os_credits_job_runs_total{type="scripted",outcome="succeeded"}';
    const failed = 'os_credits_job_runs_total{type="scripted",outcome="failed"}';
    const last = 'os_credits_job_last_success_timestamp_seconds{type="scripted"}';
    const before = [await metric(succeeded), await metric(failed)];
    const good = await reached(await start('measured'), 'succeeded');
    expect(await metric(succeeded)).toBe((before[0] ?? 0) + 1);
    const lastSuccess = await metric(last);
    expect(lastSuccess).toBeCloseTo(Date.parse(good.endedAt!) / 1000, 2);
    await reached(await start('measured', 'bad'), 'failed');
    expect(await metric(failed)).toBe((before[1] ?? 0) + 1);
    expect(await metric(last)).toBe(lastSuccess);
    expect(await metric('os_credits_jobs{state="queued"}')).toBe(0);
    expect(await metric('os_credits_job_oldest_queued_seconds')).toBe(0);
  });
});

async function onDatabase(sql: string, values: unknown[]): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(sql, values);
  await client.end();
}
