import { Module } from '@nestjs/common';
import { CorrectAccount } from './application/correct-account.use-case.js';
import { CorrectionsRepository } from './application/corrections.ports.js';
import { CloseHours } from './application/close-hours.use-case.js';
import { GrantImports } from './application/import-grants/grant-imports.js';
import { ImportGrants } from './application/import-grants/import-grants.use-case.js';
import { LedgerRepository } from './application/ledger.ports.js';
import { PostGrant } from './application/post-grant.use-case.js';
import { PostGrants } from './application/post-grants.js';
import { SqlCorrectionsRepository } from './persistence/sql-corrections.repository.js';
import { SqlGrantImports } from './persistence/sql-grant-imports.js';
import { SqlPostGrants } from './persistence/sql-post-grants.js';
import { SqlLedgerRepository } from './persistence/sql-ledger.repository.js';

/** The append-only account of every project. */
@Module({
  providers: [
    CloseHours,
    CorrectAccount,
    ImportGrants,
    PostGrant,
    { provide: GrantImports, useClass: SqlGrantImports },
    { provide: CorrectionsRepository, useClass: SqlCorrectionsRepository },
    { provide: LedgerRepository, useClass: SqlLedgerRepository },
    { provide: PostGrants, useClass: SqlPostGrants },
  ],
  exports: [CloseHours, CorrectAccount, ImportGrants, PostGrant, PostGrants],
})
export class LedgerModule {}
