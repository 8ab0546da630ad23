import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type {
  ReRatingDecision,
  ReRatingPlan,
  ReRatingRequest,
  ReRatingSubject,
} from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import { Clock } from '../../../platform/clock/index.js';
import { CREDIT_RULES_SETTINGS, type CreditRulesSettings } from '../../../platform/config/index.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { AuditTrail, type Actor } from '../../audit/index.js';
import { JobRuns } from '../../jobs/index.js';
import { CheckRequest } from './check-request.js';
import { planNotFound, planRefused } from './re-rating.errors.js';
import { ReRatingRepository, type ListedPlan } from './re-rating.ports.js';

/** Makes plans and decides about them; the jobs compute and apply them. */
@Injectable()
export class ReRatingPlans {
  constructor(
    private readonly database: Database,
    private readonly repository: ReRatingRepository,
    private readonly jobs: JobRuns,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
    private readonly check: CheckRequest,
    @Inject(CREDIT_RULES_SETTINGS) private readonly rules: CreditRulesSettings,
  ) {}

  /** Starts computing what would change; nothing is changed by it. */
  async request(request: ReRatingRequest, actor: Actor): Promise<ReRatingPlan> {
    const id = randomUUID();
    await this.database.transaction(async (tx) => {
      const work = await this.check.run(tx, request, actor);
      const at = this.clock.now();
      await this.refuseSecond(id, async () =>
        this.repository.insert(tx, { id, work, reason: request.reason, author: actor, at }),
      );
      const { jobId } = await this.jobs.start(
        { type: 'plan-re-rating', parameters: { plan: id }, actor: { kind: 'person', ...actor } },
        tx,
      );
      await this.repository.setJob(tx, id, 'plan', jobId);
    });
    return this.show(id, actor);
  }

  async show(id: string, viewer: Actor): Promise<ReRatingPlan> {
    const stored = await this.repository.find(this.database, id);
    if (stored === null) throw planNotFound(id);
    return this.seenBy(viewer, stored);
  }

  /** With whose plan it is, and whether the four-eyes rule of publications asks for another person. */
  seenBy(viewer: Actor, { plan, movedCredits, authorId }: ListedPlan): ReRatingPlan {
    const limit = Decimal.of(this.rules.PUBLISH_FOUR_EYES_CREDITS);
    const isLarge = Decimal.of(movedCredits).compare(limit) > 0;
    const needsSecondPerson = !limit.isZero() && isLarge;
    return { ...plan, needsSecondPerson, isMine: authorId === viewer.id };
  }

  /** Approves or rejects a plan that is ready; approved, a job applies it. */
  async decide(id: string, decision: ReRatingDecision, actor: Actor): Promise<ReRatingPlan> {
    await this.database.transaction(async (tx) => {
      const stored = await this.repository.lock(tx, id);
      if (stored === null) throw planNotFound(id);
      const { plan } = stored;
      if (plan.state !== 'ready')
        throw planRefused(`The plan is ${plan.state}; only one that is ready can be decided.`);
      const at = this.clock.now();
      const decided = { by: actor.name, at, reason: decision.reason };
      if (decision.decision === 'reject') {
        await this.repository.setState(tx, id, { state: 'rejected', decision: decided });
      } else {
        const { needsSecondPerson, isMine } = this.seenBy(actor, stored);
        if (needsSecondPerson && isMine) {
          throw new DomainError({
            code: 'forbidden',
            kind: 'forbidden',
            message: 'A plan of this size is approved by somebody other than its author.',
          });
        }
        await this.repository.setState(tx, id, { state: 'applying', decision: decided });
        const { jobId } = await this.jobs.start(
          { type: 're-rate', parameters: { plan: id }, actor: { kind: 'person', ...actor } },
          tx,
        );
        await this.repository.setJob(tx, id, 'apply', jobId);
      }
      await this.audit.record(
        tx,
        {
          actor,
          action: `re-rating-plan.${decision.decision}`,
          subjectKind: 're-rating-plan',
          subject: id,
          subjectTitle: titleOf(plan.subject),
          reason: decision.reason === '' ? plan.reason : decision.reason,
          before: null,
          after: plan.totals,
        },
        at,
      );
    });
    return this.show(id, actor);
  }

  private async refuseSecond(id: string, insert: () => Promise<void>): Promise<void> {
    try {
      await insert();
    } catch (error) {
      if (error instanceof Error && 'constraint' in error) {
        if (error.constraint === 're_rating_plan_one_at_work')
          throw planRefused('There is a plan about the same thing already that is not decided.');
      }
      throw new Error(`plan ${id} cannot be stored`, { cause: error });
    }
  }
}

function titleOf(subject: ReRatingSubject): string {
  switch (subject.cause) {
    case 'cost-table':
      return subject.costTable.title;
    case 'metric-unit':
      return subject.metric.name;
    case 'dismissed-readings':
      return subject.project;
  }
}
