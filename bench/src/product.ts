import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@os-credits/testing';

const API_DIST = resolve(import.meta.dirname, '../../apps/api/dist');

/** The built product on a database: one API process and one worker. */
export interface Product {
  readonly origin: string;
  readonly ingestToken: string;
  readonly apiToken: string;
  /** Peak resident memory of both so far, MiB. */
  readonly peakMemory: () => { apiMib: number; workerMib: number };
  /** Processor time used so far, by process, seconds. */
  readonly cpuSeconds: () => { api: number; worker: number };
  /** Runs a command of the product's command line; answers what it prints. */
  readonly cli: (args: string[]) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** @param settings beside those that every benchmark needs */
export async function startProduct(
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const port = await freePort();
  const env = {
    ...process.env,
    // As `npm start` and the container image run it.
    NODE_OPTIONS: '--max-semi-space-size=4 --max-old-space-size=400',
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://localhost:${port}`,
    ENVIRONMENT: 'development',
    LOG_LEVEL: 'warn',
    SESSION_SECRET: 'benchmark-session-secret-of-enough-length',
    OIDC_ISSUER: 'http://localhost:9',
    OIDC_CLIENT_ID: 'bench',
    OIDC_CLIENT_SECRET: 'bench-client-secret',
    ...settings,
  };
  await cli(env, ['migrate']);
  const ingestToken = await makeToken(env, [
    'ingest-token',
    'create',
    '--name',
    'bench',
    '--sites',
    'all',
    '--json',
  ]);
  const apiToken = await makeToken(env, [
    'api-token',
    'create',
    '--name',
    'bench',
    '--scopes',
    'read:all',
    '--json',
  ]);
  const start = (entry: string): ChildProcess =>
    spawn(process.execPath, [resolve(API_DIST, entry)], {
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  const api = start('main.http.js');
  const worker = start('main.worker.js');
  const origin = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${origin}/health/ready`)).ok);
  return {
    origin,
    ingestToken,
    apiToken,
    peakMemory: () => ({ apiMib: peakMib(api.pid), workerMib: peakMib(worker.pid) }),
    cpuSeconds: () => ({ api: cpuSeconds(api.pid), worker: cpuSeconds(worker.pid) }),
    cli: (args) => cli(env, args),
    stop: async () => {
      await Promise.all([api, worker].map(stopped));
    },
  };
}

async function cli(env: NodeJS.ProcessEnv, args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [resolve(API_DIST, 'main.cli.js'), ...args],
    { env },
  );
  return stdout;
}

async function makeToken(env: NodeJS.ProcessEnv, args: string[]): Promise<string> {
  return (JSON.parse(await cli(env, args)) as { token: string }).token;
}

/** Linux counts the peak itself; a sampler would miss it. */
function peakMib(pid: number | undefined): number {
  const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'));
  return Math.round(Number(match?.[1] ?? 0) / 1024);
}

export async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await exit;
}

/** Asks again until it holds; gives up after a minute. */
export async function until(holds: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    if (await holds().catch(() => false)) return;
    if (performance.now() > deadline) throw new Error('waited too long');
    await new Promise((done) => setTimeout(done, 20));
  }
}

const TICKS_PER_SECOND = 100;

/** User and system time of a process and of the children it has waited for (`man 5 proc`, fields 14 to 17). */
export function cpuSeconds(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
}

/** Processor time of a server and all its children, seconds. */
export function treeCpuSeconds(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean);
  return children.reduce((sum, child) => sum + treeCpuSeconds(Number(child)), cpuSeconds(pid));
}
