import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/index.js';
import { Database } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { type GroupWrite, type PerunSession } from './perun.ports.js';
import { blankAsNull, isSameNumber } from './plan/decimals.js';
import { ourValues, type ValueRules } from './plan/plan-values.js';
import { type Timestamps } from './plan/pulled.js';
import { PHASES, type SyncCheckpoint, type SyncJobContext } from './sync-job.js';
import { SyncRules } from './sync-rules.js';
import {
  ItemApplier,
  SyncRunStore,
  type DuePush,
  type Intent,
  type ItemOutcome,
} from './sync.ports.js';

const REFUSED = { en: 'A write was refused.', de: 'Ein Schreibzugriff wurde abgelehnt.' };

/** Two batches are under way at once. */
const PUSHES_PER_BATCH = 125;

/** The writes for one group; the first carries the group's own values. */
interface PlannedPush {
  readonly due: DuePush;
  readonly writes: readonly GroupWrite[];
}

interface PushResult {
  readonly outcome: ItemOutcome | null;
  /** What arrived. */
  readonly arrived: Intent;
  /** Perun is away: the item stays due, and a later attempt writes again. */
  readonly away: DomainError | null;
}

/**
 * Writes changed values to Perun. What a write begins with is stored before the call, so that a value
 * whose answer was lost is recognised as ours later.
 */
@Injectable()
export class PushValues {
  constructor(
    private readonly database: Database,
    private readonly runs: SyncRunStore,
    private readonly applier: ItemApplier,
    private readonly rules: SyncRules,
    private readonly clock: Clock,
  ) {}

  async execute(
    checkpoint: SyncCheckpoint,
    context: SyncJobContext,
    session: PerunSession,
  ): Promise<void> {
    const due = await this.runs.countDue(checkpoint.syncRunId);
    const progress = { done: 0, total: due.get('push') ?? 0, phase: PHASES.push };
    if (progress.total === 0) return;
    context.progress(progress);
    const underWay: Promise<void>[] = [];
    const write = async (batch: readonly PlannedPush[]): Promise<void> => {
      const results = await Promise.all(batch.map((push) => writeAll(session, push)));
      await this.note(checkpoint, context, batch, results);
      const away = results.find((result) => result.away !== null)?.away;
      if (away != null) throw away;
      progress.done += batch.length;
      context.progress(progress);
    };
    try {
      for (let after = '0'; ;) {
        context.signal.throwIfAborted();
        const batch = await this.begin(checkpoint, context, after);
        if (batch === null) break;
        after = batch.at(-1)?.due.itemId ?? after;
        // While one batch is written and stored, the calls of the next are lined up already.
        const current = write(batch);
        current.catch(() => undefined); // Heard of below; until then it must not count as unheard of.
        const [earlier] = underWay.splice(0, 1, current);
        await earlier;
      }
      await Promise.all(underWay);
    } finally {
      await Promise.allSettled(underWay);
    }
  }

  /** Takes due pushes, looks at the values as they are now, and stores what will be written. */
  private async begin(
    checkpoint: SyncCheckpoint,
    context: SyncJobContext,
    after: string,
  ): Promise<PlannedPush[] | null> {
    return this.database.transaction(async (tx) => {
      await this.runs.lockActive(tx, checkpoint.syncRunId);
      const { resources } = this.rules;
      const due = await this.applier.duePushes(tx, checkpoint.syncRunId, resources, {
        after,
        limit: PUSHES_PER_BATCH,
      });
      if (due.length === 0) return null;
      const pushes = due.map((one) => ({ due: one, writes: writesOf(one, this.rules.values) }));
      await this.applier.intend(
        tx,
        pushes.flatMap(({ due: one, writes }) =>
          writes.length === 0 ? [] : [intentOf(one, writes)],
        ),
      );
      await context.saveCheckpoint(checkpoint, tx);
      return pushes;
    });
  }

  private async note(
    checkpoint: SyncCheckpoint,
    context: SyncJobContext,
    batch: readonly PlannedPush[],
    results: readonly PushResult[],
  ): Promise<void> {
    const outcomes = results.flatMap(({ outcome }) => (outcome === null ? [] : [outcome]));
    for (const { status, detail } of outcomes)
      if (status === 'failed') context.log('error', detail ?? REFUSED);
    const extraWriteCount = batch.reduce(
      (sum, { writes }) => sum + Math.max(0, writes.length - 1),
      0,
    );
    await this.database.transaction(async (tx) => {
      await this.runs.lockActive(tx, checkpoint.syncRunId);
      await this.applier.confirm(
        tx,
        results.map(({ arrived }) => arrived),
      );
      await this.applier.finish(tx, outcomes, this.clock.now());
      await this.runs.addNumbers(tx, checkpoint.syncRunId, { extraWriteCount });
      await context.saveCheckpoint(checkpoint, tx);
    });
  }
}

/** What is still to be written; nothing where Perun holds it already. */
function writesOf(due: DuePush, rules: ValueRules): GroupWrite[] {
  const { payload, groupId } = due;
  const ours = ourValues(due.account, rules);
  const isNeeded = (field: 'used' | 'granted'): boolean => {
    const theirs = blankAsNull(payload.theirs[field]);
    return payload[field] && (theirs === null || !isSameNumber(theirs, ours[field]));
  };
  const timestampsAt = (resourceId: number): { timestamps?: Timestamps } => {
    const timestamps = payload.resources.includes(resourceId)
      ? due.lastReadings.get(resourceId)
      : undefined;
    return timestamps === undefined ? {} : { timestamps };
  };
  const first: GroupWrite = {
    groupId,
    resourceId: payload.throughResource,
    ...(isNeeded('used') ? { used: ours.used } : {}),
    ...(isNeeded('granted') ? { granted: ours.granted } : {}),
    ...timestampsAt(payload.throughResource),
  };
  const further = payload.resources
    .filter((resourceId) => resourceId !== payload.throughResource)
    .map((resourceId): GroupWrite => ({ groupId, resourceId, ...timestampsAt(resourceId) }));
  return [first, ...further].filter(
    (write) =>
      write.used !== undefined || write.granted !== undefined || write.timestamps !== undefined,
  );
}

function intentOf(due: DuePush, writes: readonly GroupWrite[]): Intent {
  return {
    projectId: due.projectId,
    used: writes.find(({ used }) => used !== undefined)?.used ?? null,
    granted: writes.find(({ granted }) => granted !== undefined)?.granted ?? null,
    timestamps: new Map(
      writes.flatMap(({ resourceId, timestamps }) =>
        timestamps === undefined ? [] : [[resourceId, timestamps] as const],
      ),
    ),
  };
}

async function writeAll(session: PerunSession, { due, writes }: PlannedPush): Promise<PushResult> {
  const arrived: GroupWrite[] = [];
  if (writes.length === 0) {
    const outcome: ItemOutcome = {
      itemId: due.itemId,
      status: 'skipped',
      detail: 'Perun holds the value already.',
    };
    return { outcome, arrived: intentOf(due, []), away: null };
  }
  try {
    for (const write of writes) {
      await session.write(write);
      arrived.push(write);
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const result = { arrived: intentOf(due, arrived) };
    if (error.kind === 'dependency') return { ...result, outcome: null, away: error };
    const outcome: ItemOutcome = { itemId: due.itemId, status: 'failed', detail: error.message };
    return { ...result, outcome, away: null };
  }
  const { used, granted } = intentOf(due, writes);
  const outcome: ItemOutcome = {
    itemId: due.itemId,
    status: 'applied',
    ...(used === null && granted === null ? {} : { after: used ?? granted }),
  };
  return { outcome, arrived: intentOf(due, arrived), away: null };
}
