import { Module } from '@nestjs/common';
import { AccountSumsReader } from './application/account-sums.ports.js';
import { DecideHeldCharges } from './application/decide-held-charges.use-case.js';
import { HeldChargeRepository } from './application/held-charges.ports.js';
import { PriceIntervals } from './application/price-intervals.js';
import { RatePending } from './application/rate-pending.use-case.js';
import { RatingRepository } from './application/rating.ports.js';
import { ReadingDismissals } from './application/reading-dismissals.js';
import { ReadingUpkeep } from './application/reading-upkeep.use-case.js';
import { RehearseRating } from './application/rehearse-rating.js';
import { RestatePast } from './application/restate-past.js';
import { SeriesHistory } from './application/series-history.js';
import { VerificationReads } from './application/verification.ports.js';
import { VerifyLedger } from './application/verify-ledger.use-case.js';
import { SqlAccountSums } from './persistence/sql-account-sums.js';
import { SqlHeldChargeRepository } from './persistence/sql-held-charge.repository.js';
import { SqlRatingRepository } from './persistence/sql-rating.repository.js';
import { SqlReadingDismissals } from './persistence/sql-reading-dismissals.js';
import { SqlSeriesHistory } from './persistence/sql-series-history.js';
import { SqlVerificationReads } from './persistence/sql-verification.reads.js';

/** Turns acknowledged readings into charges, and proves that it did. */
@Module({
  providers: [
    DecideHeldCharges,
    PriceIntervals,
    RatePending,
    ReadingUpkeep,
    RehearseRating,
    RestatePast,
    VerifyLedger,
    { provide: AccountSumsReader, useClass: SqlAccountSums },
    { provide: HeldChargeRepository, useClass: SqlHeldChargeRepository },
    { provide: RatingRepository, useClass: SqlRatingRepository },
    { provide: ReadingDismissals, useClass: SqlReadingDismissals },
    { provide: SeriesHistory, useClass: SqlSeriesHistory },
    { provide: VerificationReads, useClass: SqlVerificationReads },
  ],
  exports: [
    DecideHeldCharges,
    PriceIntervals,
    SeriesHistory,
    RatePending,
    ReadingDismissals,
    ReadingUpkeep,
    RehearseRating,
    RestatePast,
    VerifyLedger,
  ],
})
export class RatingModule {}
