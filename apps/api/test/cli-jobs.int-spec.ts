import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { jobTypes } from '../src/job-types.js';
import { JobStage } from './job-stage.js';

/** The built command line, as an operator runs it. */
const CLI = path.resolve(import.meta.dirname, '../dist/main.cli.js');

// Each case starts processes.
jest.setTimeout(180_000);

let stage: JobStage;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'os-credits-cli-'));
  stage = await JobStage.open(jobTypes);
  await stage.addWorker();
});
afterAll(async () => {
  await stage.close();
  await rm(folder, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(...args: readonly string[]): Promise<Run> {
  return runIn('development', ...args);
}

function runIn(environment: string, ...args: readonly string[]): Promise<Run> {
  return new Promise((resolve) => {
    const env = {
      PATH: process.env['PATH'],
      DATABASE_URL: stage.database.url,
      ENVIRONMENT: environment,
    };
    execFile(process.execPath, [CLI, 'jobs', ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

const idIn = (text: string): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(text)?.[0] ?? 'none';

describe('jobs on the command line', () => {
  it('run and are waited for', async () => {
    const parameters = JSON.stringify({ steps: 3, stepMs: 1 });
    const done = await run('run', 'demo', '--json', parameters, '--wait');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toMatch(/info {2}step 3 of 3/);
    expect(done.stdout).toMatch(/succeeded\n$/);
    expect(await stage.detail(idIn(done.stdout))).toMatchObject({
      state: 'succeeded',
      actor: { kind: 'cli', name: 'cli' },
    });
  });

  it('that fail leave an exit code that says so', async () => {
    const parameters = JSON.stringify({ steps: 3, stepMs: 1, failAt: 2 });
    const failed = await run('run', 'demo', '--json', parameters, '--wait');
    expect(failed.code).toBe(1);
    expect(failed.stdout).toMatch(/failed: Step 2 failed, as it was told to\.\n$/);
    const shown = await run('show', idIn(failed.stdout));
    expect(shown.stdout).toContain('attempt 1: failed');
    expect(shown.stdout).toMatch(/^ {2}Error: Step 2 failed/m);
    const listed = await run('list', '--state', 'failed');
    expect(listed.stdout).toContain(idIn(failed.stdout));
  });

  it('take files and dry runs', async () => {
    const file = path.join(folder, 'readings.lp');
    await writeFile(
      file,
      'project_vcpu_usage,project_name=p,location_id=1 value=5 1795348800000000000\n',
    );
    const done = await run(
      'run',
      'import-readings',
      '--file',
      `file=${file}`,
      '--dry-run',
      '--wait',
    );
    expect([done.code, done.stderr]).toEqual([0, '']);
    const job = await stage.detail(idIn(done.stdout));
    expect(job).toMatchObject({ isDryRun: true, state: 'succeeded' });
    expect(job.files.map(({ name }) => name)).toContain('readings.lp');
  });

  it('are cancelled', async () => {
    const parameters = JSON.stringify({ steps: 1000, stepMs: 1000 });
    const id = idIn((await run('run', 'demo', '--json', parameters)).stdout);
    await stage.reached(id, 'running');
    expect(await run('cancel', id)).toMatchObject({ code: 0 });
    await stage.reached(id, 'cancelled');
    expect(await run('cancel', id)).toMatchObject({
      code: 1,
      stderr: 'The job is cancelled already.\n',
    });
  });

  it('come after each other', async () => {
    const demo = (steps: number, ...rest: string[]): Promise<Run> =>
      run('run', 'demo', '--json', JSON.stringify({ steps, stepMs: 1, failAt: 2 }), ...rest);
    const first = idIn((await demo(2)).stdout);
    const second = await demo(3, '--after', first, '--wait');
    expect(second.code).toBe(1);
    expect(second.stdout).toMatch(
      new RegExp(`cancelled: Skipped because job ${first} \\(demo\\) is failed\\.\\n$`),
    );
    const shown = await run('show', idIn(second.stdout.split('\n')[0] ?? ''));
    expect(shown.stdout).toContain(`comes after: ${first}  demo failed`);
  });

  it('that are not for production are refused there, and not listed', async () => {
    const refused = await runIn('production', 'run', 'demo');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('Jobs of type demo are not for production');
    expect((await runIn('production', 'types')).stdout).not.toMatch(/^demo/m);
    const audited = await stage.db.query(
      `select actor, subject from audit_event where action = 'job.refused'`,
    );
    expect(audited).toEqual([{ actor: 'cli', subject: 'demo' }]);
  });

  it('of an unknown type are refused with the list of types', async () => {
    const refused = await run('run', 'close-the-year');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/no job type "close-the-year"\. There is demo, /);
  });

  it.each([
    [['run', 'demo', '--json', '{"steps": 0}'], '/body/parameters/steps: '],
    [['run', 'demo', '--json', '{steps}'], 'It is no JSON.'],
    [['run', 'demo', '--json', '[]'], 'It must be an object'],
    [['run', 'import-readings', '--file', 'file=/no/such/file'], 'There is no file /no/such/file.'],
    [['show', 'x'], 'It must be a job id.'],
  ])('with mistakes are refused: %j', async (args, message) => {
    const refused = await run(...args);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain(message);
  });

  it('have types, as a list and with their schemas', async () => {
    expect((await run('types')).stdout).toMatch(/^demo {2,}Counts steps/m);
    const types = JSON.parse((await run('types', '--json')).stdout) as { type: string }[];
    expect(types.map(({ type }) => type)).toEqual(
      jobTypes.map(() => expect.any(String) as unknown),
    );
  });
});
