import { ImportReadingsJob, ReadingImportModule } from './modules/ingestion/index.js';
import { DemoJob, type JobTypeRegistration } from './modules/jobs/index.js';
import { PerunSyncJob, PerunSyncModule } from './modules/perun-sync/index.js';

/** Every job type of the product; see docs/jobs.md for how to add one. */
export const jobTypes: readonly JobTypeRegistration[] = [
  { type: DemoJob },
  { type: ImportReadingsJob, imports: [ReadingImportModule] },
  { type: PerunSyncJob, imports: [PerunSyncModule] },
];
