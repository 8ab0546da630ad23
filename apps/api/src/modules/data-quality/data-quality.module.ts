import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { IngestionModule } from '../ingestion/index.js';
import { PortalModule } from '../portal/index.js';
import { RatingModule } from '../rating/index.js';
import { BrowseHeldCharges } from './application/browse-held-charges.js';
import { BrowseQuarantine } from './application/browse-quarantine.js';
import { DecideHeld } from './application/decide-held.use-case.js';
import { IntakeReader } from './application/intake.ports.js';
import { HeldChargeReader } from './application/held-charges.ports.js';
import { MarkEvents } from './application/mark-events.use-case.js';
import { ProjectSeriesReader } from './application/project-series.ports.js';
import { QuarantineRepository } from './application/quarantine.ports.js';
import { ReleaseIntake } from './application/release-intake.js';
import { ResolveQuarantine } from './application/resolve-quarantine.use-case.js';
import { ShowCompleteness } from './application/show-completeness.js';
import { ShowIntake } from './application/show-intake.js';
import { ShowProjectCompleteness } from './application/show-project-completeness.js';
import { CompletenessModule } from './completeness.module.js';
import { DataQualityEventsModule } from './data-quality-events.module.js';
import { DataQualityController } from './http/data-quality.controller.js';
import { HeldChargesController } from './http/held-charges.controller.js';
import { IntakeController } from './http/intake.controller.js';
import { QuarantineController } from './http/quarantine.controller.js';
import { HeldChargeReadModel } from './persistence/held-charge.read-model.js';
import { IntakeReadModel } from './persistence/intake.read-model.js';
import { ProjectSeriesReadModel } from './persistence/project-series.read-model.js';
import { SqlQuarantineRepository } from './persistence/sql-quarantine.repository.js';
import { QualityMetrics } from './quality-metrics.js';

/** What staff work through: quarantine, held charges, gaps and silent sites. */
@Module({
  imports: [
    AuditModule,
    CompletenessModule,
    DataQualityEventsModule,
    IngestionModule,
    PortalModule,
    RatingModule,
  ],
  controllers: [
    QuarantineController,
    HeldChargesController,
    DataQualityController,
    IntakeController,
  ],
  providers: [
    BrowseQuarantine,
    ReleaseIntake,
    ResolveQuarantine,
    BrowseHeldCharges,
    DecideHeld,
    MarkEvents,
    ShowCompleteness,
    ShowProjectCompleteness,
    ShowIntake,
    QualityMetrics,
    { provide: IntakeReader, useClass: IntakeReadModel },
    { provide: QuarantineRepository, useClass: SqlQuarantineRepository },
    { provide: HeldChargeReader, useClass: HeldChargeReadModel },
    { provide: ProjectSeriesReader, useClass: ProjectSeriesReadModel },
  ],
})
export class DataQualityModule {}
