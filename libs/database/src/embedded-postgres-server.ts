import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { totalmem } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { type PostgresAccount } from './embedded-postgres-account.js';
import { lastLine, type ClusterPaths } from './embedded-postgres-cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { type PostgresPrograms } from './embedded-postgres-programs.js';
import { serverSettings, type Durability } from './embedded-postgres-settings.js';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 60_000;

/** What `startServer` needs to know. */
export interface ServerOptions {
  paths: ClusterPaths;
  programs: PostgresPrograms;
  account: PostgresAccount;
  durability: Durability;
  port: number;
  onUnexpectedExit: (reason: string) => void;
}

/** A server process that accepts connections. */
export interface Server {
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the server of an initialised cluster and waits until it accepts connections.
 *
 * After a `kill -9` of the server alone, its other processes need a moment to notice; until then
 * PostgreSQL refuses a second server on the same files, so that refusal is tried again.
 *
 * @throws EmbeddedPostgresError `port-taken`, `start-failed`
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const logStart = existsSync(options.paths.log) ? statSync(options.paths.log).size : 0;
    const child = spawnServer(options);
    const failure = await readiness(child, options.paths);
    if (failure === undefined) {
      return { pid: child.pid ?? 0, stop: watchServer(child, options.onUnexpectedExit) };
    }
    const said = readFileSync(options.paths.log, 'utf8').slice(logStart);
    if (!said.includes('pre-existing shared memory block') || performance.now() > deadline) {
      const fatal = said.split('\n').find((line) => line.includes('FATAL:'));
      const reason =
        fatal?.slice(fatal.indexOf('FATAL:') + 6).trim() ?? `${failure}: ${lastLine(said)}`;
      throw new EmbeddedPostgresError(
        said.includes('could not create any TCP/IP sockets') ? 'port-taken' : 'start-failed',
        `PostgreSQL did not start (${reason}); its log is ${options.paths.log}.`,
      );
    }
    await delay(200);
  }
}

function spawnServer(options: ServerOptions): ChildProcess {
  const { paths } = options;
  const { prefix } = options.account;
  const settings = serverSettings({
    port: options.port,
    memoryBytes: memoryBytes(),
    durability: options.durability,
    walCompression: hasLz4(options.programs, options.account, paths.cluster) ? 'lz4' : 'off',
  });
  const words = [
    ...prefix,
    options.programs.postgres,
    '-D',
    paths.cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const log = openLog(paths.log);
  // A session of its own: Ctrl-C in the terminal must not reach it before its clients are gone.
  const server = spawn(words[0] ?? '', words.slice(1), {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
  });
  closeSync(log);
  return server;
}

const LOG_BYTES_MAX = 10 * 1024 * 1024;

function openLog(path: string): number {
  if (existsSync(path) && statSync(path).size > LOG_BYTES_MAX) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/** Containers limit memory below what the machine has. */
function memoryBytes(): number {
  const limit = process.constrainedMemory();
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

function hasLz4(programs: PostgresPrograms, account: PostgresAccount, cluster: string): boolean {
  const question = ['-D', cluster, '-c', 'wal_compression=lz4', '-C', 'wal_compression'];
  const words = [...account.prefix, programs.postgres, ...question];
  return spawnSync(words[0] ?? '', words.slice(1), { cwd: '/' }).status === 0;
}

/** Watches for the end of a running server and returns the function that stops it. */
function watchServer(
  server: ChildProcess,
  onUnexpectedExit: (reason: string) => void,
): () => Promise<void> {
  let stopping = false;
  const ended = new Promise<void>((done) => {
    const end = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (!stopping) onUnexpectedExit(`PostgreSQL ended (${signal ?? `exit code ${code ?? '?'}`})`);
      done();
    };
    if (hasEnded(server)) end(server.exitCode, server.signalCode);
    else server.once('exit', end);
  });
  return async () => {
    stopping = true;
    // SIGINT is PostgreSQL's fast shutdown; SIGQUIT the immediate one, recovered at the next start.
    if (!hasEnded(server)) server.kill('SIGINT');
    const late = delay(STOP_TIMEOUT_MS, 'late', { ref: false });
    if ((await Promise.race([ended, late])) === 'late') {
      server.kill('SIGQUIT');
      await ended;
    }
  };
}

function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null;
}

/**
 * Waits until the server is ready; PostgreSQL reports its state in the eighth line of
 * `postmaster.pid`, where `pg_ctl` reads it too.
 *
 * @returns undefined when it accepts connections, else what happened instead
 */
async function readiness(server: ChildProcess, paths: ClusterPaths): Promise<string | undefined> {
  let failure: string | undefined;
  server.once('error', (error) => (failure = error.message));
  const isReady = (): boolean => {
    if (!existsSync(paths.postmasterPid)) return false;
    const lines = readFileSync(paths.postmasterPid, 'utf8').split('\n');
    return lines[0] === String(server.pid) && lines[7]?.trim() === 'ready';
  };
  const isOver = (): boolean => failure !== undefined || hasEnded(server);
  const isInTime = await waitFor(() => isReady() || isOver(), START_TIMEOUT_MS);
  if (isInTime && !isOver()) return undefined;
  if (!isOver()) server.kill('SIGQUIT');
  return failure ?? (isInTime ? 'it ended' : `not ready after ${START_TIMEOUT_MS / 1000} s`);
}

/** Waits until a condition holds; false where it still does not after the time. */
export async function waitFor(condition: () => boolean, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (condition()) return true;
    await delay(20);
  }
  return condition();
}
