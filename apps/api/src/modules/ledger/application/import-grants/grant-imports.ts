import type { Tx } from '../../../../platform/database/index.js';

/** A grant that is booked already. */
export interface BookedGrant {
  readonly projectId: number;
  readonly key: string;
  readonly credits: string;
  readonly effectiveAt: string;
  /** `grant`, or what else the key was used for. */
  readonly kind: string;
}

/** What an import of grants needs to know and to make besides the grants. */
export abstract class GrantImports {
  /** Waits for rating to end its pass and keeps it out: both move accounts, in different orders. */
  abstract lock(tx: Tx): Promise<void>;
  /** Ids by name, former names included; names that nobody knows are missing. */
  abstract findProjects(tx: Tx, names: readonly string[]): Promise<Map<string, number>>;
  /** Makes projects (unverified) with their accounts. */
  abstract createProjects(tx: Tx, names: readonly string[]): Promise<void>;
  abstract findBooked(
    tx: Tx,
    keys: readonly { readonly projectId: number; readonly key: string }[],
  ): Promise<BookedGrant[]>;
  /** Whoever grants credits knows the project. */
  abstract confirmProjects(tx: Tx, projectIds: readonly number[]): Promise<void>;
}
