import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/index.js';
import { JobsModule } from '../jobs/index.js';
import { RatingModule } from '../rating/index.js';
import { ApplyPlan } from './application/apply-plan.use-case.js';
import { ComputeDifference } from './application/compute-difference.js';
import { ComputePlan } from './application/compute-plan.use-case.js';
import { ReRatingPlans } from './application/re-rating-plans.js';
import { ReRatingQueries } from './application/re-rating-queries.js';
import { ReRatingRepository } from './application/re-rating.ports.js';
import { ReRatingController } from './http/re-rating.controller.js';
import { SqlReRatingRepository } from './persistence/sql-re-rating.repository.js';

/** Charges of the past under a cost table that was published late. */
@Module({
  imports: [AuditModule, RatingModule],
  providers: [
    ApplyPlan,
    ComputeDifference,
    ComputePlan,
    { provide: ReRatingRepository, useClass: SqlReRatingRepository },
  ],
  exports: [ApplyPlan, ComputePlan, ReRatingRepository],
})
export class ReRatingModule {}

/** Plans over HTTP: requesting, reviewing, deciding. */
@Module({
  imports: [ReRatingModule, AuditModule, JobsModule],
  controllers: [ReRatingController],
  providers: [ReRatingPlans, ReRatingQueries],
})
export class ReRatingHttpModule {}
