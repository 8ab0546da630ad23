import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { ReadingDismissals, RestatePast, type DismissedReading } from '../../rating/index.js';
import { ComputeDifference, type ProjectDifference } from './compute-difference.js';
import { EnactPlan } from './enact-plan.js';
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
    private readonly enact: EnactPlan,
    private readonly past: RestatePast,
    private readonly dismissals: ReadingDismissals,
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
              'The readings or what they are rated by changed since it was computed. Nothing was posted; compute it again.',
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
    const differences = await this.requireFit(tx, stored, onProject);
    if (isDryRun) return { outcome: 'fits', entryCount };
    const at = this.clock.now();
    await this.enact.rules(tx, stored.work);
    for (const { notes, dismissed } of differences) {
      await this.dismissals.add(tx, dismissed, { planId: id, at });
      await this.past.notes(tx, notes);
    }
    const authors = `${plan.author}, approved by ${plan.decidedBy ?? 'nobody'}`;
    const posted = await this.repository.post(tx, id, authors, at);
    await this.repository.setState(tx, id, { state: 'applied', appliedAt: at });
    return { outcome: 'applied', entryCount: posted };
  }

  private async requireFit(
    tx: Tx,
    { plan, work }: StoredPlan,
    onProject: (done: number, total: number) => void,
  ): Promise<ProjectDifference[]> {
    if (work.cause === 'cost-table') {
      const table = await this.repository.lateTable(tx, work.costTableId);
      if (table?.appliesFrom !== plan.to) throw new PlanOutdated(0);
    }
    const planned = await this.repository.plannedProjects(tx, plan.id);
    const projects = [...new Set([...planned, ...(await this.difference.projects(tx, work))])];
    const differences: ProjectDifference[] = [];
    for (const [index, projectId] of projects.entries()) {
      const now = await this.difference.ofProject(tx, projectId, work);
      const lines = await this.repository.linesOf(tx, plan.id, projectId);
      const dismissed = await this.repository.dismissedOf(tx, plan.id, projectId);
      if (!isSame(now.lines, lines, lineKey) || !isSame(now.dismissed, dismissed, readingKey))
        throw new PlanOutdated(projectId);
      differences.push(now);
      onProject(index + 1, projects.length);
    }
    return differences;
  }
}

function isSame<Item>(
  a: readonly Item[],
  b: readonly Item[],
  keyOf: (item: Item) => string,
): boolean {
  return (
    a.length === b.length &&
    a.every((item, index) => {
      const other = b[index];
      return other !== undefined && keyOf(item) === keyOf(other);
    })
  );
}

function lineKey({ seriesId, hourMicros, costTableId, rate, quantity }: PlannedLine): string {
  return `${seriesId}.${hourMicros}.${costTableId} ${rate} ${quantity}`;
}

function readingKey({ seriesId, reading }: DismissedReading): string {
  return `${seriesId}.${reading.atMicros} ${reading.value.toString()}`;
}
