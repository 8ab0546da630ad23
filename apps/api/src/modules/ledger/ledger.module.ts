import { Module } from '@nestjs/common';
import { CloseHours } from './application/close-hours.use-case.js';
import { LedgerRepository } from './application/ledger.ports.js';
import { PostGrant } from './application/post-grant.use-case.js';
import { SqlLedgerRepository } from './persistence/sql-ledger.repository.js';

/** The append-only account of every project. */
@Module({
  providers: [CloseHours, PostGrant, { provide: LedgerRepository, useClass: SqlLedgerRepository }],
  exports: [CloseHours, PostGrant],
})
export class LedgerModule {}
