export { PlanReRatingJob } from './jobs/plan-re-rating.job.js';
export { ReRateJob } from './jobs/re-rate.job.js';
export { ReRatingHttpModule, ReRatingModule } from './re-rating.module.js';
