import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import { LedgerRepository } from './ledger.ports.js';

const HOUR_MS = 3_600_000;
/** Usual scrapes and their retries arrive within this time, so that most hours are posted as one entry. */
const GRACE_MS = 5 * 60_000;
/** Charges posted in one transaction; rating waits for it. */
const CHARGES_PER_STEP = 20_000;
const STATEMENT_TIMEOUT_MS = 300_000;

/**
 * Posts the charges of hours that are over. From then on an hour is final: what still changes it arrives
 * as a further entry for the difference.
 */
@Injectable()
export class CloseHours {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerRepository,
  ) {}

  /** @returns how many charges were posted */
  async execute(now: Date): Promise<number> {
    const closedBefore = new Date(Math.floor((now.getTime() - GRACE_MS) / HOUR_MS) * HOUR_MS);
    let postedCount = 0;
    for (;;) {
      const taken = await this.database.transaction(
        async (tx) =>
          (await this.ledger.lock(tx))
            ? this.ledger.closeHours(tx, closedBefore, CHARGES_PER_STEP)
            : 0,
        { statementTimeoutMs: STATEMENT_TIMEOUT_MS },
      );
      postedCount += taken;
      if (taken < CHARGES_PER_STEP) return postedCount;
    }
  }
}
