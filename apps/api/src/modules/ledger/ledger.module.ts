import { Module } from '@nestjs/common';
import { CorrectAccount } from './application/correct-account.use-case.js';
import { CorrectionsRepository } from './application/corrections.ports.js';
import { CloseHours } from './application/close-hours.use-case.js';
import { LedgerRepository } from './application/ledger.ports.js';
import { PostGrant } from './application/post-grant.use-case.js';
import { SqlCorrectionsRepository } from './persistence/sql-corrections.repository.js';
import { SqlLedgerRepository } from './persistence/sql-ledger.repository.js';

/** The append-only account of every project. */
@Module({
  providers: [
    CloseHours,
    CorrectAccount,
    PostGrant,
    { provide: CorrectionsRepository, useClass: SqlCorrectionsRepository },
    { provide: LedgerRepository, useClass: SqlLedgerRepository },
  ],
  exports: [CloseHours, CorrectAccount, PostGrant],
})
export class LedgerModule {}
