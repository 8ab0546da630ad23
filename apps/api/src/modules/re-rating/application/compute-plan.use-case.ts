import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database } from '../../../platform/database/index.js';
import { ComputeDifference } from './compute-difference.js';
import { planNotFound, planRefused } from './re-rating.errors.js';
import { ReRatingRepository } from './re-rating.ports.js';

/** Computes a plan, project by project; a killed attempt is begun anew. */
@Injectable()
export class ComputePlan {
  constructor(
    private readonly database: Database,
    private readonly repository: ReRatingRepository,
    private readonly difference: ComputeDifference,
    private readonly clock: Clock,
  ) {}

  /** @param onProject told after each project; throws to stop */
  async execute(
    id: string,
    onProject: (done: number, total: number) => void,
  ): Promise<{ projectCount: number; entryCount: number }> {
    const work = await this.database.transaction(async (tx) => {
      const stored = await this.repository.lock(tx, id);
      if (stored === null) throw planNotFound(id);
      if (!['computing', 'outdated', 'failed'].includes(stored.plan.state))
        throw planRefused(`The plan is ${stored.plan.state} and is not computed again.`);
      await this.repository.clear(tx, id);
      await this.repository.setState(tx, id, { state: 'computing' });
      return stored.work;
    });
    const projects = await this.database.transaction((tx) => this.difference.projects(tx, work));
    let entryCount = 0;
    let projectCount = 0;
    for (const [index, projectId] of projects.entries()) {
      const changed = await this.database.transaction(
        async (tx) => {
          const change = await this.difference.ofProject(tx, projectId, work);
          if (change.lines.length > 0 || change.dismissed.length > 0)
            await this.repository.addProject(tx, id, projectId, change);
          return change.lines.length;
        },
        { isolation: 'repeatable read', statementTimeoutMs: 0 },
      );
      entryCount += changed;
      projectCount += changed > 0 ? 1 : 0;
      onProject(index + 1, projects.length);
    }
    await this.database.transaction((tx) =>
      this.repository.setState(tx, id, { state: 'ready', computedAt: this.clock.now() }),
    );
    return { projectCount, entryCount };
  }
}
