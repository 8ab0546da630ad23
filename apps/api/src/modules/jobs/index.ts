export {
  JobRuns,
  JobType,
  type JobActor,
  type JobContext,
  type JobOutcome,
  type RetryPolicy,
} from './application/job-type.js';
