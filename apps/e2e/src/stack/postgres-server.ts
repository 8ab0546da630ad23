import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@os-credits/database';
import { waitUntil } from './wait-until.js';

/** The embedded PostgreSQL with the durable settings of the product, and the ways it can die. */
export class PostgresServer {
  private isStopped = false;

  private constructor(
    private readonly dataDir: string,
    private server: EmbeddedPostgres,
  ) {
    // Before the directory under it is removed, which its workplace does at the same moment.
    process.prependListener('exit', () => {
      if (!this.isStopped) this.signalAll();
    });
  }

  static async start(dataDir: string): Promise<PostgresServer> {
    return new PostgresServer(dataDir, await startEmbeddedPostgres({ dataDir }));
  }

  /** Connection string of the product's database; the same after a restart. */
  get url(): string {
    return this.server.url;
  }

  /** `kill -9` of the postmaster and every process that it started. */
  async kill(): Promise<void> {
    const pids = this.signalAll();
    await waitUntil('every process of PostgreSQL is gone', () =>
      Promise.resolve(pids.every((pid) => !isAlive(pid))),
    );
  }

  /** `kill -9` of one of its processes; PostgreSQL then ends all others and recovers by itself. */
  killOneProcess(choose: (pids: readonly number[]) => number): void {
    const pids = childrenOf(this.server.pid);
    if (pids.length > 0) killHard(choose(pids));
  }

  async isAnswering(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 5_000 });
    // Without a listener, a connection that breaks between two messages would end the test.
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Starts it again on the same files and port; it recovers what was committed. */
  async startAgain(): Promise<void> {
    const { port } = this.server;
    this.server = await startEmbeddedPostgres({ dataDir: this.dataDir, port });
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.server.stop();
  }

  private signalAll(): number[] {
    const pids = [this.server.pid, ...childrenOf(this.server.pid)];
    for (const pid of pids) killHard(pid);
    return pids;
  }
}

/** PostgreSQL's processes each lead a session of their own, so they are found by their parent. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && parentOf(pid) === parent);
}

/** Field 4 of `/proc/<pid>/stat`, counted after the program's name, which may contain anything. */
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** A zombie still has an entry, but nothing of it runs any more. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
}

function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself in between.
  }
}
