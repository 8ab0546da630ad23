import type { Tx } from '../../../platform/database/index.js';

/** Credits to give to a project. */
export interface PostGrantInput {
  readonly projectName: string;
  readonly credits: string;
  readonly effectiveAt: Date;
  readonly source: string;
  readonly reason: string | null;
  readonly actor: string;
  /** The same key for the same project posts once; another amount under it is refused. */
  readonly idempotencyKey: string;
}

export type PostOutcome = 'posted' | 'already-posted';

/** What the ledger writes. Entries are only ever added. */
export abstract class LedgerRepository {
  /** Keeps ratings out until the transaction ends, so that charges and accounts move together. */
  abstract lock(tx: Tx): Promise<boolean>;
  /** Posts up to `limit` open charges of hours before `closedBefore`; answers how many it took. */
  abstract closeHours(tx: Tx, closedBefore: Date, limit: number): Promise<number>;
  /** Finds a project by name, making it (unverified, with its account) when nobody knows it. */
  abstract ensureProject(tx: Tx, name: string): Promise<number>;
  abstract postGrant(tx: Tx, projectId: number, grant: PostGrantInput): Promise<PostOutcome>;
}
