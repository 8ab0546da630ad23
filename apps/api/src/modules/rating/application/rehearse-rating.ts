import { Injectable } from '@nestjs/common';
import { rehearse, type Tx } from '../../../platform/database/index.js';
import { AccountSumsReader, type ProjectSums } from './account-sums.ports.js';
import { HeldChargeRepository } from './held-charges.ports.js';
import { isMissingPartition } from './missing-partition.js';
import { RatePending } from './rate-pending.use-case.js';
import { RatingRepository } from './rating.ports.js';

/** Readings of one batch, just stored and not rated; `projectIds` are all that it is about. */
export interface RehearsedBatch {
  readonly batchId: string;
  readonly projectIds: readonly number[];
}

export interface RehearsedRating {
  readonly accounts: readonly { readonly before: ProjectSums; readonly after: ProjectSums }[];
  /** Intervals of implausible growth that were held instead of billed. */
  readonly heldCount: number;
}

/**
 * Tells what a batch of readings does to accounts: it is stored and rated like any other, and all of that
 * undone. What waits for rating besides is left out, so the answer is about the accounts as they are.
 */
@Injectable()
export class RehearseRating {
  constructor(
    private readonly ratePending: RatePending,
    private readonly rating: RatingRepository,
    private readonly held: HeldChargeRepository,
    private readonly accounts: AccountSumsReader,
  ) {}

  /**
   * @param store stores the batch of released readings, within the same transaction; `null` = nothing to store
   * @throws DomainError `overloaded` where rating is busy for too long
   */
  async execute(
    tx: Tx,
    store: () => Promise<RehearsedBatch | null>,
  ): Promise<RehearsedRating | null> {
    try {
      return await rehearse(tx, () => this.rate(tx, store, false));
    } catch (error) {
      if (!isMissingPartition(error)) throw error;
      return rehearse(tx, () => this.rate(tx, store, true));
    }
  }

  private async rate(
    tx: Tx,
    store: () => Promise<RehearsedBatch | null>,
    lacksPartitions: boolean,
  ): Promise<RehearsedRating | null> {
    await this.held.lockRating(tx);
    const batch = await store();
    if (batch === null) return null;
    const { batchId, projectIds } = batch;
    // In this transaction: another one would wait for what this one has read of the readings.
    if (lacksPartitions) await this.rating.ensurePartitionsFor([batchId], tx);
    const before = await this.accounts.lockSums(tx, projectIds);
    const { heldCount } = await this.ratePending.rate(tx, {
      batchIds: [batchId],
      releasedIds: [batchId],
      // A release is a small pass; the number only chooses how to join.
      readingCount: projectIds.length,
    });
    const after = new Map(
      (await this.accounts.lockSums(tx, projectIds)).map((sums) => [sums.projectId, sums]),
    );
    return {
      accounts: before.map((sums) => ({ before: sums, after: after.get(sums.projectId) ?? sums })),
      heldCount,
    };
  }
}
