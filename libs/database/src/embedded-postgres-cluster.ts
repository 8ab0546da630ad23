import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { type PostgresAccount } from './embedded-postgres-account.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { EMBEDDED_POSTGRES_MAJOR, type PostgresPrograms } from './embedded-postgres-programs.js';
import { type Durability } from './embedded-postgres-settings.js';

/** What must survive between two starts; kept in `$DATA_DIR/postgres.json`, mode 600. */
export interface ClusterState {
  port: number;
  superuserPassword: string;
  ownerPassword: string;
  /** The process that started the server last; a server whose starter is gone is a leftover. */
  startedBy: number;
}

/** The files below `DATA_DIR` that belong to the embedded PostgreSQL, as absolute paths. */
export interface ClusterPaths {
  readonly cluster: string;
  /** Where a new cluster is made before it is renamed to `cluster`. */
  readonly fresh: string;
  readonly state: string;
  readonly log: string;
  readonly postmasterPid: string;
}

/** Names the files below `DATA_DIR` that belong to the embedded PostgreSQL. */
export function clusterPaths(dataDir: string): ClusterPaths {
  const cluster = join(dataDir, 'postgres');
  return {
    cluster,
    fresh: join(dataDir, 'postgres.new'),
    state: join(dataDir, 'postgres.json'),
    log: join(dataDir, 'postgres.log'),
    postmasterPid: join(cluster, 'postmaster.pid'),
  };
}

/**
 * Makes `DATA_DIR` (mode 700).
 *
 * @throws EmbeddedPostgresError `directory-not-writable`
 */
export function makeDataDir(dataDir: string): void {
  try {
    makeFolder(dataDir);
    chmodSync(dataDir, 0o700);
    const trial = join(dataDir, `.write-trial-${process.pid}`);
    writeFileSync(trial, '');
    rmSync(trial);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError(
      'directory-not-writable',
      `The data directory ${dataDir} cannot be written (${reason}): give this user the right to, or set DATA_DIR to another directory.`,
    );
  }
}

/** One folder after the other: Node's own recursive way never returns below `/proc`. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/**
 * Reads the remembered state of an existing cluster and checks that this PostgreSQL can open it.
 *
 * @returns undefined where there is no cluster yet
 * @throws EmbeddedPostgresError `other-version`, `state-missing`
 */
export function openCluster(dataDir: string): ClusterState | undefined {
  const paths = clusterPaths(dataDir);
  if (!existsSync(join(paths.cluster, 'PG_VERSION'))) return undefined;
  const version = readFileSync(join(paths.cluster, 'PG_VERSION'), 'utf8').trim();
  if (version !== String(EMBEDDED_POSTGRES_MAJOR)) {
    throw new EmbeddedPostgresError(
      'other-version',
      `The data directory ${paths.cluster} was made by PostgreSQL ${version}, but this release brings PostgreSQL ${EMBEDDED_POSTGRES_MAJOR}: set DATA_DIR to another directory, or move the data over with a dump of the old server.`,
    );
  }
  if (!existsSync(paths.state)) {
    throw new EmbeddedPostgresError(
      'state-missing',
      `The data directory ${paths.cluster} exists, but ${paths.state} with its passwords is missing: put the file back, or set DATA_DIR to another directory.`,
    );
  }
  return JSON.parse(readFileSync(paths.state, 'utf8')) as ClusterState;
}

/** Writes the state so that a crash leaves either the old or the new file. */
export function rememberCluster(dataDir: string, state: ClusterState): void {
  const path = clusterPaths(dataDir).state;
  writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Gives a directory to PostgreSQL's account and closes it to everybody else. */
export function giveToPostgres(directory: string, uid: number, gid: number): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chownSync(directory, uid, gid);
}

/**
 * Initialises a cluster beside its final place and renames it there when it is complete, so that
 * an interrupted first start leaves nothing half made.
 *
 * @throws EmbeddedPostgresError `start-failed`
 */
export function initialiseCluster(options: {
  dataDir: string;
  programs: PostgresPrograms;
  account: PostgresAccount;
  durability: Durability;
  state: ClusterState;
}): void {
  const paths = clusterPaths(options.dataDir);
  const passwordFile = join(options.dataDir, `.initdb-${randomBytes(6).toString('hex')}`);
  rmSync(paths.fresh, { recursive: true, force: true });
  mkdirSync(paths.fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${options.state.superuserPassword}\n`, { mode: 0o600 });
  const { owner, prefix } = options.account;
  if (owner !== undefined) {
    chownSync(paths.fresh, owner.uid, owner.gid);
    chownSync(passwordFile, owner.uid, owner.gid);
  }
  const words = [
    ...prefix,
    options.programs.initdb,
    `--pgdata=${paths.fresh}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(options.durability === 'fast' ? ['--no-sync'] : []),
  ];
  try {
    const made = spawnSync(words[0] ?? '', words.slice(1), {
      encoding: 'utf8',
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    });
    if (made.status !== 0) {
      throw new EmbeddedPostgresError(
        'start-failed',
        `PostgreSQL could not make its data directory ${paths.cluster}: ${lastLine(made.stderr)}`,
      );
    }
    renameSync(paths.fresh, paths.cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The last line that says something, for a one-sentence error. */
export function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.at(-1)?.trim() ?? 'it gave no reason';
}

/** The process id that a `postmaster.pid` records, if there is such a file. */
export function recordedPostmaster(postmasterPid: string): number | undefined {
  if (!existsSync(postmasterPid)) return undefined;
  const pid = Number(readFileSync(postmasterPid, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** Whether a live process is a PostgreSQL; where the system cannot tell, it is taken for one. */
export function isPostgres(pid: number): boolean {
  if (!existsSync('/proc/self/cmdline')) return true;
  const command = `/proc/${pid}/cmdline`;
  return existsSync(command) && readFileSync(command, 'utf8').includes('postgres');
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
