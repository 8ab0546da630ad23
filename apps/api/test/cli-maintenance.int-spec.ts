import { execFile } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { jobTypes } from '../src/job-types.js';
import { JobStage } from './job-stage.js';

const CLI = path.resolve(import.meta.dirname, '../dist/main.cli.js');

// Each case starts processes.
jest.setTimeout(180_000);

let stage: JobStage;
let owner: pg.Client;
beforeAll(async () => {
  stage = await JobStage.open(jobTypes);
  owner = new pg.Client({ connectionString: stage.database.url });
  await owner.connect();
  await stage.addWorker();
});
afterAll(async () => {
  await owner.end();
  await stage.close();
});

interface Run {
  readonly code: number;
  readonly stdout: string;
}
function run(...args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], DATABASE_URL: stage.database.url };
    execFile(process.execPath, [CLI, ...args], { env }, (error, stdout) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout });
    });
  });
}

/** What is there, but for the run of the maintenance itself. */
async function state(): Promise<unknown> {
  const { rows } = await owner.query<Record<string, unknown>>(
    `select (select array_agg(id::text order by id) from job_run where type <> 'partition-maintenance') as runs,
            (select count(*)::int from user_session) as sessions,
            (select array_agg(id::text order by id) from job_file) as files,
            (select array_agg(c.relname::text order by c.relname) from pg_inherits i
               join pg_class c on c.oid = i.inhrelid where i.inhparent = 'reading'::regclass) as partitions`,
  );
  return rows[0];
}

const resultIn = (text: string): Record<string, number> =>
  JSON.parse(/^\{[^}]*\}$/m.exec(text)?.[0] ?? '{}') as Record<string, number>;

describe('maintenance', () => {
  it('says what it would do and does nothing; with --execute it does exactly that', async () => {
    await owner.query(`select ensure_reading_partitions('2020-01-06Z', '2020-01-20Z')`);
    await owner.query(
      `insert into job_run (id, type, state, attempts_max, actor_kind, actor_id, actor_name, created_at, available_at, ended_at)
       values ('019a0000-0000-7000-8000-000000000001', 'demo', 'succeeded', 1, 'cli', 'cli', 'cli', '2020-01-01Z', '2020-01-01Z', '2020-01-01Z'),
              ('019a0000-0000-7000-8000-000000000002', 'demo', 'succeeded', 1, 'cli', 'cli', 'cli', '2020-01-01Z', '2020-01-01Z', now())`,
    );
    await owner.query(
      `insert into job_file (id, kind, name, media_type, size_bytes, sha256, created_at, created_by)
       values ('019a0000-0000-7000-8000-000000000003', 'upload', 'a', 'text/plain', 1, 'x', '2020-01-01Z', 'cli')`,
    );
    await owner.query(
      `insert into user_session (id_hash, content, expires_at) values ('\\x01', '{}', '2020-01-01Z')`,
    );
    const before = await state();
    const dry = await run('maintenance');
    expect(dry.code).toBe(0);
    expect(dry.stdout).toMatch(/would drop reading_2020w02\n/);
    expect(await state()).toEqual(before);

    const real = await run('maintenance', '--execute');
    expect(resultIn(real.stdout)).toEqual(resultIn(dry.stdout));
    expect(resultIn(real.stdout)).toMatchObject({
      partitionsDropped: 2,
      jobsRemoved: 1,
      filesRemoved: 1,
      sessionsRemoved: 1,
    });
    expect(await state()).toMatchObject({
      runs: ['019a0000-0000-7000-8000-000000000002'],
      files: null,
    });
  });
});

describe('usage gaps', () => {
  it('lists what is missing and changes nothing', async () => {
    expect(await run('usage', 'gaps')).toMatchObject({ code: 0, stdout: '0 open\n' });
    await owner.query(`insert into site (name, display_name) values ('8675', 'Gießen')`);
    await owner.query(
      `insert into site_silence (site_id, from_at, created_at)
       select id, '2026-11-22T10:30:00Z', '2026-11-22T11:00:00Z' from site`,
    );
    const gaps = await run('usage', 'gaps');
    expect(gaps.code).toBe(1);
    expect(gaps.stdout).toBe('silent-site  2026-11-22T10:30:00.000Z to now  Gießen\n1 open\n');
    expect((await run('usage', 'gaps', '--site', 'elsewhere')).stdout).toBe('0 open\n');
    const json = JSON.parse((await run('usage', 'gaps', '--json')).stdout) as { kind: string }[];
    expect(json.map(({ kind }) => kind)).toEqual(['silent-site']);
    const { rows } = await owner.query('select status from site_silence');
    expect(rows).toEqual([{ status: 'open' }]);
  });
});
