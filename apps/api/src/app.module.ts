import { Module, type DynamicModule } from '@nestjs/common';
import { AuditHttpModule } from './modules/audit/index.js';
import { jobTypes } from './job-types.js';
import { AuthModule } from './modules/auth/index.js';
import { CompatModule } from './modules/compat/index.js';
import { IngestionModule } from './modules/ingestion/index.js';
import { LedgerHttpModule } from './modules/ledger/index.js';
import { JobsHttpModule, JobTypesModule } from './modules/jobs/index.js';
import { PortalModule } from './modules/portal/index.js';
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
        JobTypesModule.of(jobTypes),
        JobsHttpModule,
        CompatModule,
      ],
    };
  }
}
