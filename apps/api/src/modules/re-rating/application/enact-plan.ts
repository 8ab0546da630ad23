import { Injectable } from '@nestjs/common';
import { type Tx } from '../../../platform/database/index.js';
import { ReadingUnits } from '../../credit-rules/index.js';
import { ReRatingRepository, type PlannedWork } from './re-rating.ports.js';

/** Makes the rules of the past what a plan says they should have been. */
@Injectable()
export class EnactPlan {
  constructor(
    private readonly repository: ReRatingRepository,
    private readonly units: ReadingUnits,
  ) {}

  /**
   * Within a transaction that posts the difference, or is taken back to a savepoint. Dismissed readings are
   * no rules; whoever applies the plan notes them.
   */
  async rules(tx: Tx, work: PlannedWork): Promise<void> {
    switch (work.cause) {
      case 'cost-table':
        return this.repository.applyFrom(tx, work.costTableId, work.from);
      case 'metric-unit':
        return this.units.correct(tx, work.metricId, work);
      case 'dismissed-readings':
        return;
    }
  }
}
