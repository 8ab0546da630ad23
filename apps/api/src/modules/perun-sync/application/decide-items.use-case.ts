import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { JobRuns, type JobActor } from '../../jobs/index.js';
import { SyncRunStore } from './sync.ports.js';

export interface Decision {
  readonly syncRunId: string;
  readonly items: 'all-waiting' | readonly string[];
  readonly decision: 'approve' | 'reject';
  readonly reason: string;
}

/** Approves or rejects what waits; when nothing waits any more, the run goes on. */
@Injectable()
export class DecideItems {
  constructor(
    private readonly database: Database,
    private readonly runs: SyncRunStore,
    private readonly jobs: JobRuns,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns how many items were decided
   * @throws DomainError `sync-run-not-found`, `conflict` where the run does not wait
   */
  async execute(decision: Decision, actor: JobActor): Promise<number> {
    const { syncRunId } = decision;
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const run = await this.runs.findForDecision(tx, syncRunId);
      if (run === null) throw syncRunNotFound(syncRunId);
      if (run.state !== 'waiting') {
        throw new DomainError({
          code: 'conflict',
          kind: 'conflict',
          message: run.isDryRun
            ? 'This was a dry run: there is nothing to decide.'
            : 'This run does not wait for a decision now.',
        });
      }
      const decidedCount = await this.runs.decide(tx, decision, actor.name, now);
      const counts = await this.runs.countByStatus(syncRunId, tx);
      if ((counts.get('waiting') ?? 0) === 0) {
        await this.runs.setState(tx, syncRunId, 'applying', now);
        await this.jobs.continueApproved(run.jobId, actor, tx);
      }
      return decidedCount;
    });
  }

  /** Nobody decided for too long: what waits is given up, to be offered again by the next run. */
  async giveUpWaiting(before: Date): Promise<number> {
    const now = this.clock.now();
    const actor: JobActor = { kind: 'system', id: 'perun-sync', name: 'system' };
    return this.database.transaction(async (tx) => {
      const overdue = await this.runs.waitingSince(tx, before);
      for (const { id, jobId } of overdue) {
        await this.runs.skipWaiting(
          tx,
          id,
          'Nobody decided in time; offered again by the next run.',
        );
        await this.runs.setState(tx, id, 'applying', now);
        await this.jobs.continueApproved(jobId, actor, tx);
      }
      return overdue.length;
    });
  }
}

export function syncRunNotFound(id: string): DomainError {
  return new DomainError({
    code: 'sync-run-not-found',
    kind: 'not-found',
    message: `There is no sync run ${id.slice(0, 64)}.`,
  });
}
