export { PerunSyncJob } from './jobs/perun-sync.job.js';
export { PerunSyncModule } from './perun-sync.module.js';
export { PerunSyncHttpModule } from './perun-sync-http.module.js';
export { PerunQueries } from './application/perun-queries.js';
export { AdoptValues } from './application/adopt-values.use-case.js';
export { TendSync } from './application/tend-sync.use-case.js';
