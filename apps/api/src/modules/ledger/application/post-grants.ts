import type { Tx } from '../../../platform/database/index.js';

/** Credits for a project that is known by its id; negative where a grant shrank. */
export interface GrantToPost {
  readonly projectId: number;
  /** Exact decimal, not 0. */
  readonly credits: string;
  readonly effectiveAt: Date;
  readonly source: string;
  readonly reason: string | null;
  readonly actor: string;
  readonly idempotencyKey: string;
}

/**
 * Posts many grants in the caller's transaction: entries and accounts move together, once per key.
 * For other modules that keep grants in step with somewhere else.
 */
export abstract class PostGrants {
  /**
   * Keeps ratings and closings out until the transaction ends: whoever moves many accounts at once would
   * otherwise meet them half-way. Call it before anything locks an account.
   */
  abstract holdAccounts(tx: Tx): Promise<void>;
  /** @returns how many were posted; those whose key was used before are left out */
  abstract postAll(tx: Tx, grants: readonly GrantToPost[]): Promise<number>;
}
