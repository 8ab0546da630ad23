import { Injectable } from '@nestjs/common';
import { type ReleaseEffect } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import { type Tx } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { ReleaseReadings, type Release, type ReleasedReading } from '../../ingestion/index.js';
import { RehearseRating, type RehearsedRating } from '../../rating/index.js';

const PROJECTS_SHOWN_MAX = 100;

export interface TriedRelease extends Release {
  /** `null` where nothing would be taken in, and where rating is too busy to tell. */
  readonly effect: ReleaseEffect | null;
}

/** Takes released readings in, or tells what that would bring to the accounts. */
@Injectable()
export class ReleaseIntake {
  constructor(
    private readonly releases: ReleaseReadings,
    private readonly rating: RehearseRating,
  ) {}

  /** Stores those that can be billed; durable when the transaction commits. */
  async take(tx: Tx, readings: readonly ReleasedReading[]): Promise<TriedRelease> {
    return { ...(await this.releases.take(tx, readings)), effect: null };
  }

  async tryOut(tx: Tx, readings: readonly ReleasedReading[]): Promise<TriedRelease> {
    const release = await this.releases.tryOut(tx, readings);
    const isAny = release.verdicts.some(({ outcome }) => outcome === 'accepted');
    return { ...release, effect: isAny ? await this.effectOf(tx, readings) : null };
  }

  private async effectOf(
    tx: Tx,
    readings: readonly ReleasedReading[],
  ): Promise<ReleaseEffect | null> {
    try {
      const rated = await this.rating.execute(tx, () => this.releases.takeOnTrial(tx, readings));
      return rated === null ? null : toEffect(rated);
    } catch (error) {
      // Releasing does not wait for rating, so that rating is busy must not keep staff from it.
      if (error instanceof DomainError && error.code === 'overloaded') return null;
      throw error;
    }
  }
}

function toEffect({ accounts, heldCount }: RehearsedRating): ReleaseEffect {
  const moved = accounts
    .map(({ before, after }) => ({
      before,
      after,
      difference: Decimal.of(after.used).minus(Decimal.of(before.used)),
    }))
    .sort(
      (a, b) =>
        sizeOf(b.difference).compare(sizeOf(a.difference)) ||
        a.before.projectId - b.before.projectId,
    );
  return {
    credits: Decimal.sum(moved.map(({ difference }) => difference)).toString(),
    heldCount,
    projectCount: moved.length,
    projects: moved.slice(0, PROJECTS_SHOWN_MAX).map(({ before, after, difference }) => ({
      project: before.projectName,
      before: sumsOf(before),
      after: sumsOf(after),
      difference: difference.toString(),
    })),
  };
}

function sizeOf(difference: Decimal): Decimal {
  return difference.isNegative() ? difference.negated() : difference;
}

function sumsOf({ granted, used, remaining }: RehearsedRating['accounts'][number]['before']) {
  return { granted, used, remaining };
}
