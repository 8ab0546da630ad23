import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/index.js';
import { JobFiles, type NewFile } from '../application/job-files.js';
import { JobLeaseLost } from '../application/job-errors.js';
import { isOver } from '../application/job-states.js';
import { JobTypes, parseParameters } from '../application/job-types.js';
import { RunStore, type ChildRun, type ClaimedRun, type Lease } from '../application/jobs.ports.js';
import { StartRun } from '../application/start-run.js';

/** What a running handler adds to the database: runs below it and files. */
@Injectable()
export class RunChildren {
  constructor(
    private readonly database: Database,
    private readonly runs: RunStore,
    private readonly starter: StartRun,
    private readonly types: JobTypes,
    private readonly files: JobFiles,
  ) {}

  /** The runs below a run; of several tries of the same work only the newest. */
  async of(parentId: string): Promise<ChildRun[]> {
    const children = await this.database.transaction((tx) => this.runs.children(tx, parentId), {
      isReadOnly: true,
    });
    const newest = new Map(
      children.map((child) => [JSON.stringify([child.type, sorted(child.parameters)]), child]),
    );
    return [...newest.values()];
  }

  /**
   * Starts a run below another. A parent that is tried again gets the run it started before, unless that
   * ended badly.
   *
   * @throws JobLeaseLost
   */
  async start(
    lease: Lease,
    parent: ClaimedRun,
    child: { type: string; parameters: Record<string, unknown>; after?: readonly string[] },
  ): Promise<string> {
    const wanted = JSON.stringify(
      sorted(parseParameters(this.types.get(child.type), child.parameters, '/parameters')),
    );
    return this.database.transaction(async (tx) => {
      const run = await this.runs.lock(tx, lease.runId);
      if (run?.leaseWorker !== lease.worker || run.attempt !== lease.attempt) {
        throw new JobLeaseLost(lease.runId);
      }
      const former = (await this.runs.children(tx, lease.runId)).find(
        ({ type, parameters, state }) =>
          type === child.type &&
          (!isOver(state) || state === 'succeeded') &&
          JSON.stringify(sorted(parameters)) === wanted,
      );
      if (former !== undefined) return former.id;
      const started = await this.starter.start(
        {
          type: child.type,
          parameters: child.parameters,
          isDryRun: parent.isDryRun && this.types.get(child.type).isDryRunnable,
          actor: parent.actor,
          parentId: lease.runId,
          ...(child.after === undefined ? {} : { after: child.after }),
        },
        tx,
      );
      return started.jobId;
    });
  }

  /**
   * @param together done in the transaction that gives the file to the run
   * @throws JobLeaseLost
   */
  async saveFile(
    lease: Lease,
    file: Pick<NewFile, 'name' | 'mediaType' | 'content'>,
    together: (tx: Tx) => Promise<void>,
  ): Promise<string> {
    const stored = await this.files.store({ ...file, kind: 'result', createdBy: lease.runId });
    await this.database.transaction(async (tx) => {
      const run = await this.runs.lock(tx, lease.runId);
      if (run?.leaseWorker !== lease.worker || run.attempt !== lease.attempt) {
        throw new JobLeaseLost(lease.runId);
      }
      await this.files.attachResult(tx, lease.runId, stored.id);
      await together(tx);
    });
    return stored.id;
  }
}

/** PostgreSQL's jsonb orders keys in its own way. */
function sorted(value: Record<string, unknown>): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
