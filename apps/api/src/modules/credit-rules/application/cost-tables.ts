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
import { CostTableRepository, type DraftContent } from './cost-table.ports.js';
import { requireDraft, requireVersion } from './cost-table-state.js';
import { contentOf, subjectOf } from './cost-table-audit.js';
import { costTableNotFound } from './credit-rules.errors.js';

const HOUR_MS = 3_600_000;
const TITLE_MAX = 120;

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

  list(): Promise<CostTableSummary[]> {
    return this.tables.list(this.database, this.clock.now());
  }

  /** @throws DomainError `cost-table-not-found` */
  async find(id: number): Promise<CostTable> {
    const table = await this.tables.find(this.database, id, this.clock.now());
    if (table === null) throw costTableNotFound(id);
    return table;
  }

  /** @throws DomainError `invalid-request` as {@link checkDraft} does */
  async create(input: CostTableInput, actor: Actor): Promise<CostTable> {
    const accountingStart = await this.accountingStart.instant();
    return this.database.transaction(async (tx) => {
      const content = await this.check(tx, input, accountingStart, []);
      return this.insert(tx, content, actor, null);
    });
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
      const before = await this.lockDraft(tx, id, version);
      const content = await this.check(tx, input, accountingStart, before.weights);
      await this.tables.replace(tx, id, content, { actor, at: now });
      const after = await this.read(tx, id);
      await this.record(tx, 'cost-table.change', actor, before, after);
      return after;
    });
  }

  /** @throws DomainError `cost-table-not-found`, `cost-table-published`, `version-conflict` */
  async remove(id: number, version: number, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const before = await this.lockDraft(tx, id, version);
      await this.tables.remove(tx, id);
      await this.record(tx, 'cost-table.delete', actor, before, null);
    });
  }

  /**
   * Makes a draft that has everything of another table; weights keep the time when they were set.
   *
   * @throws DomainError `cost-table-not-found`, `invalid-request`
   */
  async copy(
    id: number,
    {
      title,
      effectiveFrom,
    }: { readonly title?: string | undefined; readonly effectiveFrom?: string | undefined },
    actor: Actor,
  ): Promise<CostTable> {
    const accountingStart = await this.accountingStart.instant();
    return this.database.transaction(async (tx) => {
      const source = await this.tables.find(tx, id, this.clock.now());
      if (source === null) throw costTableNotFound(id);
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
      return this.insert(tx, content, actor, source.published === null ? null : id);
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

  private async insert(
    tx: Tx,
    content: DraftContent,
    actor: Actor,
    copiedFromId: number | null,
  ): Promise<CostTable> {
    const author = { actor, at: this.clock.now() };
    const id = await this.tables.insert(tx, content, author, copiedFromId);
    const table = await this.read(tx, id);
    await this.record(tx, 'cost-table.create', actor, null, table);
    return table;
  }

  private async lockDraft(tx: Tx, id: number, version: number): Promise<CostTable> {
    const locked = await this.tables.lock(tx, id, this.clock.now());
    if (locked === null) throw costTableNotFound(id);
    requireDraft(locked.table);
    requireVersion(locked.table, version);
    return locked.table;
  }

  private async read(tx: Tx, id: number): Promise<CostTable> {
    const table = await this.tables.find(tx, id, this.clock.now());
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
