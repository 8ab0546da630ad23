import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { DomainError, invalidRequest } from '../../../platform/problems/index.js';
import { JobFiles } from './job-files.js';
import { jobActionRefused } from './job-errors.js';
import { JobRuns, type JobActor, type JobPriority, type JobType } from './job-type.js';
import {
  JobTypes,
  parseParameters,
  sha256,
  storedUniqueKey,
  uploadParameters,
} from './job-types.js';
import { RunStore, type NewRun } from './jobs.ports.js';
import { newJobId } from './new-job-id.js';
import { RunActions } from './run-actions.js';
import { ProductionGuard } from './production-guard.js';
import { RunOrder } from './run-order.js';

export const PRIORITIES: Readonly<Record<JobPriority, number>> = { high: 10, normal: 0, low: -10 };

/** Between two looks the run that was in the way may end; a few rounds always suffice. */
const ROUNDS_MAX = 5;

/** What a start may name beyond the type and its parameters. */
export interface RunStart {
  readonly type: string;
  readonly parameters: Record<string, unknown>;
  readonly isDryRun?: boolean;
  readonly actor: JobActor;
  readonly parentId?: string;
  readonly repeatOf?: string;
  readonly scheduleId?: string;
  /** Ids of the runs that must succeed before it begins. */
  readonly after?: readonly string[];
  /** Repeated by the same actor, it answers the first start's run. */
  readonly idempotencyKey?: string;
}

export interface StartedRun {
  readonly jobId: string;
  readonly isNew: boolean;
}

/** {@link JobRuns}: run and queue entry in one transaction, at most one active run per uniqueness key. */
@Injectable()
export class StartRun extends JobRuns {
  constructor(
    private readonly database: Database,
    private readonly types: JobTypes,
    private readonly runs: RunStore,
    private readonly order: RunOrder,
    private readonly guard: ProductionGuard,
    private readonly files: JobFiles,
    private readonly actions: RunActions,
    private readonly clock: Clock,
  ) {
    super();
  }

  /**
   * @throws DomainError `job-type-not-found`; `forbidden` for a type that is not for production;
   *   `invalid-request` for parameters and predecessors that do not fit; `job-action-refused` where the same
   *   work is under way and does not come after `after`
   */
  async start(start: RunStart, tx?: Tx): Promise<StartedRun> {
    await this.guard.require(this.types.get(start.type), start.actor);
    const run = this.newRun(start);
    if (tx !== undefined) return this.insert(tx, run);
    return this.database.transaction((own) => this.insert(own, run));
  }

  async continueApproved(jobId: string, actor: JobActor, tx?: Tx): Promise<boolean> {
    if (tx !== undefined) return this.actions.approve(tx, jobId, actor);
    return this.database.transaction((own) => this.actions.approve(own, jobId, actor));
  }

  private newRun(start: RunStart): NewRun {
    const type = this.types.get(start.type);
    const isDryRun = start.isDryRun ?? false;
    if (isDryRun && !type.isDryRunnable) {
      throw invalidRequest([
        {
          pointer: '/body/isDryRun',
          code: 'not-dry-runnable',
          detail: `${type.type} has no dry run`,
        },
      ]);
    }
    const parameters = parseParameters(type, start.parameters);
    const now = this.clock.now();
    const after = [...new Set(start.after)];
    return {
      id: newJobId(now),
      type: type.type,
      parameters,
      isDryRun,
      priority: PRIORITIES[type.priority],
      uniqueKey: uniqueKey(type, start, parameters, isDryRun),
      idempotency:
        start.idempotencyKey === undefined
          ? null
          : {
              key: start.idempotencyKey,
              hash: sha256(JSON.stringify([start.type, parameters, isDryRun, after.toSorted()])),
            },
      attemptsMax: type.retry.attemptsMax,
      actor: start.actor,
      parentId: start.parentId ?? null,
      repeatOf: start.repeatOf ?? null,
      scheduleId: start.scheduleId ?? null,
      after,
      createdAt: now,
    };
  }

  private async insert(tx: Tx, run: NewRun): Promise<StartedRun> {
    const uploads = uploadParameters(this.types.get(run.type)).flatMap((name) => {
      const id = run.parameters[name];
      return typeof id === 'string' ? [{ id, pointer: `/body/parameters/${name}` }] : [];
    });
    await this.order.check(tx, run);
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      if (await this.runs.insert(tx, run)) {
        await this.files.attachUploads(tx, run.id, uploads);
        await this.order.begin(tx, run);
        return { jobId: run.id, isNew: true };
      }
      const existing = await this.existing(tx, run);
      if (existing !== null) return { jobId: existing, isNew: false };
    }
    throw new DomainError({
      code: 'conflict',
      kind: 'conflict',
      message: 'Runs like this one begin and end too quickly; try again.',
    });
  }

  private async existing(tx: Tx, run: NewRun): Promise<string | null> {
    if (run.idempotency !== null) {
      const { key, hash } = run.idempotency;
      const former = await this.runs.withIdempotencyKey(tx, run.actor.id, key);
      if (former !== null && former.hash !== hash) {
        throw new DomainError({
          code: 'idempotency-key-reused',
          kind: 'conflict',
          message: `The Idempotency-Key "${key}" came with another job before; use a new one.`,
        });
      }
      if (former !== null) return former.id;
    }
    return run.uniqueKey === null ? null : this.activeTwin(tx, run.uniqueKey, run.after);
  }

  /** Whoever asks for an order must not be given a run that does not keep it. */
  private async activeTwin(
    tx: Tx,
    uniqueKey: string,
    after: readonly string[],
  ): Promise<string | null> {
    const twin = await this.runs.activeWithKey(tx, uniqueKey);
    if (twin === null || after.length === 0) return twin;
    if (await this.order.comesAfter(tx, twin, after)) return twin;
    throw jobActionRefused(
      `The same work is under way as job ${twin}, which does not come after those jobs; wait for it, or cancel it.`,
    );
  }
}

/** Children are unique below their parent, so that a parent that is tried again does not double them. */
function uniqueKey(
  type: JobType,
  start: RunStart,
  parameters: Record<string, unknown>,
  isDryRun: boolean,
): string | null {
  if (start.parentId === undefined) return storedUniqueKey(type, parameters, isDryRun);
  return sha256(JSON.stringify([start.parentId, type.type, parameters, isDryRun]));
}
