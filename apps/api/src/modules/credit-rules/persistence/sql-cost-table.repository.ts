import { Injectable } from '@nestjs/common';
import { type CostTable, type CostTableInput, type CostTableSummary } from '@os-credits/contracts';
import { type Queries, type Tx } from '../../../platform/database/index.js';
import {
  CostTableRepository,
  type Authored,
  type DraftContent,
  type DraftOrigin,
  type KnownNames,
  type LockedCostTable,
  type PublicationOrder,
  type PublishedWeight,
  type TableView,
  type Weighed,
} from '../application/cost-table.ports.js';
import {
  FIND_COST_TABLE_SQL,
  INSERT_RATES_SQL,
  INSERT_WEIGHTS_SQL,
  LIST_COST_TABLES_SQL,
  PUBLISH_SQL,
  PUBLISHED_WEIGHTS_SQL,
} from './cost-table.sql.js';
import { LOCK_RATING_SQL } from './lock-rating.sql.js';

type CostTableRow = CostTable & Omit<LockedCostTable, 'table'>;

/** Cost tables on PostgreSQL. */
@Injectable()
export class SqlCostTableRepository extends CostTableRepository {
  list(queries: Queries, { now, viewerId }: TableView): Promise<CostTableSummary[]> {
    return queries.query(LIST_COST_TABLES_SQL, [now, viewerId]);
  }

  async find(queries: Queries, id: number, view: TableView): Promise<CostTable | null> {
    return (await this.read(queries, id, view))?.table ?? null;
  }

  async lock(tx: Tx, id: number, view: TableView): Promise<LockedCostTable | null> {
    await tx.query('select from cost_table where id = $1 for update', [id]);
    return this.read(tx, id, view);
  }

  async inForceAt(queries: Queries, at: string): Promise<{ id: number; title: string } | null> {
    const [row] = await queries.query<{ id: number; title: string }>(
      `select t.id, t.title from cost_table_window w join cost_table t on t.id = w.id
        where w.valid_from <= $1 and w.valid_to > $1`,
      [at],
    );
    return row ?? null;
  }

  sites(queries: Queries): Promise<{ name: string; displayName: string | null }[]> {
    return queries.query('select name, display_name as "displayName" from site order by name');
  }

  async isSite(queries: Queries, name: string): Promise<boolean> {
    return (await queries.query('select from site where name = $1', [name])).length > 0;
  }

  publishedWeights(queries: Queries): Promise<PublishedWeight[]> {
    return queries.query(PUBLISHED_WEIGHTS_SQL);
  }

  async names(queries: Queries, input: CostTableInput): Promise<KnownNames> {
    const metrics = [...input.rates, ...input.weights].map((row) => row.metric);
    const sites = input.rates.flatMap((row) => row.site ?? []);
    const projects = input.rates.flatMap((row) => row.project ?? []);
    return {
      metrics: await idsByName(queries, 'metric', metrics),
      sites: await idsByName(queries, 'site', sites),
      projects: await idsByName(queries, 'project', projects),
    };
  }

  async withKey(
    tx: Tx,
    authorId: string,
    key: string,
  ): Promise<{ id: number; hash: string } | null> {
    const [row] = await tx.query<{ id: number; hash: string }>(
      `select id, idempotency_hash as hash from cost_table where created_by_id = $1 and idempotency_key = $2`,
      [authorId, key],
    );
    return row ?? null;
  }

  async deletedWithKey(
    tx: Tx,
    authorId: string,
    key: string,
  ): Promise<{ title: string; deletedAt: string } | null> {
    const [row] = await tx.query<{ title: string; deletedAt: string }>(
      `select title, deleted_at as "deletedAt" from deleted_draft_key
        where created_by_id = $1 and idempotency_key = $2`,
      [authorId, key],
    );
    return row ?? null;
  }

  async insert(
    tx: Tx,
    content: DraftContent,
    { actor, at }: Authored,
    { copiedFromId, request }: DraftOrigin,
  ): Promise<number | null> {
    const [row] = await tx.query<{ id: number }>(
      `insert into cost_table (title, note, effective_from, created_at, created_by, created_by_id, changed_at,
                               changed_by, copied_from_id, idempotency_key, idempotency_hash)
       values ($1, $2, $3, $4, $5, $6, $4, $5, $7, $8, $9)
       on conflict (created_by_id, idempotency_key) where idempotency_key is not null do nothing
       returning id`,
      [
        content.title,
        content.note,
        content.effectiveFrom,
        at,
        actor.name,
        actor.id,
        copiedFromId,
        request?.key ?? null,
        request?.hash ?? null,
      ],
    );
    if (row === undefined) return null;
    await insertRows(tx, row.id, content);
    return row.id;
  }

  async replace(tx: Tx, id: number, content: DraftContent, author: Authored): Promise<void> {
    await tx.query('delete from cost_rate where cost_table_id = $1', [id]);
    await tx.query('delete from size_weight where cost_table_id = $1', [id]);
    await tx.query(
      `update cost_table
          set title = $2, note = $3, effective_from = $4, changed_at = $5, changed_by = $6, version = version + 1,
              requested_at = null, requested_by = null, requested_by_id = null, request_reason = null,
              request_impact = null, requested_base_id = null
        where id = $1`,
      [id, content.title, content.note, content.effectiveFrom, author.at, author.actor.name],
    );
    await insertRows(tx, id, content);
  }

  async remove(tx: Tx, id: number, at: Date): Promise<void> {
    await tx.query('delete from cost_rate where cost_table_id = $1', [id]);
    await tx.query(
      `with deleted as (
         delete from cost_table where id = $1 returning created_by_id, idempotency_key, title)
       insert into deleted_draft_key (created_by_id, idempotency_key, title, deleted_at)
       select created_by_id, idempotency_key, title, $2 from deleted where idempotency_key is not null`,
      [id, at],
    );
  }

  async request(tx: Tx, id: number, request: Authored & Weighed): Promise<void> {
    await tx.query(
      `update cost_table set requested_at = $2, requested_by = $3, requested_by_id = $4, request_reason = $5,
              request_impact = $6, requested_base_id = $7
        where id = $1`,
      [
        id,
        request.at,
        request.actor.name,
        request.actor.id,
        request.reason,
        request.impactCredits,
        request.baseId,
      ],
    );
  }

  async withdrawRequest(tx: Tx, id: number): Promise<void> {
    await tx.query(
      `update cost_table set requested_at = null, requested_by = null, requested_by_id = null,
              request_reason = null, request_impact = null, requested_base_id = null
        where id = $1`,
      [id],
    );
  }

  async lockRating(tx: Tx): Promise<void> {
    await tx.query(LOCK_RATING_SQL);
  }

  async publish(tx: Tx, id: number, order: PublicationOrder): Promise<void> {
    const { at, publishedBy, confirmedBy, reason } = order;
    await tx.query(PUBLISH_SQL, [id, at, publishedBy, confirmedBy, reason]);
  }

  private async read(
    queries: Queries,
    id: number,
    { now, viewerId }: TableView,
  ): Promise<LockedCostTable | null> {
    const [row] = await queries.query<CostTableRow>(FIND_COST_TABLE_SQL, [now, viewerId, id]);
    if (row === undefined) return null;
    const { requestedBaseId, ...table } = row;
    return { table, requestedBaseId };
  }
}

async function idsByName(
  queries: Queries,
  table: 'metric' | 'site' | 'project',
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (names.length === 0) return new Map();
  const rows = await queries.query<{ id: number; name: string }>(
    `select id, name from ${table} where name = any($1::text[])`,
    [[...new Set(names)]],
  );
  return new Map(rows.map((row) => [row.name, row.id]));
}

async function insertRows(tx: Tx, id: number, { rates, weights }: DraftContent): Promise<void> {
  await tx.query(INSERT_RATES_SQL, [
    id,
    rates.map((one) => one.metricId),
    rates.map((one) => one.siteId),
    rates.map((one) => one.projectId),
    rates.map((one) => one.rate),
  ]);
  await tx.query(INSERT_WEIGHTS_SQL, [
    id,
    weights.map((one) => one.metricId),
    weights.map((one) => one.value),
    weights.map((one) => one.weight),
    weights.map((one) => one.setAt),
  ]);
}
