import { Logger } from '@nestjs/common';
import pg from 'pg';
import { type DatabaseSettings } from '../config/index.js';
import { columnTypes } from './column-types.js';
import { toDatabaseFault } from './database-faults.js';
import { Database, type SqlValue, type TransactionOptions, type Tx } from './database.js';

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;

/** Told how long each statement took; a metric. */
export type QueryObserver = (seconds: number, outcome: 'ok' | 'failed') => void;

/** {@link Database} on one `pg` pool per process. */
export class PgDatabase extends Database {
  private readonly logger = new Logger('Database');
  private readonly pool: pg.Pool;

  constructor(
    settings: Pick<DatabaseSettings, 'DATABASE_URL' | 'DATABASE_POOL_SIZE'>,
    private readonly observe: QueryObserver = () => undefined,
  ) {
    super();
    this.pool = new pg.Pool({
      connectionString: settings.DATABASE_URL,
      max: settings.DATABASE_POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      application_name: 'os-credits',
      types: columnTypes,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      // The role takes away what the login may do beyond it; UTC and ISO are what the parsers expect; a
      // server that acknowledges commits before they are on disk would break "acknowledged means durable".
      options: '-c role=os_credits_app -c timezone=UTC -c datestyle=ISO -c synchronous_commit=on',
    });
    // An idle connection that breaks (database restarted) must not end the process; the pool replaces it.
    this.pool.on('error', (error) => {
      this.logger.warn({ err: error }, 'an idle database connection broke');
    });
    this.pool.on('connect', (client) => {
      // Between check-out and the next statement nobody else listens.
      client.on('error', (error) => {
        this.logger.debug({ err: error }, 'a database connection broke');
      });
    });
  }

  async query<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return this.timed(() => this.pool.query(sql, [...values]));
  }

  async transaction<Result>(
    work: (tx: Tx) => Promise<Result>,
    options: TransactionOptions = {},
  ): Promise<Result> {
    const client = await this.connect();
    let isBroken = false;
    try {
      await client.query(beginStatement(options));
      const result = await work({
        client,
        query: <Row>(sql: string, values: readonly SqlValue[] = []) =>
          this.timed<Row>(() => client.query(sql, [...values])),
      });
      await client.query('commit');
      return result;
    } catch (error) {
      // A connection that cannot roll back is thrown away instead of going back to the pool.
      await client.query('rollback').catch(() => {
        isBroken = true;
      });
      throw toDatabaseFault(error);
    } finally {
      client.release(isBroken);
    }
  }

  async close(): Promise<void> {
    if (!this.pool.ended) await this.pool.end();
  }

  private async connect(): Promise<pg.PoolClient> {
    try {
      return await this.pool.connect();
    } catch (error) {
      throw toDatabaseFault(error);
    }
  }

  private async timed<Row>(run: () => Promise<{ rows: unknown[] }>): Promise<Row[]> {
    const startedAt = performance.now();
    try {
      const { rows } = await run();
      this.observe((performance.now() - startedAt) / 1000, 'ok');
      return rows as Row[];
    } catch (error) {
      this.observe((performance.now() - startedAt) / 1000, 'failed');
      throw toDatabaseFault(error);
    }
  }
}

function beginStatement(options: TransactionOptions): string {
  const isolation = options.isolation ?? 'read committed';
  const access = options.isReadOnly === true ? 'read only' : 'read write';
  const begin = `begin isolation level ${isolation} ${access}`;
  return options.statementTimeoutMs === undefined
    ? begin
    : `${begin}; set local statement_timeout = ${Math.trunc(options.statementTimeoutMs)}`;
}
