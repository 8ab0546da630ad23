import { Module, type DynamicModule } from '@nestjs/common';
import { jobTypes } from '../job-types.js';
import { CompletenessModule } from '../modules/data-quality/index.js';
import { JobTypesModule } from '../modules/jobs/index.js';
import { JobsWorkerModule } from '../modules/jobs/jobs-worker.module.js';
import { LedgerModule } from '../modules/ledger/index.js';
import { PerunSyncModule } from '../modules/perun-sync/index.js';
import { RatingModule } from '../modules/rating/index.js';
import { type WorkerProcessSettings } from '../platform/config/index.js';
import { PlatformModule } from '../platform/platform.module.js';
import { WorkerLoops } from './worker-loops.js';

@Module({})
export class WorkerModule {
  static forRoot(settings: WorkerProcessSettings): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot(settings),
        RatingModule,
        LedgerModule,
        CompletenessModule,
        PerunSyncModule,
        JobTypesModule.of(jobTypes),
        JobsWorkerModule,
      ],
      providers: [WorkerLoops],
    };
  }
}
