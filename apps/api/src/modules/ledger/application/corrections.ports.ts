import type { Tx } from '../../../platform/database/index.js';

/** Sums of an account; `used` with what is still open. Exact decimals. */
export interface AccountSums {
  readonly granted: string;
  readonly used: string;
  readonly remaining: string;
}

/** An entry that a correction is about. */
export interface CorrectedEntry {
  readonly id: string;
  /** What the entry counts as: its kind, or for a reversal the kind it undid. */
  readonly countsAs: 'grant' | 'charge' | 'adjustment';
  readonly credits: string;
  readonly effectiveAt: string;
  /** The reversal that undid it, if one did. */
  readonly reversedBy: string | null;
}

export interface NewCorrection {
  readonly kind: 'adjustment' | 'reversal';
  readonly credits: string;
  readonly effectiveAt: string;
  readonly reason: string;
  readonly attachment: string | null;
  readonly source: string;
  readonly actor: string;
  readonly idempotencyKey: string;
  readonly requestHash: string;
  readonly corrects: CorrectedEntry | null;
}

/** An entry that an idempotency key stands for already. */
export interface KeyedEntry {
  readonly id: string;
  readonly requestHash: string | null;
  readonly credits: string;
  readonly effectiveAt: string;
  readonly actor: string;
}

/** What corrections read and write. */
export abstract class CorrectionsRepository {
  /** The account by the project's name, held against other writers until the transaction ends. */
  abstract lockAccount(
    tx: Tx,
    projectName: string,
  ): Promise<{ projectId: number; sums: AccountSums } | null>;
  abstract findByKey(tx: Tx, projectId: number, idempotencyKey: string): Promise<KeyedEntry | null>;
  abstract findEntry(tx: Tx, projectId: number, entryId: string): Promise<CorrectedEntry | null>;
  /** Posts the entry and moves the account; answers the entry's number. */
  abstract post(tx: Tx, projectId: number, correction: NewCorrection): Promise<string>;
}
