import { Injectable } from '@nestjs/common';
import { type z } from 'zod';
import {
  type resolveQuarantineRequest,
  type ResolveQuarantineResponse,
} from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { AuditTrail, type Actor } from '../../audit/index.js';
import { type ReleaseVerdict } from '../../ingestion/index.js';
import { explainDetail } from './explain-detail.js';
import {
  QuarantineRepository,
  type OpenReading,
  type QuarantineSelection,
  type Resolution,
} from './quarantine.ports.js';
import { ReleaseIntake } from './release-intake.js';

/** Readings that one call works on: a transaction of a second or two. */
const READINGS_MAX = 5_000;
const REFUSED_SHOWN_MAX = 100;
const STATEMENT_TIMEOUT_MS = 120_000;

type Request = z.output<typeof resolveQuarantineRequest>;
type Counts = Pick<
  ResolveQuarantineResponse,
  'releasedCount' | 'duplicateCount' | 'dismissedCount' | 'refusedCount' | 'refused' | 'effect'
>;
const NOTHING: Counts = {
  releasedCount: 0,
  duplicateCount: 0,
  dismissedCount: 0,
  refusedCount: 0,
  refused: [],
  effect: null,
};

/**
 * Decides about quarantined readings. A release and what it takes in are one transaction, so that a reading
 * is either still in quarantine or waits for rating. What is refused stays, with what is wrong now.
 */
@Injectable()
export class ResolveQuarantine {
  constructor(
    private readonly database: Database,
    private readonly repository: QuarantineRepository,
    private readonly releases: ReleaseIntake,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  release(request: Request, actor: Actor): Promise<ResolveQuarantineResponse> {
    return this.run(request, actor, 'released', (tx, open, resolution) =>
      this.releaseAll(tx, open, resolution, request.isDryRun),
    );
  }

  dismiss(request: Request, actor: Actor): Promise<ResolveQuarantineResponse> {
    return this.run(request, actor, 'dismissed', async (tx, open, resolution) => {
      const ids = open.map(({ id }) => id);
      if (!request.isDryRun) await this.repository.resolve(tx, ids, resolution);
      return { ...NOTHING, dismissedCount: ids.length };
    });
  }

  private run(
    request: Request,
    actor: Actor,
    status: Resolution['status'],
    work: (tx: Tx, open: readonly OpenReading[], resolution: Resolution) => Promise<Counts>,
  ): Promise<ResolveQuarantineResponse> {
    const now = this.clock.now();
    const resolution = { status, at: now, by: actor.name, reason: request.reason };
    return this.database.transaction(
      async (tx) => {
        const { open, remainingCount, unchangedCount } = await this.select(tx, request);
        const counts = await work(tx, open, resolution);
        if (!request.isDryRun && open.length > counts.refusedCount) {
          await this.record(tx, { request, actor, status, counts, now });
        }
        return {
          isDryRun: request.isDryRun,
          selectedCount: open.length,
          remainingCount,
          unchangedCount,
          ...counts,
          continueAfter: remainingCount > 0 ? (open.at(-1)?.id ?? null) : null,
        };
      },
      { statementTimeoutMs: STATEMENT_TIMEOUT_MS },
    );
  }

  private async select(
    tx: Tx,
    { select, after }: Request,
  ): Promise<{ open: OpenReading[]; remainingCount: number; unchangedCount: number }> {
    if ('ids' in select) {
      const ids = [...new Set(select.ids)];
      const open = await this.repository.openByIds(tx, ids);
      return { open, remainingCount: 0, unchangedCount: ids.length - open.length };
    }
    const selection: QuarantineSelection = select.filter;
    const open = await this.repository.openByFilter(tx, selection, after ?? null, READINGS_MAX);
    const last = open.at(-1);
    const remainingCount =
      open.length < READINGS_MAX || last === undefined
        ? 0
        : await this.repository.countOpen(tx, selection, last.id);
    return { open, remainingCount, unchangedCount: 0 };
  }

  private async releaseAll(
    tx: Tx,
    open: readonly OpenReading[],
    resolution: Resolution,
    isDryRun: boolean,
  ): Promise<Counts> {
    const readings = open.flatMap(({ reading }) => reading ?? []);
    const release = isDryRun
      ? await this.releases.tryOut(tx, readings)
      : await this.releases.take(tx, readings);
    const idsOf = (outcome: ReleaseVerdict['outcome']): string[] =>
      release.verdicts.filter((one) => one.outcome === outcome).map(({ id }) => id);
    const accepted = idsOf('accepted');
    const duplicate = idsOf('duplicate');
    if (!isDryRun) {
      const { batchId } = release;
      await this.repository.resolve(tx, accepted, resolution, { outcome: 'accepted', batchId });
      await this.repository.resolve(tx, duplicate, resolution, {
        outcome: 'duplicate',
        batchId: null,
      });
    }
    const refused = [...unreadable(open), ...refusedOf(release.verdicts)];
    return {
      ...NOTHING,
      releasedCount: accepted.length,
      duplicateCount: duplicate.length,
      effect: release.effect,
      refusedCount: refused.length,
      refused: refused
        .slice(0, REFUSED_SHOWN_MAX)
        .map((one) => ({ ...one, explanation: explainDetail(one.detail) })),
    };
  }

  private async record(
    tx: Tx,
    {
      request,
      actor,
      status,
      counts,
      now,
    }: { request: Request; actor: Actor; status: string; counts: Counts; now: Date },
  ): Promise<void> {
    const { select, reason } = request;
    const { releasedCount, duplicateCount, dismissedCount, refusedCount } = counts;
    await this.audit.record(
      tx,
      {
        actor,
        action: status === 'released' ? 'quarantine.release' : 'quarantine.dismiss',
        subjectKind: 'quarantine',
        subject:
          'ids' in select ? select.ids.slice(0, 20).join(',') : JSON.stringify(select.filter),
        subjectTitle: null,
        reason,
        before: null,
        after: { releasedCount, duplicateCount, dismissedCount, refusedCount },
      },
      now,
    );
  }
}

interface Refusal {
  readonly id: string;
  readonly reason: string;
  readonly detail: string;
}

function unreadable(open: readonly OpenReading[]): Refusal[] {
  return open
    .filter(({ reading }) => reading === null)
    .map(({ id }) => ({
      id,
      reason: 'incomplete',
      detail:
        'it does not name project, site, metric, time and value; dismiss it and have it sent again',
    }));
}

function refusedOf(verdicts: readonly ReleaseVerdict[]): Refusal[] {
  return verdicts.flatMap((verdict) =>
    verdict.outcome === 'refused'
      ? [{ id: verdict.id, reason: verdict.reason, detail: verdict.detail }]
      : [],
  );
}
