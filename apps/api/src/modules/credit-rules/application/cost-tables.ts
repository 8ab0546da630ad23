import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type CostTable,
  type CostTableChange,
  type CostTableInput,
  type CostTableSummary,
} from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { Database, type Tx } from '../../../platform/database/index.js';
import { AuditTrail, type Actor } from '../../audit/index.js';
import { AccountingStart } from './accounting-start.js';
import { checkDraft } from './check-draft.js';
import {
  CostTableRepository,
  type DraftContent,
  type DraftOrigin,
  type TableView,
} from './cost-table.ports.js';
import { requireDraft, requireVersion } from './cost-table-state.js';
import { contentOf, subjectOf } from './cost-table-audit.js';
import { costTableNotFound, draftWasDeleted, idempotencyKeyReused } from './credit-rules.errors.js';

const HOUR_MS = 3_600_000;
const TITLE_MAX = 120;

/** Who makes a draft, and the Idempotency-Key of the request where it has one. */
export interface DraftMaker {
  readonly actor: Actor;
  readonly idempotencyKey: string | null;
}

export interface MadeDraft {
  readonly table: CostTable;
  /** False where the key made it before; it is as it is now. */
  readonly isNew: boolean;
}

/** Cost tables and their drafts as staff see and edit them. */
@Injectable()
export class CostTables {
  constructor(
    private readonly database: Database,
    private readonly tables: CostTableRepository,
    private readonly accountingStart: AccountingStart,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  list(viewer: Actor): Promise<CostTableSummary[]> {
    return this.tables.list(this.database, this.viewOf(viewer));
  }

  /** @throws DomainError `cost-table-not-found` */
  async find(id: number, viewer: Actor): Promise<CostTable> {
    const table = await this.tables.find(this.database, id, this.viewOf(viewer));
    if (table === null) throw costTableNotFound(id);
    return table;
  }

  /** @throws DomainError `invalid-request` as {@link checkDraft} does, `idempotency-key-reused` */
  async create(input: CostTableInput, maker: DraftMaker): Promise<MadeDraft> {
    const accountingStart = await this.accountingStart.instant();
    return this.makeOnce(maker, { made: 'anew', input }, async (tx) => ({
      content: await this.check(tx, input, accountingStart, []),
      copiedFromId: null,
    }));
  }

  /**
   * Replaces a draft by another one; a request to publish it ends, because it was for what it was.
   *
   * @throws DomainError `cost-table-not-found`, `cost-table-published`, `version-conflict`, `invalid-request`
   */
  async change(id: number, change: CostTableChange, actor: Actor): Promise<CostTable> {
    const { version, ...input } = change;
    const accountingStart = await this.accountingStart.instant();
    return this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const before = await this.lockDraft(tx, id, version, actor);
      const content = await this.check(tx, input, accountingStart, before.weights);
      await this.tables.replace(tx, id, content, { actor, at: now });
      const after = await this.read(tx, id, actor);
      await this.record(tx, 'cost-table.change', actor, before, after);
      return after;
    });
  }

  /** @throws DomainError `cost-table-not-found`, `cost-table-published`, `version-conflict` */
  async remove(id: number, version: number, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const before = await this.lockDraft(tx, id, version, actor);
      await this.tables.remove(tx, id, this.clock.now());
      await this.record(tx, 'cost-table.delete', actor, before, null);
    });
  }

  /**
   * Makes a draft that has everything of another table; weights keep the time when they were set.
   *
   * @throws DomainError `cost-table-not-found`, `invalid-request`, `idempotency-key-reused`
   */
  async copy(
    id: number,
    {
      title,
      effectiveFrom,
    }: { readonly title?: string | undefined; readonly effectiveFrom?: string | undefined },
    maker: DraftMaker,
  ): Promise<MadeDraft> {
    const accountingStart = await this.accountingStart.instant();
    const asked = { made: 'as a copy', id, title, effectiveFrom };
    return this.makeOnce(maker, asked, async (tx) => {
      const source = await this.read(tx, id, maker.actor);
      const input: CostTableInput = {
        title: title ?? `Copy of ${source.title}`.slice(0, TITLE_MAX),
        note: source.note,
        effectiveFrom:
          effectiveFrom ?? new Date(this.clock.now().getTime() + HOUR_MS).toISOString(),
        rates: source.rates,
        weights: source.weights.map(({ metric, value, weight }) => ({ metric, value, weight })),
      };
      const content = await this.check(tx, input, accountingStart, source.weights);
      // Drafts come and go, so only a published source is remembered.
      return { content, copiedFromId: source.published === null ? null : id };
    });
  }

  private async check(
    tx: Tx,
    input: CostTableInput,
    accountingStart: string,
    earlierWeights: CostTable['weights'],
  ): Promise<DraftContent> {
    const names = await this.tables.names(tx, input);
    return checkDraft(input, { names, accountingStart, now: this.clock.now(), earlierWeights });
  }

  /** Makes a draft, or finds the one that the same request made: it came twice, or its answer got lost. */
  private makeOnce(
    { actor, idempotencyKey: key }: DraftMaker,
    asked: unknown,
    prepare: (tx: Tx) => Promise<{ content: DraftContent; copiedFromId: number | null }>,
  ): Promise<MadeDraft> {
    const request = key === null ? null : { key, hash: sha256(JSON.stringify(asked)) };
    return this.database.transaction(async (tx) => {
      const former = await this.made(tx, actor, request);
      if (former !== null) return { table: former, isNew: false };
      const { content, copiedFromId } = await prepare(tx);
      const author = { actor, at: this.clock.now() };
      const id = await this.tables.insert(tx, content, author, { copiedFromId, request });
      // The same request at the same moment was quicker.
      const table =
        id === null ? await this.made(tx, actor, request) : await this.read(tx, id, actor);
      if (table === null) throw new Error('a draft was neither made nor there');
      if (id !== null) await this.record(tx, 'cost-table.create', actor, null, table);
      return { table, isNew: id !== null };
    });
  }

  private async made(
    tx: Tx,
    actor: Actor,
    request: DraftOrigin['request'],
  ): Promise<CostTable | null> {
    if (request === null) return null;
    const former = await this.tables.withKey(tx, actor.id, request.key);
    if (former === null) {
      const deleted = await this.tables.deletedWithKey(tx, actor.id, request.key);
      if (deleted !== null) throw draftWasDeleted(request.key, deleted);
      return null;
    }
    const table = await this.read(tx, former.id, actor);
    if (former.hash !== request.hash) throw idempotencyKeyReused(request.key, table.title);
    return table;
  }

  private viewOf(actor: Actor): TableView {
    return { now: this.clock.now(), viewerId: actor.id };
  }

  private async lockDraft(tx: Tx, id: number, version: number, actor: Actor): Promise<CostTable> {
    const locked = await this.tables.lock(tx, id, this.viewOf(actor));
    if (locked === null) throw costTableNotFound(id);
    requireDraft(locked.table);
    requireVersion(locked.table, version);
    return locked.table;
  }

  private async read(tx: Tx, id: number, actor: Actor): Promise<CostTable> {
    const table = await this.tables.find(tx, id, this.viewOf(actor));
    if (table === null) throw costTableNotFound(id);
    return table;
  }

  private async record(
    tx: Tx,
    action: string,
    actor: Actor,
    before: CostTable | null,
    after: CostTable | null,
  ): Promise<void> {
    const named = after ?? before;
    if (named === null) return;
    const change = {
      ...subjectOf(named),
      action,
      actor,
      reason: null,
      before: before && contentOf(before),
      after: after && contentOf(after),
    };
    await this.audit.record(tx, change, this.clock.now());
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
