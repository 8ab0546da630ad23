import { execFile } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@os-credits/testing';
import pg from 'pg';

/** The built command line, as an operator runs it. */
const CLI = path.resolve(import.meta.dirname, '../dist/main.cli.js');

// Each case starts processes.
jest.setTimeout(180_000);

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  args: readonly string[],
  options: { input?: string; env?: Record<string, string> } = {},
): Promise<Run> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], DATABASE_URL: testDatabase.url, ...options.env };
    const child = execFile(process.execPath, [CLI, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
    child.stdin?.end(options.input ?? '');
  });
}

async function onDatabase(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: testDatabase.url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

describe('migrate', () => {
  it('is safe to repeat', async () => {
    expect(await run(['migrate'])).toEqual({
      code: 0,
      stdout: 'The schema is up to date.\n',
      stderr: '',
    });
  });

  it('sets the unit a metric is reported in, until it has readings', async () => {
    const env = { METRIC_READING_UNITS: 'project_mb_usage=MiB.h' };
    expect((await run(['migrate'], { env })).stdout).toContain(
      'project_mb_usage is reported in MiB·h.',
    );
    await onDatabase(
      `insert into project (name) values ('p'); insert into site (name) values ('s');
       insert into series (project_id, site_id, metric_id, last_at)
       select p.id, s.id, m.id, now() from project p, site s, metric m where m.name = 'project_mb_usage'`,
    );
    const back = await run(['migrate'], {
      env: { METRIC_READING_UNITS: 'project_mb_usage=GiB.h' },
    });
    expect(back.code).toBe(1);
    expect(back.stderr).toContain('has readings in MiB·h already');
  });

  it.each([
    ['nope=MiB.h', 'does not exist'],
    ['project_vcpu_usage=MiB.h', 'cannot be reported in "MiB·h"; use vCPU·h'],
    ['what', 'must look like metric=unit'],
  ])('refuses the units %p', async (units, message) => {
    const { code, stderr } = await run(['migrate'], { env: { METRIC_READING_UNITS: units } });
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(message);
  });
});

describe('ingest-token', () => {
  it('is made, listed without its secret, and revoked once', async () => {
    const made = await run([
      'ingest-token',
      'create',
      '--name',
      'exporter',
      '--sites',
      '8676,8675',
      '--json',
    ]);
    const { id, token } = JSON.parse(made.stdout) as { id: string; token: string };
    expect(token).toMatch(/^osc_ingest_/);
    const listed = await run(['ingest-token', 'list']);
    expect(listed.stdout).toContain(`${id}  exporter  8676, 8675  expires never`);
    expect(listed.stdout).not.toContain(token);
    expect((await run(['ingest-token', 'revoke', id])).stdout).toBe(`Token ${id} is revoked.\n`);
    expect((await run(['ingest-token', 'revoke', id])).code).toBe(2);
    expect((await run(['ingest-token', 'list'])).stdout).toContain('revoked');
  });

  it.each([
    [['--name', 'x'], '--sites'],
    [['--name', 'x', '--sites', 'a,,b'], 'Name sites as in'],
    [['--name', 'x', '--sites', 'all', '--expires', 'soon'], '2027-12-31'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await run(['ingest-token', 'create', ...args]);
    expect([code, stderr.includes(message)]).toEqual([1, true]);
  });
});

describe('grant import', () => {
  const grants = (credits: string) =>
    JSON.stringify({
      grants: [
        {
          project: 'grün',
          credits,
          effectiveAt: '2026-01-01T00:00:00Z',
          key: 'g1',
          reason: 'first',
        },
      ],
    });

  it('posts a grant once', async () => {
    const args = ['grant', 'import', '--file', '-'];
    expect((await run(args, { input: grants('200') })).stdout).toBe(
      '1 grants posted, 0 were there already.\n',
    );
    expect((await run(args, { input: grants('200') })).stdout).toBe(
      '0 grants posted, 1 were there already.\n',
    );
    expect((await run(args, { input: grants('300') })).stderr).toContain(
      'was used for another grant',
    );
  });

  it.each(['', '{"grants": []}', grants('1,5'), grants('-5'), grants('NaN')])(
    'refuses %p and posts nothing',
    async (input) => {
      const { code, stderr } = await run(['grant', 'import', '--file', '-'], { input });
      expect(code).toBe(2);
      expect(stderr).toContain('nothing was posted');
    },
  );
});

describe('verify', () => {
  it('says so when everything agrees, and 1 when anything differs', async () => {
    const clean = await run(['verify']);
    expect([clean.code, clean.stdout.includes('every charge and sum agrees')]).toEqual([0, true]);
    await onDatabase(`update account set granted = granted + 1`);
    const broken = await run(['verify', '--project', 'grün']);
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain('grün: account granted is 201, the readings say 200');
    expect((await run(['verify', '--project', 'nobody'])).code).toBe(2);
  });
});

describe('settings', () => {
  it('that are missing are named before anything happens', async () => {
    const { code, stderr } = await run(['verify'], { env: { DATABASE_URL: '' } });
    expect([code, stderr.includes('DATABASE_URL')]).toEqual([78, true]);
  });

  it('that lead nowhere give a sentence', async () => {
    const { code, stderr } = await run(['migrate'], {
      env: { DATABASE_URL: 'postgres://a@127.0.0.1:1/b' },
    });
    expect([code, stderr]).toEqual([
      1,
      'The database in DATABASE_URL refuses connections. Is it running?\n',
    ]);
  });
});
