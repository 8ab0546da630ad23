export { PerunSyncJob } from './jobs/perun-sync.job.js';
export { PerunSyncModule } from './perun-sync.module.js';
