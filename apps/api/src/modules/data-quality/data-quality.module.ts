import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { IngestionModule } from '../ingestion/index.js';
import { BrowseQuarantine } from './application/browse-quarantine.js';
import { QuarantineRepository } from './application/quarantine.ports.js';
import { ResolveQuarantine } from './application/resolve-quarantine.use-case.js';
import { QuarantineController } from './http/quarantine.controller.js';
import { SqlQuarantineRepository } from './persistence/sql-quarantine.repository.js';

/** What staff work through: quarantine, held charges, gaps and silent sites. */
@Module({
  imports: [AuditModule, IngestionModule],
  controllers: [QuarantineController],
  providers: [
    BrowseQuarantine,
    ResolveQuarantine,
    { provide: QuarantineRepository, useClass: SqlQuarantineRepository },
  ],
})
export class DataQualityModule {}
