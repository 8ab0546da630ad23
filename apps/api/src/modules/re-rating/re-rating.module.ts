import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { CreditRulesHttpModule, CreditRulesModule } from '../credit-rules/index.js';
import { JobsModule } from '../jobs/index.js';
import { RatingModule } from '../rating/index.js';
import { ApplyPlan } from './application/apply-plan.use-case.js';
import { CheckRequest } from './application/check-request.js';
import { ComputeDifference } from './application/compute-difference.js';
import { ComputePlan } from './application/compute-plan.use-case.js';
import { EnactPlan } from './application/enact-plan.js';
import { ReRatingPlans } from './application/re-rating-plans.js';
import { ReRatingQueries } from './application/re-rating-queries.js';
import { ReRatingRepository } from './application/re-rating.ports.js';
import { ReRatingController } from './http/re-rating.controller.js';
import { SqlReRatingRepository } from './persistence/sql-re-rating.repository.js';

/** Charges of the past under rules, or by readings, that should have been others. */
@Module({
  imports: [AuditModule, CreditRulesModule, RatingModule],
  providers: [
    ApplyPlan,
    ComputeDifference,
    ComputePlan,
    EnactPlan,
    { provide: ReRatingRepository, useClass: SqlReRatingRepository },
  ],
  exports: [ApplyPlan, ComputePlan, ReRatingRepository],
})
export class ReRatingModule {}

/** Plans over HTTP: requesting, reviewing, deciding. */
@Module({
  imports: [ReRatingModule, AuditModule, CreditRulesModule, CreditRulesHttpModule, JobsModule],
  controllers: [ReRatingController],
  providers: [CheckRequest, ReRatingPlans, ReRatingQueries],
})
export class ReRatingHttpModule {}
