import { Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import { CorrectAccount, PostGrants } from '../../ledger/index.js';
import { type DriftRow, DriftStore } from './drift.ports.js';
import { type GroupWrite, PerunGateway, type PerunSession } from './perun.ports.js';
import { blankAsNull, decimalIn } from './plan/decimals.js';
import { ourValues } from './plan/plan-values.js';
import { type PulledGroup } from './plan/pulled.js';
import { formatTimestamps } from './plan/timestamps.js';
import { SyncRules } from './sync-rules.js';

export interface DriftResolution {
  readonly driftId: string;
  readonly resolution: 'take-theirs' | 'write-ours';
  readonly reason: string;
  /** Perun's value that was seen on deciding. */
  readonly theirs: string | null;
  readonly actor: string;
}

/**
 * Decides about a value that somebody else changed in Perun. It is read again first: a decision about a
 * value that is no longer there is refused.
 */
@Injectable()
export class ResolveDrift {
  constructor(
    private readonly database: Database,
    private readonly gateway: PerunGateway,
    private readonly drifts: DriftStore,
    private readonly corrections: CorrectAccount,
    private readonly grants: PostGrants,
    private readonly rules: SyncRules,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `drift-not-found`, `conflict`, `perun-failed`, `perun-off` */
  async execute(resolution: DriftResolution): Promise<void> {
    const drift = await this.drifts.find(resolution.driftId, this.rules.resources);
    if (drift === null) throw driftNotFound(resolution.driftId);
    const session = this.gateway.open();
    try {
      await this.resolve(drift, resolution, session);
    } finally {
      await session.close();
    }
  }

  /** @param pulled the group as Perun has it now, where the caller read it already */
  async resolve(
    drift: DriftRow,
    resolution: DriftResolution,
    session: PerunSession,
    pulled?: PulledGroup,
  ): Promise<void> {
    if (drift.status !== 'open') throw decided();
    const group = pulled ?? (await session.pullGroups([drift.groupId])).groups[0];
    const theirs = group === undefined ? null : valueIn(group, drift);
    if (theirs !== drift.theirs || theirs !== resolution.theirs) {
      await this.drifts.changeTheirs(drift.id, theirs, differenceTo(theirs, drift));
      throw changedMeanwhile(theirs);
    }
    if (resolution.resolution === 'take-theirs') await this.takeTheirs(drift, resolution);
    else await this.writeOurs(drift, resolution, session);
  }

  private async takeTheirs(drift: DriftRow, resolution: DriftResolution): Promise<void> {
    const wanted = drift.theirs === null ? null : decimalIn(drift.theirs);
    if (wanted === null || drift.field === 'timestamps') {
      throw new DomainError({
        code: 'conflict',
        kind: 'conflict',
        message:
          "Perun's value cannot be taken over: it is no number of credits. Write ours instead.",
      });
    }
    await this.database.transaction(async (tx) => {
      if (!(await this.drifts.lockOpen(tx, drift.id))) throw decided();
      await this.grants.holdAccounts(tx);
      await this.post(tx, drift, wanted, resolution);
      await this.drifts.adopt(tx, drift, drift.theirs ?? '');
      await this.drifts.close(tx, drift.id, 'took-theirs', resolution, this.clock.now());
    });
  }

  /** One entry that makes our value equal to Perun's. */
  private async post(
    tx: Tx,
    drift: DriftRow,
    wanted: Decimal,
    resolution: DriftResolution,
  ): Promise<void> {
    const account = await this.drifts.account(tx, drift.projectId);
    const granted = Decimal.of(account.granted);
    const used = Decimal.of(account.used);
    const idempotencyKey = `perun-drift:${drift.id}`;
    if (drift.field === 'granted') {
      const credits = wanted.minus(granted);
      if (credits.isZero()) return;
      const { reason, actor } = resolution;
      await this.grants.postAll(tx, [
        {
          projectId: drift.projectId,
          credits: credits.toString(),
          effectiveAt: this.clock.now(),
          source: 'perun',
          reason,
          actor,
          idempotencyKey,
        },
      ]);
      return;
    }
    const usedThere = this.rules.values.usedMeans === 'used' ? wanted : granted.minus(wanted);
    const credits = used.minus(usedThere);
    if (credits.isZero()) return;
    await this.corrections.executeIn(tx, {
      projectName: drift.projectName,
      what: { kind: 'adjustment', credits: credits.toString() },
      reason: resolution.reason,
      effectiveAt: null,
      attachment: `${drift.attribute} in Perun: ${drift.theirs ?? 'unset'}`,
      source: 'perun',
      actor: resolution.actor,
      idempotencyKey,
      isDryRun: false,
    });
  }

  private async writeOurs(
    drift: DriftRow,
    resolution: DriftResolution,
    session: PerunSession,
  ): Promise<void> {
    const write = this.writeOf(drift);
    await this.database.transaction(async (tx) => {
      if (!(await this.drifts.lockOpen(tx, drift.id))) throw decided();
      await this.drifts.intend(tx, drift, write);
    });
    await session.write(write);
    await this.database.transaction(async (tx) => {
      await this.drifts.confirm(tx, drift, write);
      await this.drifts.close(tx, drift.id, 'wrote-ours', resolution, this.clock.now());
    });
  }

  private writeOf(drift: DriftRow): GroupWrite {
    const { groupId } = drift;
    const ours = ourValues(drift.account, this.rules.values);
    const resourceId = drift.resourceId ?? drift.presentResources[0];
    if (resourceId === undefined) {
      throw new DomainError({
        code: 'conflict',
        kind: 'conflict',
        message:
          'The group is assigned to none of our resources any more, so nothing can be written.',
      });
    }
    if (drift.field === 'used') return { groupId, resourceId, used: ours.used };
    if (drift.field === 'granted') return { groupId, resourceId, granted: ours.granted };
    const timestamps = drift.lastReadings.get(resourceId);
    if (timestamps !== undefined) return { groupId, resourceId, timestamps };
    throw new DomainError({
      code: 'conflict',
      kind: 'conflict',
      message: 'We have no readings of this project there, so there are no times to write.',
    });
  }
}

/** Perun's value as text, as the drift list shows it. */
export function valueIn(
  group: PulledGroup,
  drift: Pick<DriftRow, 'field' | 'resourceId'>,
): string | null {
  if (drift.field !== 'timestamps') return blankAsNull(group[drift.field]?.text ?? null);
  const map = group.resources.get(drift.resourceId ?? 0)?.map ?? null;
  return map === null || Object.keys(map).length === 0 ? null : formatTimestamps(map);
}

function differenceTo(theirs: string | null, drift: DriftRow): string | null {
  const number = theirs === null || drift.field === 'timestamps' ? null : decimalIn(theirs);
  const ours = drift.ours === null ? null : decimalIn(drift.ours);
  return number === null || ours === null ? null : number.minus(ours).toString();
}

function changedMeanwhile(theirs: string | null): DomainError {
  return new DomainError({
    code: 'conflict',
    kind: 'conflict',
    message: `Perun's value is another one now: ${theirs === null ? 'it is unset' : `"${theirs.slice(0, 200)}"`}. Look at it and decide again.`,
  });
}

function decided(): DomainError {
  return new DomainError({
    code: 'conflict',
    kind: 'conflict',
    message: 'This difference was decided already.',
  });
}

export function driftNotFound(id: string): DomainError {
  return new DomainError({
    code: 'drift-not-found',
    kind: 'not-found',
    message: `There is no difference ${id.slice(0, 64)}.`,
  });
}
