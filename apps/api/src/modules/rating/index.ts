export {
  RatePending,
  READINGS_PER_PASS,
  type PassResult,
} from './application/rate-pending.use-case.js';
export {
  VerifyLedger,
  type Difference,
  type Verification,
} from './application/verify-ledger.use-case.js';
export { RatingModule } from './rating.module.js';
export { ReadingUpkeep, type UpkeepResult } from './application/reading-upkeep.use-case.js';
export { SeriesHistory, type HistoricSeries } from './application/series-history.js';
export { VerifyLedgerJob } from './jobs/verify-ledger.job.js';
