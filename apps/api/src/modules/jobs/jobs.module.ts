import { Module } from '@nestjs/common';
import { RUNTIME_SETTINGS, secretValues } from '../../platform/config/index.js';
import { AuditModule } from '../audit/index.js';
import { JobFiles } from './application/job-files.js';
import { JobQueries } from './application/job-queries.js';
import { JobRetention } from './application/job-retention.js';
import { JobReads } from './application/job-reads.js';
import { JobRuns } from './application/job-type.js';
import { JobTypes } from './application/job-types.js';
import {
  JobSignals,
  LeaseStore,
  RunOrderStore,
  RunQueue,
  RunStore,
} from './application/jobs.ports.js';
import { ProductionGuard } from './application/production-guard.js';
import { Redactor } from './application/redact.js';
import { RunActions } from './application/run-actions.js';
import { RunEnqueuer } from './application/run-enqueuer.js';
import { RunOrder } from './application/run-order.js';
import { ScheduleStore } from './application/schedule-store.js';
import { Schedules } from './application/schedules.js';
import { StartRun } from './application/start-run.js';
import { JobReadModel } from './persistence/job.read-model.js';
import { PgBossRunQueue } from './persistence/pg-boss-run-queue.js';
import { PgJobSignals } from './persistence/pg-job-signals.js';
import { SqlJobFiles } from './persistence/sql-job-files.js';
import { SqlJobRetention } from './persistence/sql-job-retention.js';
import { SqlLeaseStore } from './persistence/sql-lease.store.js';
import { SqlScheduleStore } from './persistence/sql-schedule.store.js';
import { SqlRunOrderStore } from './persistence/sql-run-order.store.js';
import { SqlRunStore } from './persistence/sql-run.store.js';

/** Job runs for every process: starting them, acting on them, reading them. Who runs them is the worker. */
@Module({
  imports: [AuditModule],
  providers: [
    JobTypes,
    JobQueries,
    RunActions,
    RunEnqueuer,
    RunOrder,
    ProductionGuard,
    StartRun,
    Schedules,
    { provide: ScheduleStore, useClass: SqlScheduleStore },
    { provide: JobRuns, useExisting: StartRun },
    { provide: RunStore, useClass: SqlRunStore },
    { provide: RunOrderStore, useClass: SqlRunOrderStore },
    { provide: LeaseStore, useClass: SqlLeaseStore },
    { provide: RunQueue, useClass: PgBossRunQueue },
    { provide: JobSignals, useClass: PgJobSignals },
    { provide: JobReads, useClass: JobReadModel },
    { provide: JobFiles, useClass: SqlJobFiles },
    { provide: JobRetention, useClass: SqlJobRetention },
    {
      provide: Redactor,
      inject: [RUNTIME_SETTINGS],
      useFactory: (settings: Readonly<Record<string, unknown>>) =>
        new Redactor(secretValues(settings)),
    },
  ],
  exports: [
    JobTypes,
    JobQueries,
    JobRuns,
    RunActions,
    RunEnqueuer,
    RunOrder,
    StartRun,
    Schedules,
    ScheduleStore,
    RunStore,
    LeaseStore,
    RunQueue,
    JobSignals,
    JobReads,
    JobFiles,
    JobRetention,
    Redactor,
  ],
})
export class JobsModule {}
