import { Injectable } from '@nestjs/common';
import {
  type CostTable,
  type PublicationRequest,
  type PublicationResponse,
} from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { AuditTrail, type Actor } from '../../audit/index.js';
import { contentOf, subjectOf } from './cost-table-audit.js';
import { requireDraft, requireVersion } from './cost-table-state.js';
import { CostTableRepository, type LockedCostTable, type TableView } from './cost-table.ports.js';
import { costTableNotFound, publicationRefused } from './credit-rules.errors.js';
import { ShowImpact } from './show-impact.js';

/**
 * Publishes cost tables. From then on a table is what it is, and usage that is rated later finds it; what
 * was rated before stays as it is (docs/adr/0016).
 */
@Injectable()
export class PublishCostTable {
  constructor(
    private readonly database: Database,
    private readonly tables: CostTableRepository,
    private readonly impact: ShowImpact,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Publishes a draft or, where it moves more credits than one person may, asks for a second one.
   *
   * @param order the version that was previewed, and what it was compared with where the caller knows
   * @throws DomainError `cost-table-not-found`, `cost-table-published`, `version-conflict`,
   *   `publication-refused`
   */
  async publish(id: number, order: PublicationRequest, actor: Actor): Promise<PublicationResponse> {
    const draft = await this.tables.find(this.database, id, this.viewOf(actor));
    if (draft === null) throw costTableNotFound(id);
    checkOrder(draft, order.version);
    // Takes seconds, so it is done before anybody is kept waiting; whether it still holds is checked below.
    const { impactCredits, baseId } = await this.impact.weigh(draft);
    const needsSecondPerson = this.impact.needsSecondPerson(impactCredits);
    const { previewedBaseId = baseId } = order;
    return this.database.transaction(async (tx) => {
      if (!needsSecondPerson) await this.tables.lockRating(tx);
      const { table } = await this.lock(tx, id, order.version, actor);
      for (const compared of new Set([baseId, previewedBaseId]))
        await this.refuseOtherBase(tx, table, compared);
      const { reason } = order;
      if (!needsSecondPerson)
        return this.publishIn(tx, table, { actor, reason, confirmedBy: null });
      if (table.request !== null) {
        const { by } = table.request;
        throw publicationRefused(`${by} has asked for it already. Somebody else has to confirm.`);
      }
      const weighed = { reason, impactCredits, baseId };
      await this.tables.request(tx, id, { actor, at: this.clock.now(), ...weighed });
      const after = await this.read(tx, id, actor);
      await this.record(tx, 'cost-table.request-publication', actor, reason, null, after);
      return { outcome: 'awaiting-confirmation', table: after, needsRerating: null };
    });
  }

  /**
   * Publishes what somebody else asked for.
   *
   * @throws DomainError as {@link publish}; `publication-refused` also for who asked, and without a request
   */
  async confirm(id: number, version: number, actor: Actor): Promise<PublicationResponse> {
    return this.database.transaction(async (tx) => {
      await this.tables.lockRating(tx);
      const { table, requestedBaseId } = await this.lock(tx, id, version, actor);
      if (table.request === null)
        throw publicationRefused(`Nobody has asked to publish "${table.title}".`);
      if (table.request.isMine)
        throw publicationRefused('You asked for it yourself. Somebody else has to confirm.');
      await this.refuseOtherBase(tx, table, requestedBaseId);
      const { reason, by } = table.request;
      return this.publishIn(tx, table, { actor, reason, confirmedBy: actor.name, requestedBy: by });
    });
  }

  /** Takes a request back. @throws DomainError as {@link confirm} */
  async withdraw(id: number, actor: Actor): Promise<CostTable> {
    return this.database.transaction(async (tx) => {
      const locked = await this.tables.lock(tx, id, this.viewOf(actor));
      if (locked === null) throw costTableNotFound(id);
      requireDraft(locked.table);
      if (locked.table.request === null)
        throw publicationRefused(`Nobody has asked to publish "${locked.table.title}".`);
      await this.tables.withdrawRequest(tx, id);
      const after = await this.read(tx, id, actor);
      await this.record(tx, 'cost-table.withdraw-publication', actor, null, locked.table, after);
      return after;
    });
  }

  private async publishIn(
    tx: Tx,
    before: CostTable,
    order: {
      readonly actor: Actor;
      readonly reason: string;
      readonly confirmedBy: string | null;
      readonly requestedBy?: string;
    },
  ): Promise<PublicationResponse> {
    const { actor, reason, confirmedBy } = order;
    const publishedBy = order.requestedBy ?? actor.name;
    const at = this.clock.now();
    await this.tables.publish(tx, before.id, { actor, at, reason, confirmedBy, publishedBy });
    const table = await this.read(tx, before.id, actor);
    await this.record(tx, 'cost-table.publish', actor, reason, before, table);
    return { outcome: 'published', table, needsRerating: reratingOf(table) };
  }

  private async lock(tx: Tx, id: number, version: number, actor: Actor): Promise<LockedCostTable> {
    const locked = await this.tables.lock(tx, id, this.viewOf(actor));
    if (locked === null) throw costTableNotFound(id);
    checkOrder(locked.table, version);
    return locked;
  }

  /** Another table may have been published between the preview and now. */
  private async refuseOtherBase(tx: Tx, table: CostTable, baseId: number | null): Promise<void> {
    const base = await this.tables.inForceAt(tx, table.effectiveFrom);
    if ((base?.id ?? null) === baseId) return;
    throw publicationRefused(
      `"${base?.title ?? 'no table'}" was published meanwhile, so the preview compared with something else. Look at it again; a request to publish has to be taken back and made again.`,
    );
  }

  private viewOf(actor: Actor): TableView {
    return { now: this.clock.now(), viewerId: actor.id };
  }

  private async read(tx: Tx, id: number, actor: Actor): Promise<CostTable> {
    const table = await this.tables.find(tx, id, this.viewOf(actor));
    if (table === null) throw costTableNotFound(id);
    return table;
  }

  private record(
    tx: Tx,
    action: string,
    actor: Actor,
    reason: string | null,
    before: CostTable | null,
    after: CostTable,
  ): Promise<void> {
    const change = {
      ...subjectOf(after),
      action,
      actor,
      reason,
      before: before && { state: before.state, version: before.version },
      after: { state: after.state, request: requestOf(after), ...contentOf(after) },
    };
    return this.audit.record(tx, change, this.clock.now());
  }
}

function checkOrder(table: CostTable, version: number): void {
  requireDraft(table);
  requireVersion(table, version);
  if (table.rates.length === 0)
    throw publicationRefused(`"${table.title}" has no rates; nothing would be billed any more.`);
}

/** The stretch that its author meant it for and that is rated by earlier tables. */
function reratingOf(table: CostTable): PublicationResponse['needsRerating'] {
  const { effectiveFrom, appliesFrom } = table;
  if (appliesFrom === null || Date.parse(appliesFrom) <= Date.parse(effectiveFrom)) return null;
  return { from: effectiveFrom, to: appliesFrom };
}

/** As it is for everybody who reads the audit trail. */
function requestOf({
  request,
}: CostTable): Omit<NonNullable<CostTable['request']>, 'isMine'> | null {
  if (request === null) return null;
  const { by, at, reason, impactCredits } = request;
  return { by, at, reason, impactCredits };
}
