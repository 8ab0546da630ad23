import { Module, type DynamicModule } from '@nestjs/common';
import { AuditHttpModule } from './modules/audit/index.js';
import { jobTypes } from './job-types.js';
import { AuthModule } from './modules/auth/index.js';
import { CompatModule } from './modules/compat/index.js';
import { CreditRulesHttpModule } from './modules/credit-rules/index.js';
import { DataQualityModule } from './modules/data-quality/index.js';
import { IngestionModule } from './modules/ingestion/index.js';
import { LedgerHttpModule } from './modules/ledger/index.js';
import { JobTypesModule } from './modules/jobs/index.js';
// Not by the index: types of jobs come from modules that sign-in itself needs.
import { JobsHttpModule } from './modules/jobs/jobs-http.module.js';
import { PerunSyncHttpModule } from './modules/perun-sync/index.js';
import { PortalModule } from './modules/portal/index.js';
import { ReRatingHttpModule } from './modules/re-rating/index.js';
import { type Clock } from './platform/clock/index.js';
import { type HttpProcessSettings } from './platform/config/index.js';
import { HttpPlatformModule } from './platform/http-platform.module.js';
import { PlatformModule } from './platform/platform.module.js';

/** The HTTP process: everything people and senders of readings talk to. */
@Module({})
export class AppModule {
  static forRoot(settings: HttpProcessSettings, clock?: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.forRoot(settings, clock),
        HttpPlatformModule.forRoot(settings),
        AuthModule,
        AuditHttpModule,
        IngestionModule,
        LedgerHttpModule,
        PortalModule,
        CreditRulesHttpModule,
        ReRatingHttpModule,
        JobTypesModule.of(jobTypes),
        JobsHttpModule,
        PerunSyncHttpModule,
        CompatModule,
        DataQualityModule,
      ],
    };
  }
}
