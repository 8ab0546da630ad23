export {
  JobRuns,
  JobType,
  type JobActor,
  type JobContext,
  type JobOutcome,
  type JobPriority,
  type LogText,
  type RetryPolicy,
} from './application/job-type.js';
export { JobFiles, type StoredFile } from './application/job-files.js';
export { JobReads } from './application/job-reads.js';
export { JobRetention } from './application/job-retention.js';
export { JobQueries } from './application/job-queries.js';
export { JobTypes } from './application/job-types.js';
export { RunActions } from './application/run-actions.js';
export { StartRun } from './application/start-run.js';
export { JobsModule } from './jobs.module.js';
export { JobTypesModule, type JobTypeRegistration } from './job-types.module.js';
export { DemoJob } from './jobs/demo.job.js';
