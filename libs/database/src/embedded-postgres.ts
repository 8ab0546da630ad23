import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { choosePostgresAccount } from './embedded-postgres-account.js';
import {
  clusterPaths,
  giveToPostgres,
  initialiseCluster,
  isAlive,
  isPostgres,
  makeDataDir,
  openCluster,
  recordedPostmaster,
  rememberCluster,
  type ClusterState,
} from './embedded-postgres-cluster.js';
import { ensureDatabase } from './embedded-postgres-database.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { findPostgresPrograms } from './embedded-postgres-programs.js';
import { startServer, waitFor, type Server } from './embedded-postgres-server.js';
import { type Durability } from './embedded-postgres-settings.js';

/** How the embedded PostgreSQL is started. */
export interface EmbeddedPostgresOptions {
  /** `DATA_DIR`; the cluster is kept in `postgres/` below it. */
  dataDir: string;
  /** Port on 127.0.0.1; without it the remembered or a free one. */
  port?: number;
  /** `durable` unless the data may be lost (tests). */
  durability?: Durability;
  /** Called with one line per step that takes time. */
  log?: (line: string) => void;
  /** Called once if the server ends without `stop` having been called. */
  onUnexpectedExit?: (reason: string) => void;
}

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  readonly port: number;
  readonly pid: number;
  /** Connection string of the role that owns the product's database `os_credits`. */
  readonly url: string;
  /** Connection string of the superuser, database `postgres`. */
  readonly superuserUrl: string;
  /** Fast shutdown: open transactions are rolled back, everything committed is kept. */
  readonly stop: () => Promise<void>;
}

const LEFTOVER_TIMEOUT_MS = 60_000;

/**
 * Starts a PostgreSQL of its own on 127.0.0.1 with generated passwords, making its cluster first
 * where there is none. Works as root (see `choosePostgresAccount`) and as an ordinary user.
 *
 * A server left over by a killed starter is shut down first; one whose starter lives is refused.
 *
 * @throws EmbeddedPostgresError with one sentence for the operator
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const durability = options.durability ?? 'durable';
  const log = options.log ?? (() => undefined);
  const paths = clusterPaths(dataDir);
  const programs = findPostgresPrograms();
  makeDataDir(dataDir);
  const known = openCluster(dataDir);
  await endLeftover(dataDir, known, log);
  const account = choosePostgresAccount({
    reachable: programs.postgres,
    writable: known === undefined ? paths.fresh : paths.cluster,
    chown: (uid, gid) =>
      giveToPostgres(known === undefined ? paths.fresh : paths.cluster, uid, gid),
  });
  const state = known ?? newState();
  state.startedBy = process.pid;
  rememberCluster(dataDir, state);
  if (known === undefined) {
    log('making a new PostgreSQL data directory');
    initialiseCluster({ dataDir, programs, account, durability, state });
  }
  const start = async (): Promise<Server> => {
    state.port = options.port ?? (await freePort(state.port));
    rememberCluster(dataDir, state);
    const onUnexpectedExit = options.onUnexpectedExit ?? (() => undefined);
    return startServer({
      paths,
      programs,
      account,
      durability,
      port: state.port,
      onUnexpectedExit,
    });
  };
  // Between the look at a port and the start another program can take it: then another port does.
  const server = await start().catch((error: unknown) => {
    const isTaken = error instanceof EmbeddedPostgresError && error.code === 'port-taken';
    if (!isTaken || options.port !== undefined) throw error;
    return start();
  });
  try {
    const superuserUrl = connectionUrl('postgres', state.superuserPassword, state.port, 'postgres');
    await ensureDatabase(superuserUrl, state.ownerPassword);
    const url = connectionUrl('os_credits', state.ownerPassword, state.port, 'os_credits');
    return { port: state.port, pid: server.pid, url, superuserUrl, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Shuts down a server that lives on after its starter was killed.
 *
 * A stale `postmaster.pid` whose number now belongs to some other program is removed, because
 * PostgreSQL would take that program for a running server and refuse to start. Any other stale
 * file stays: PostgreSQL uses it to see that no process of the old server still writes.
 */
async function endLeftover(
  dataDir: string,
  state: ClusterState | undefined,
  log: (line: string) => void,
): Promise<void> {
  const { postmasterPid } = clusterPaths(dataDir);
  const recorded = recordedPostmaster(postmasterPid);
  if (recorded === undefined || !isAlive(recorded)) return;
  if (!isPostgres(recorded)) {
    rmSync(postmasterPid, { force: true });
    return;
  }
  if (state !== undefined && state.startedBy !== process.pid && isAlive(state.startedBy)) {
    throw new EmbeddedPostgresError(
      'already-running',
      `The data directory ${dataDir} is in use by another OS Credits (process ${state.startedBy}, PostgreSQL ${recorded}): stop it first, or set DATA_DIR and PORT to start a second one.`,
    );
  }
  log(`stopping the PostgreSQL (process ${recorded}) that an interrupted run left behind`);
  process.kill(recorded, 'SIGINT');
  await waitFor(() => !isAlive(recorded), LEFTOVER_TIMEOUT_MS);
}

function newState(): ClusterState {
  const password = (): string => randomBytes(24).toString('base64url');
  return { port: 0, superuserPassword: password(), ownerPassword: password(), startedBy: 0 };
}

/** The remembered port if it is free, else any free one. */
async function freePort(remembered: number): Promise<number> {
  for (const port of remembered > 0 ? [remembered, 0] : [0]) {
    const found = await new Promise<number | undefined>((done) => {
      const server = createServer();
      server.once('error', () => done(undefined));
      server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
        const address = server.address();
        const taken = typeof address === 'object' ? address?.port : undefined;
        server.close(() => done(taken));
      });
    });
    if (found !== undefined) return found;
  }
  throw new EmbeddedPostgresError('start-failed', 'No port is free on 127.0.0.1 for PostgreSQL.');
}

function connectionUrl(user: string, password: string, port: number, database: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}
