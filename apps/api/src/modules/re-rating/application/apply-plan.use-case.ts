import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { ComputeDifference } from './compute-difference.js';
import { PlanOutdated, planNotFound, planRefused } from './re-rating.errors.js';
import { ReRatingRepository, type PlannedLine, type StoredPlan } from './re-rating.ports.js';

/** What applying a plan came to. */
export type AppliedPlan =
  | { readonly outcome: 'applied' | 'already-applied' | 'fits'; readonly entryCount: number }
  | { readonly outcome: 'outdated'; readonly entryCount: 0 };

/**
 * Posts an approved plan: everything in one transaction, under the lock of rating, after computing it once
 * more and finding the same. Killed in the middle it leaves nothing; run again it posts nothing more.
 */
@Injectable()
export class ApplyPlan {
  constructor(
    private readonly database: Database,
    private readonly repository: ReRatingRepository,
    private readonly difference: ComputeDifference,
    private readonly clock: Clock,
  ) {}

  /** @param isDryRun only finds out whether the plan still fits */
  async execute(
    id: string,
    isDryRun: boolean,
    onProject: (done: number, total: number) => void,
  ): Promise<AppliedPlan> {
    try {
      return await this.database.transaction((tx) => this.apply(tx, id, isDryRun, onProject), {
        statementTimeoutMs: 0,
      });
    } catch (error) {
      if (!(error instanceof PlanOutdated)) throw error;
      if (!isDryRun) {
        await this.database.transaction((tx) =>
          this.repository.setState(tx, id, {
            state: 'outdated',
            problem:
              'Readings came in since it was computed. Nothing was posted; compute it again.',
          }),
        );
      }
      return { outcome: 'outdated', entryCount: 0 };
    }
  }

  private async apply(
    tx: Tx,
    id: string,
    isDryRun: boolean,
    onProject: (done: number, total: number) => void,
  ): Promise<AppliedPlan> {
    await this.repository.lockRating(tx);
    const stored = await this.repository.lock(tx, id);
    if (stored === null) throw planNotFound(id);
    const { plan } = stored;
    const entryCount = plan.totals?.entryCount ?? 0;
    if (plan.state === 'applied') return { outcome: 'already-applied', entryCount };
    if (!isDryRun && plan.state !== 'applying')
      throw planRefused(`The plan is ${plan.state}; it has to be approved first.`);
    await this.requireFit(tx, stored, onProject);
    if (isDryRun) return { outcome: 'fits', entryCount };
    await this.repository.applyFrom(tx, plan.costTable.id, plan.from);
    const authors = `${plan.author}, approved by ${plan.decidedBy ?? 'nobody'}`;
    const posted = await this.repository.post(tx, id, authors, this.clock.now());
    await this.repository.setState(tx, id, { state: 'applied', appliedAt: this.clock.now() });
    return { outcome: 'applied', entryCount: posted };
  }

  private async requireFit(
    tx: Tx,
    { plan }: StoredPlan,
    onProject: (done: number, total: number) => void,
  ): Promise<void> {
    const table = await this.repository.lateTable(tx, plan.costTable.id);
    if (table?.appliesFrom !== plan.to) throw new PlanOutdated(0);
    const planned = await this.repository.plannedProjects(tx, plan.id);
    const projects = [...new Set([...planned, ...(await this.difference.projects(tx, plan))])];
    for (const [index, projectId] of projects.entries()) {
      const now = await this.difference.ofProject(tx, projectId, plan);
      const then = await this.repository.linesOf(tx, plan.id, projectId);
      if (!isSame(now, then)) throw new PlanOutdated(projectId);
      onProject(index + 1, projects.length);
    }
  }
}

function isSame(a: readonly PlannedLine[], b: readonly PlannedLine[]): boolean {
  return (
    a.length === b.length &&
    a.every((line, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        line.seriesId === other.seriesId &&
        line.hourMicros === other.hourMicros &&
        line.costTableId === other.costTableId &&
        line.rate === other.rate &&
        line.quantity === other.quantity
      );
    })
  );
}
