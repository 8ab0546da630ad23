export {
  DecideHeldCharges,
  type HeldChargeOutcome,
} from './application/decide-held-charges.use-case.js';
export {
  type HeldDecision,
  type HeldFilter,
  type HeldInterval,
  type HeldIntervalKey,
} from './application/held-charges.ports.js';
export { PriceIntervals } from './application/price-intervals.js';
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
export { ReadingDismissals, type DismissedReading } from './application/reading-dismissals.js';
export {
  RehearseRating,
  type RehearsedBatch,
  type RehearsedRating,
} from './application/rehearse-rating.js';
export { RestatePast, restatedInterval, type RestatedNotes } from './application/restate-past.js';
export { ReadingUpkeep, type UpkeepResult } from './application/reading-upkeep.use-case.js';
export {
  SeriesHistory,
  type HistoricReadings,
  type HistoricSeries,
} from './application/series-history.js';
export { VerifyLedgerJob } from './jobs/verify-ledger.job.js';
