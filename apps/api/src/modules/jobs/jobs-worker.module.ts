import { Module } from '@nestjs/common';
import { ClaimRun } from './engine/claim-run.js';
import { JobWorker } from './engine/job-worker.js';
import { RunChildren } from './engine/run-children.js';
import { RunEnds } from './engine/run-ends.js';
import { JobsModule } from './jobs.module.js';

/** Runs jobs in this process. */
@Module({
  imports: [JobsModule],
  providers: [ClaimRun, RunChildren, RunEnds, JobWorker],
  exports: [JobWorker, ClaimRun, RunEnds],
})
export class JobsWorkerModule {}
