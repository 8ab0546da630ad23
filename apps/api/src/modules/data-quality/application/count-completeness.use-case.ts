import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import { CompletenessRepository } from './completeness.ports.js';
import { countsFrom, dueHours } from './due-hours.js';

/** Hours counted in one turn; after a standstill the others follow soon. */
const HOURS_PER_TURN = 4;
/** Longer than rating takes when it keeps up. */
const RATING_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 300_000;

/**
 * Compares what every series should have sent, by its own rhythm, with what came: by hour, site and metric.
 * Gaps and silent sites become data-quality events. Any number of processes may run it.
 */
@Injectable()
export class CountCompleteness {
  constructor(
    private readonly database: Database,
    private readonly repository: CompletenessRepository,
  ) {}

  /** @returns whether there is more to do at once */
  async execute(now: Date): Promise<boolean> {
    const due = await this.turn(now);
    return due > HOURS_PER_TURN;
  }

  private async turn(now: Date): Promise<number> {
    const due = await this.database.transaction(async (tx) => {
      if (!(await this.repository.tryLock(tx))) return [];
      // What is received but not rated yet is not missing: hours wait until rating has caught up.
      if (await this.repository.isRatingBehind(tx, new Date(now.getTime() - RATING_MS))) return [];
      const hours = dueHours(now, await this.repository.countedSince(tx, countsFrom(now)));
      await this.repository.noteSilences(tx, now, hours.length > 0);
      return hours;
    });
    // An hour at a time, so that a stop loses little.
    for (const hour of due.slice(0, HOURS_PER_TURN)) {
      // Asked before the count looks at readings, so that it misses nothing that was noted earlier.
      const countedAt = await this.repository.quietInstant();
      if (countedAt === null) return 0;
      await this.database.transaction(
        async (tx) => {
          if (!(await this.repository.tryLock(tx))) return;
          await this.repository.countHour(tx, hour, { now, countedAt });
          await this.repository.removeFilledGaps(tx, now);
        },
        { statementTimeoutMs: STATEMENT_TIMEOUT_MS },
      );
    }
    return due.length;
  }
}
