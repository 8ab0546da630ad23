import { Module } from '@nestjs/common';
import { ClaimRun } from './engine/claim-run.js';
import { EngineParts } from './engine/engine-parts.js';
import { JobWorker } from './engine/job-worker.js';
import { RunChildren } from './engine/run-children.js';
import { RunEnds } from './engine/run-ends.js';
import { RunSchedules } from './engine/run-schedules.js';
import { JobsModule } from './jobs.module.js';

/** Runs jobs in this process. */
@Module({
  imports: [JobsModule],
  providers: [EngineParts, ClaimRun, RunChildren, RunEnds, RunSchedules, JobWorker],
  exports: [JobWorker, ClaimRun, RunEnds, RunSchedules],
})
export class JobsWorkerModule {}
