import { ExpiredSessionsModule } from './modules/auth/index.js';
import { ImportReadingsJob, ReadingImportModule } from './modules/ingestion/index.js';
import { DemoJob, JobsModule, type JobTypeRegistration } from './modules/jobs/index.js';
import { ImportGrantsJob, LedgerModule } from './modules/ledger/index.js';
import { PartitionMaintenanceJob } from './modules/maintenance/index.js';
import { PerunSyncJob, PerunSyncModule } from './modules/perun-sync/index.js';
import { ExportStatementsJob, StatementModule } from './modules/portal/index.js';
import { RatingModule, VerifyLedgerJob } from './modules/rating/index.js';
import { PlanReRatingJob, ReRateJob, ReRatingModule } from './modules/re-rating/index.js';

/** Every job type of the product; see docs/jobs.md for how to add one. */
export const jobTypes: readonly JobTypeRegistration[] = [
  { type: DemoJob },
  { type: ImportReadingsJob, imports: [ReadingImportModule] },
  { type: ImportGrantsJob, imports: [LedgerModule] },
  { type: PerunSyncJob, imports: [PerunSyncModule] },
  {
    type: PartitionMaintenanceJob,
    imports: [RatingModule, JobsModule, ExpiredSessionsModule],
  },
  { type: VerifyLedgerJob, imports: [RatingModule] },
  { type: PlanReRatingJob, imports: [ReRatingModule] },
  { type: ReRateJob, imports: [ReRatingModule] },
  { type: ExportStatementsJob, imports: [StatementModule] },
];
