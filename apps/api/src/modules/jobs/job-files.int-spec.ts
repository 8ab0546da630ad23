import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext } from '@nestjs/common';
import {
  jobRunDetail,
  startJobResponse,
  uploadResponse,
  type JobRunDetail,
  type ProblemDocument,
  type UploadResponse,
} from '@os-credits/contracts';
import { createTestDatabase, fixedClock, type TestDatabase } from '@os-credits/testing';
import { z } from 'zod';
import { JobRetention, JobType, JobTypes, type JobContext, type JobOutcome } from './index.js';
import { startJobWorker, until } from '../../../test/job-stage.js';
import { startTestApp, type Answer, type TestApp } from '../../../test/test-app.js';

const parameters = z.object({ file: z.uuid().meta({ format: 'upload' }) });
const result = z.object({ bytes: z.int(), copy: z.string() });

/** Reads an uploaded file and stores what it read as its result. */
class CopyJob extends JobType<typeof parameters, typeof result> {
  readonly type = 'copy';
  readonly title = { en: 'Copy', de: 'Kopie' };
  readonly description = { en: 'Copies a file.', de: 'Kopiert eine Datei.' };
  readonly parameters = parameters;
  readonly result = result;
  readonly resultView = 'counts';
  readonly permission = 'readings:import';
  readonly isDryRunnable = false;
  readonly retry = { attemptsMax: 1, delaySeconds: 1 };

  async run(
    context: JobContext<z.output<typeof parameters>, never>,
  ): Promise<JobOutcome<z.input<typeof result>>> {
    let bytes = 0;
    const content = context.readUpload(context.parameters.file);
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const piece of content) {
        bytes += piece.length;
        yield piece;
      }
    }
    const file = { name: 'Kopie "ü".bin', mediaType: 'application/octet-stream' };
    const copy = await context.saveFile({ ...file, content: counted() });
    return { kind: 'done', result: { bytes, copy } };
  }
}

const clock = fixedClock('2026-11-22T12:00:00Z');
const BYTES_MAX = 2_000_000;
const environment = { JOB_UPLOAD_BYTES_MAX: String(BYTES_MAX) };
let database: TestDatabase;
let app: TestApp;
let worker: INestApplicationContext;
let editor: Awaited<ReturnType<TestApp['signIn']>>;

beforeAll(async () => {
  database = await createTestDatabase();
  app = await startTestApp(database.url, environment, clock);
  app.app.get(JobTypes).add(new CopyJob());
  worker = await startJobWorker(database.url, [{ type: CopyJob }], { environment, clock });
  editor = await app.signIn({ subject: 'eve', name: 'Eve', staffRole: 'editor' });
});
afterAll(async () => {
  await worker.close();
  await app.close();
  await database.drop();
});

function upload<Body = UploadResponse>(
  content: Uint8Array | string,
  options: { name?: string; type?: string; as?: typeof editor } = {},
): Promise<Answer<Body>> {
  const { name = 'data.bin', type, as = editor } = options;
  return app.get<Body>(`/api/uploads?name=${encodeURIComponent(name)}`, as, {
    method: 'POST',
    headers: {
      'x-csrf-token': as.csrfToken,
      ...(type === undefined ? {} : { 'content-type': type }),
    },
    body: content as NonNullable<RequestInit['body']>,
  });
}

async function copied(fileId: string): Promise<JobRunDetail> {
  const started = await app.get('/api/jobs', editor, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-csrf-token': editor.csrfToken },
    body: JSON.stringify({ type: 'copy', parameters: { file: fileId } }),
  });
  const { job } = startJobResponse.parse(started.body);
  return until(
    async () => jobRunDetail.parse((await app.get(`/api/jobs/${job.id}`, editor)).body),
    ({ state }) => state !== 'queued' && state !== 'running',
  );
}

describe('files of jobs', () => {
  it('come back byte by byte, through a job', async () => {
    const content = randomBytes(1_300_001);
    const stored = uploadResponse.parse((await upload(content)).body);
    expect(stored.sizeBytes).toBe(content.length);
    const run = await copied(stored.id);
    expect(run).toMatchObject({ state: 'succeeded', result: { bytes: content.length } });
    const copy = run.files.find(({ name }) => name.startsWith('Kopie'));
    const download = await fetch(`${app.url}/api/jobs/${run.id}/files/${String(copy?.id)}`, {
      headers: { cookie: editor.cookie },
    });
    expect(Buffer.from(await download.arrayBuffer()).equals(content)).toBe(true);
    expect(download.headers.get('content-disposition')).toBe(
      `attachment; filename="Kopie ___.bin"; filename*=UTF-8''Kopie%20%22%C3%BC%22.bin`,
    );
  });

  it.each(['application/json', 'text/csv', 'text/plain', 'application/x-protobuf'])(
    'of type %s are taken as they are',
    async (type) => {
      const answer = await upload('{"not": json', { type, name: 'märz.csv' });
      expect(answer).toMatchObject({
        status: 201,
        body: { name: 'märz.csv', mediaType: type, sizeBytes: 12 },
      });
    },
  );

  it('beyond the limit are refused, announced or not, and leave nothing', async () => {
    const tooLarge = new Uint8Array(BYTES_MAX + 1);
    const announced = await upload<ProblemDocument>(tooLarge);
    expect(announced).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(tooLarge);
        controller.close();
      },
    });
    const streamed = await fetch(`${app.url}/api/uploads?name=x`, {
      method: 'POST',
      headers: { cookie: editor.cookie, 'x-csrf-token': editor.csrfToken },
      body: stream,
      duplex: 'half',
    });
    expect(streamed.status).toBe(413);
    expect((await upload(new Uint8Array(BYTES_MAX))).status).toBe(201);
  });

  it('need the permission of a type that takes files', async () => {
    const viewer = await app.signIn({ subject: 'vi', name: 'Vi', staffRole: 'viewer' });
    const answer = await upload<ProblemDocument>('x', { as: viewer });
    expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(answer.body.detail).toContain('readings:import');
  });

  it('that do not exist start no job', async () => {
    const answer = await app.get<ProblemDocument>('/api/jobs', editor, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': editor.csrfToken },
      body: JSON.stringify({
        type: 'copy',
        parameters: { file: '01a20314-7c2a-7325-b5d5-fa083627d674' },
      }),
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'upload-not-found' } });
    const other = await copied((await upload('of another job')).body.id);
    const foreign = await copied((await upload('mine')).body.id);
    const path = `/api/jobs/${foreign.id}/files/${other.files[0]!.id}`;
    expect((await app.get(path, editor)).status).toBe(404);
  });
});

describe('retention', () => {
  it('removes runs that are over for long with logs and files, and uploads nobody used', async () => {
    const retention = worker.get(JobRetention);
    const used = (await upload('used')).body.id;
    const unused = (await upload('unused')).body.id;
    const old = await copied(used);
    clock.advance(10 * 86_400_000);
    editor = await app.signIn({ subject: 'eve', name: 'Eve', staffRole: 'editor' });
    const young = await copied((await upload('young')).body.id);
    const cutoff = new Date(clock.now().getTime() - 5 * 86_400_000);
    const expected = await retention.preview(cutoff, cutoff);
    const loose = await retention.removeLooseFiles(cutoff);
    expect(loose).toBeGreaterThan(0);
    expect(await hasFile(unused)).toBe(false);
    expect(await hasFile(used)).toBe(true);

    const removed = await retention.removeEndedBefore(cutoff);
    expect(removed).toBeGreaterThan(0);
    expect((await app.get(`/api/jobs/${old.id}`, editor)).status).toBe(404);
    expect((await app.get(`/api/jobs/${young.id}`, editor)).status).toBe(200);
    const rest = await retention.removeLooseFiles(cutoff);
    expect(expected).toEqual({ runs: removed, files: loose + rest });
    expect(await hasFile(used)).toBe(false);
    expect(await hasFile(young.files[0]!.id)).toBe(true);
    // What monitoring knows of the last success does not go with the run.
    const { body } = await app.get<string>('/metrics');
    expect(body).toContain('os_credits_job_last_success_timestamp_seconds{type="copy"}');
  });

  async function hasFile(id: string): Promise<boolean> {
    const { Database } = await import('../../platform/database/index.js');
    const rows = await worker.get(Database).query('select id from job_file where id = $1', [id]);
    return rows.length === 1;
  }
});
