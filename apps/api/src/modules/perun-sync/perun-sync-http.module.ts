import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/index.js';
import { PerunController } from './http/perun.controller.js';
import { PerunSyncModule } from './perun-sync.module.js';
import { SyncHealth } from './sync-health.js';
import { SyncMetrics } from './sync-metrics.js';

/** The API of the sync. */
@Module({
  imports: [JobsModule, PerunSyncModule],
  controllers: [PerunController],
  providers: [SyncHealth, SyncMetrics],
})
export class PerunSyncHttpModule {}
