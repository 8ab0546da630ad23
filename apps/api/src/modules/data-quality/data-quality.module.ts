import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { IngestionModule } from '../ingestion/index.js';
import { RatingModule } from '../rating/index.js';
import { BrowseHeldCharges } from './application/browse-held-charges.js';
import { BrowseQuarantine } from './application/browse-quarantine.js';
import { DecideHeld } from './application/decide-held.use-case.js';
import { HeldChargeReader } from './application/held-charges.ports.js';
import { QuarantineRepository } from './application/quarantine.ports.js';
import { ResolveQuarantine } from './application/resolve-quarantine.use-case.js';
import { HeldChargesController } from './http/held-charges.controller.js';
import { QuarantineController } from './http/quarantine.controller.js';
import { HeldChargeReadModel } from './persistence/held-charge.read-model.js';
import { SqlQuarantineRepository } from './persistence/sql-quarantine.repository.js';

/** What staff work through: quarantine, held charges, gaps and silent sites. */
@Module({
  imports: [AuditModule, IngestionModule, RatingModule],
  controllers: [QuarantineController, HeldChargesController],
  providers: [
    BrowseQuarantine,
    ResolveQuarantine,
    BrowseHeldCharges,
    DecideHeld,
    { provide: QuarantineRepository, useClass: SqlQuarantineRepository },
    { provide: HeldChargeReader, useClass: HeldChargeReadModel },
  ],
})
export class DataQualityModule {}
