import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type SyncItemKind } from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { ComputeChangeSet } from './compute-change-set.js';
import { PerunGateway, type PerunSession } from './perun.ports.js';
import { planChangeSet } from './plan/plan-change-set.js';
import { PushValues } from './push-values.js';
import { ReadPeople } from './read-people.js';
import { PHASES, scopeOf, type SyncCheckpoint, type SyncJobContext } from './sync-job.js';
import { SyncRules } from './sync-rules.js';
import { ItemApplier, KnownStore, SyncRunStore } from './sync.ports.js';

const ITEMS_PER_BATCH = 500;
const ITEMS_KEPT_MS = 90 * 86_400_000;

/** Order of application: a project must have its group, and its name, before the rest can follow. */
const KINDS: readonly Exclude<SyncItemKind, 'push'>[] = [
  'project-renamed',
  'project-new',
  'project-verified',
  'project-returned',
  'grant',
  'mail-addresses',
  'lead-added',
  'lead-removed',
  'member-added',
  'member-removed',
  'project-vanished',
  'drift',
];

export interface SyncSummary {
  readonly syncRunId: string;
  readonly isWaiting: boolean;
  readonly callCount: number;
  readonly counts: ReadonlyMap<string, number>;
}

/**
 * One pass of the sync: reads Perun, stores the change set, applies what needs no decision, writes our
 * values, and waits where a person must decide. Every step can be interrupted: the change set says what is
 * left, and nothing is applied twice.
 */
@Injectable()
export class RunSync {
  constructor(
    private readonly database: Database,
    private readonly gateway: PerunGateway,
    private readonly runs: SyncRunStore,
    private readonly known: KnownStore,
    private readonly applier: ItemApplier,
    private readonly computing: ComputeChangeSet,
    private readonly people: ReadPeople,
    private readonly pushing: PushValues,
    private readonly rules: SyncRules,
    private readonly clock: Clock,
  ) {}

  async execute(context: SyncJobContext): Promise<SyncSummary> {
    const startedMs = performance.now();
    const session = this.gateway.open(context.signal);
    const syncRunId = await this.begin(context);
    try {
      const isWaiting = await this.work(syncRunId, context, session);
      const counts = await this.runs.countByStatus(syncRunId);
      return { syncRunId, isWaiting, callCount: session.callCount, counts };
    } catch (error) {
      await this.runs.setError(syncRunId, error instanceof Error ? error.message : String(error));
      throw error;
    } finally {
      const workMs = Math.round(performance.now() - startedMs);
      await this.database.transaction((tx) =>
        this.runs.addNumbers(tx, syncRunId, { callCount: session.callCount, workMs }),
      );
      await session.close();
    }
  }

  private async begin(context: SyncJobContext): Promise<string> {
    const { checkpoint, parameters } = context;
    return this.database.transaction(async (tx) => {
      const run = await this.runs.begin(tx, {
        id: checkpoint?.syncRunId ?? randomUUID(),
        jobId: context.jobId,
        scope: scopeOf(parameters),
        projectName: parameters.project ?? null,
        isDryRun: context.isDryRun,
        actor: context.actor.name,
        startedAt: this.clock.now(),
      });
      // Without a checkpoint there is no change set to go on with.
      if (checkpoint === null) await this.runs.setState(tx, run.id, 'computing', this.clock.now());
      return run.id;
    });
  }

  /** @returns whether a person must decide before it can go on */
  private async work(
    syncRunId: string,
    context: SyncJobContext,
    session: PerunSession,
  ): Promise<boolean> {
    const checkpoint = context.checkpoint ?? (await this.compute(syncRunId, context, session));
    if (context.isDryRun) {
      await this.database.transaction((tx) =>
        this.runs.end(tx, syncRunId, 'done', this.clock.now()),
      );
      return false;
    }
    await this.applyAll(checkpoint, context);
    await this.pushing.execute(checkpoint, context, session);
    if (await this.waits(checkpoint, context)) return true;
    await this.followUp(checkpoint, context, session);
    await this.finish(checkpoint);
    return false;
  }

  private async compute(
    syncRunId: string,
    context: SyncJobContext,
    session: PerunSession,
  ): Promise<SyncCheckpoint> {
    const checkpoint = await this.computing.execute(syncRunId, context, session);
    await this.database.transaction(async (tx) => {
      await this.runs.setState(tx, syncRunId, 'applying', this.clock.now());
      await context.saveCheckpoint(checkpoint, tx);
    });
    return checkpoint;
  }

  private async applyAll(checkpoint: SyncCheckpoint, context: SyncJobContext): Promise<void> {
    const due = await this.runs.countDue(checkpoint.syncRunId);
    const kinds = KINDS.filter((kind) => due.has(kind));
    const total = kinds.reduce((sum, kind) => sum + (due.get(kind) ?? 0), 0);
    let done = 0;
    for (const kind of kinds) {
      for (;;) {
        context.signal.throwIfAborted();
        context.progress({ done, total, phase: PHASES.apply });
        const taken = await this.applyBatch(checkpoint, context, kind);
        if (taken === 0) break;
        done += taken;
      }
    }
  }

  private async applyBatch(
    checkpoint: SyncCheckpoint,
    context: SyncJobContext,
    kind: (typeof KINDS)[number],
  ): Promise<number> {
    return this.database.transaction(async (tx) => {
      await this.hold(tx, checkpoint);
      const count = await this.applier.apply(tx, checkpoint.syncRunId, kind, {
        limit: ITEMS_PER_BATCH,
        now: this.clock.now(),
      });
      if (count > 0) await context.saveCheckpoint(checkpoint, tx);
      return count;
    });
  }

  /** Keeps decisions and other workers apart from a batch. */
  private async hold(tx: Tx, { syncRunId }: SyncCheckpoint): Promise<void> {
    const state = await this.runs.lockActive(tx, syncRunId);
    if (state === null) throw new Error(`sync run ${syncRunId} was ended while it was at work`);
  }

  private async waits(checkpoint: SyncCheckpoint, context: SyncJobContext): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await this.hold(tx, checkpoint);
      const counts = await this.runs.countByStatus(checkpoint.syncRunId, tx);
      const waitingCount = counts.get('waiting') ?? 0;
      // Decided while the rest was applied: the next turn of the loop takes them.
      if (waitingCount === 0) return false;
      await this.runs.setState(tx, checkpoint.syncRunId, 'waiting', this.clock.now());
      await context.saveCheckpoint(checkpoint, tx);
      context.log('warn', {
        en: `${waitingCount} changes are beyond the limits and wait for a decision.`,
        de: `${waitingCount} Änderungen liegen jenseits der Grenzen und warten auf eine Entscheidung.`,
      });
      return true;
    });
  }

  /**
   * What was approved may have let a group in, or moved what remains: those groups are read again and
   * whatever needs no decision follows at once. The rest is offered by the next run.
   */
  private async followUp(
    checkpoint: SyncCheckpoint,
    context: SyncJobContext,
    session: PerunSession,
  ): Promise<void> {
    const groupIds = await this.runs.approvedGroups(
      checkpoint.syncRunId,
      this.rules.values.usedMeans === 'remaining',
    );
    if (groupIds.length === 0) return;
    const pull = await session.pullGroups(groupIds);
    const names = pull.groups.map(({ name }) => name);
    const projects = await this.known.projects({ groupIds, names }, this.rules.resources);
    const { items, seen } = planChangeSet({
      projects,
      pulled: pull.groups,
      isAsked: () => false,
      emptyResources: new Set(),
      rules: this.rules.values,
      limits: this.rules.limits,
    });
    await this.database.transaction(async (tx) => {
      await this.hold(tx, checkpoint);
      await this.runs.addItems(
        tx,
        checkpoint.syncRunId,
        items.filter(({ status }) => status === 'planned'),
      );
      await this.known.remember(tx, seen, this.clock.now());
      await context.saveCheckpoint(checkpoint, tx);
    });
    await this.people.execute(checkpoint.syncRunId, context, session, {
      leadsOf: new Set(),
      membersOf: new Set(),
      leadsOfAll: false,
      everyone: false,
      always: false,
      projects,
      isGone: () => false,
      pulled: pull.groups,
      guarded: new Set(),
    });
    await this.applyAll(checkpoint, context);
    await this.pushing.execute(checkpoint, context, session);
  }

  private async finish(checkpoint: SyncCheckpoint): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await this.hold(tx, checkpoint);
      await this.runs.skipWaiting(tx, checkpoint.syncRunId, 'Offered again by the next run.');
      await this.known.clearPeopleMarks(tx, checkpoint.syncRunId);
      await this.known.saveCursor(tx, {
        messageId: checkpoint.messageId,
        recentIds: checkpoint.recentIds,
        peopleAllAt: checkpoint.everyone ? now : null,
      });
      await this.runs.end(tx, checkpoint.syncRunId, 'done', now);
    });
    await this.runs.removeEndedBefore(new Date(now.getTime() - ITEMS_KEPT_MS));
  }
}
