import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { JOB_QUEUE, QUEUE_SCHEMA } from '@os-credits/database';
import { PgBoss, type Db } from 'pg-boss';
import {
  Database,
  type Queries,
  type SqlValue,
  type Tx,
} from '../../../platform/database/index.js';
import { RunQueue } from '../application/jobs.ports.js';

/**
 * {@link RunQueue} on pg-boss. An entry exists exactly while its run waits for a worker: it is sent in the
 * transaction that queues the run and deleted in the one that claims it. So nothing of pg-boss that deals
 * with running work (retries, expiry, heartbeats, its own cron) is used; see docs/adr/0014.
 */
@Injectable()
export class PgBossRunQueue
  extends RunQueue
  implements OnApplicationBootstrap, OnApplicationShutdown
{
  private readonly logger = new Logger('JobQueue');
  private readonly boss: PgBoss;
  private started: Promise<unknown> | null = null;

  constructor(database: Database) {
    super();
    this.boss = new PgBoss({
      db: asQueueDatabase(database),
      schema: QUEUE_SCHEMA,
      migrate: false,
      createSchema: false,
      supervise: false,
      schedule: false,
    });
    this.boss.on('error', (error) => {
      this.logger.warn({ err: error }, 'pg-boss reports an error');
    });
  }

  async hold(tx: Tx): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('os_credits.job_claim'))`);
  }

  async add(tx: Tx, entry: { runId: string; type: string; priority: number }): Promise<string> {
    await this.start();
    const id = await this.boss.send(
      JOB_QUEUE,
      { runId: entry.runId },
      { db: asQueueDatabase(tx), priority: entry.priority, group: { id: entry.type } },
    );
    if (id === null) throw new Error('The queue took no entry.');
    return id;
  }

  async take(tx: Tx, withoutTypes: readonly string[]): Promise<string | null> {
    await this.start();
    const db = asQueueDatabase(tx);
    const [entry] = await this.boss.fetch<{ runId: string }>(JOB_QUEUE, {
      db,
      batchSize: 1,
      ignoreGroups: [...withoutTypes],
      // Entries are there when they are due; comparing times of two transactions could only delay one.
      ignoreStartAfter: true,
    });
    if (entry === undefined) return null;
    await this.boss.deleteJob(JOB_QUEUE, entry.id, { db });
    return entry.data.runId;
  }

  async remove(tx: Tx, entryId: string): Promise<void> {
    await this.start();
    await this.boss.deleteJob(JOB_QUEUE, entryId, { db: asQueueDatabase(tx) });
  }

  /**
   * Before the first transaction needs it: pg-boss asks for its queues on a connection of its own, which
   * transactions that wait for it may have used up. A database that is away is asked again by first use.
   */
  async onApplicationBootstrap(): Promise<void> {
    await this.start().catch((error: unknown) => {
      this.logger.warn({ err: error }, 'the queue is not there yet');
    });
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.started !== null) await this.boss.stop({ graceful: false }).catch(() => undefined);
  }

  private async start(): Promise<void> {
    this.started ??= this.boss.start();
    try {
      await this.started;
    } catch (error) {
      this.started = null;
      throw error;
    }
  }
}

/** pg-boss sends its values as they go to `pg`, and reads rows only. */
function asQueueDatabase(queries: Queries): Db {
  return {
    executeSql: async (sql, values = []) => ({
      rows: await queries.query(sql, values as SqlValue[]),
    }),
  };
}
