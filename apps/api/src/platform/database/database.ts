import { type PoolClient } from 'pg';

export type SqlValue = string | number | boolean | null | Date | Buffer | readonly SqlValue[];

/** Statements on one connection: inside a transaction, or each on its own. */
export interface Queries {
  /**
   * Runs one statement and gives its rows.
   *
   * @throws DomainError `database-unavailable` where the database cannot be reached; other faults of
   *   PostgreSQL as they are
   */
  query<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
}

/** A transaction that is open; writing ports take it first, so that atomicity shows in the signature. */
export interface Tx extends Queries {
  /** The connection itself, for `COPY` and the like. Do not end, release or commit it. */
  readonly client: PoolClient;
}

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readonly isReadOnly?: boolean;
  /** Milliseconds for any one statement; the pool's own limit where left out. */
  readonly statementTimeoutMs?: number;
}

/**
 * The one way to the database: connections act as the role `os_credits_app`, which may add to the ledger
 * but not change it.
 */
export abstract class Database implements Queries {
  abstract query<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;

  /** Runs `work` in one transaction: committed when it resolves, rolled back when it throws. */
  abstract transaction<Result>(
    work: (tx: Tx) => Promise<Result>,
    options?: TransactionOptions,
  ): Promise<Result>;

  /** Waits for running statements and closes every connection. */
  abstract close(): Promise<void>;
}

/**
 * Notifications of PostgreSQL (`LISTEN`). They only save waiting: one that comes while the connection is
 * away is lost, so whoever subscribes looks for itself from time to time as well.
 */
export abstract class DatabaseListener {
  /**
   * @param onPayload told every payload; an empty one after each new connection, which may follow a gap
   * @returns ends the subscription
   */
  abstract listen(channel: string, onPayload: (payload: string) => void): () => void;

  abstract close(): Promise<void>;
}
