import { Injectable } from '@nestjs/common';
import { type QuarantineDimension, type QuarantineStatus } from '@os-credits/contracts';
import {
  Database,
  type Queries,
  type SqlValue,
  type Tx,
} from '../../../platform/database/index.js';
import {
  QuarantineRepository,
  type OpenReading,
  type QuarantinedRow,
  type QuarantineGroupRow,
  type QuarantineSelection,
  type Resolution,
} from '../application/quarantine.ports.js';

/** Condition on a quarantined reading `q`; uses placeholders $1 to $7. */
const SELECTED = `q.status = $1
   and ($2::text is null or q.reason = $2)
   and ($3::text is null or coalesce(q.site_name, '') = $3)
   and ($4::text is null or coalesce(q.metric_name, '') = $4)
   and ($5::text is null or coalesce(q.project_name, '') = $5)
   and ($6::timestamptz is null or q.received_at >= $6)
   and ($7::timestamptz is null or q.received_at < $7)`;

const IS_COMPLETE = `q.project_name is not null and q.site_name is not null and q.metric_name is not null
   and q.at is not null and q.value is not null`;

const COLUMN_OF: Readonly<Record<QuarantineDimension, string>> = {
  reason: 'q.reason',
  site: 'q.site_name',
  metric: 'q.metric_name',
  project: 'q.project_name',
};

const OPEN_COLUMNS = `q.id::text as id, q.project_name as "projectName", q.site_name as "siteName",
       q.metric_name as "metricName", q.at, q.value, (${IS_COMPLETE}) as "isComplete"`;

interface OpenRow {
  readonly id: string;
  readonly projectName: string | null;
  readonly siteName: string | null;
  readonly metricName: string | null;
  readonly at: string | null;
  readonly value: string | null;
}

/** Quarantine on PostgreSQL. */
@Injectable()
export class SqlQuarantineRepository extends QuarantineRepository {
  constructor(private readonly database: Database) {
    super();
  }

  list(request: {
    readonly status: QuarantineStatus;
    readonly selection: QuarantineSelection;
    readonly beforeId: string | null;
    readonly limit: number;
  }): Promise<QuarantinedRow[]> {
    return this.database.query<QuarantinedRow>(
      `select q.id::text as id, q.status, q.reason, q.detail, q.received_at as "receivedAt", q.wire,
              token.name as "tokenName", q.batch_id::text as "batchId", q.position,
              q.project_name as project, q.site_name as site, q.metric_name as metric, q.at, q.value, q.raw,
              q.resolved_at as "resolvedAt", q.resolved_by as "resolvedBy",
              q.resolution_reason as "resolutionReason", q.release_outcome as "releaseOutcome"
         from quarantined_reading q
         left join access_token token on token.id = q.token_id
        where ${SELECTED} and ($8::bigint is null or q.id < $8)
        order by q.id desc
        limit $9`,
      [...valuesOf(request.status, request.selection), request.beforeId, request.limit],
    );
  }

  async groups(request: {
    readonly status: QuarantineStatus;
    readonly selection: QuarantineSelection;
    readonly by: readonly QuarantineDimension[];
    readonly limit: number;
  }): Promise<{ groups: QuarantineGroupRow[]; totalCount: number }> {
    const column = (dimension: QuarantineDimension): string =>
      request.by.includes(dimension) ? COLUMN_OF[dimension] : 'null::text';
    const rows = await this.database.query<QuarantineGroupRow & { totalCount: number }>(
      `select ${column('reason')} as reason, ${column('site')} as site, ${column('metric')} as metric,
              ${column('project')} as project, count(*)::int as count,
              (count(*) filter (where ${IS_COMPLETE}))::int as "releasableCount",
              min(q.received_at) as "firstReceivedAt", max(q.received_at) as "lastReceivedAt",
              min(q.detail) as "exampleDetail", (sum(count(*)) over ())::int as "totalCount"
         from quarantined_reading q
        where ${SELECTED}
        group by 1, 2, 3, 4
        order by 5 desc, 1, 2, 3, 4
        limit $8`,
      [...valuesOf(request.status, request.selection), request.limit],
    );
    const totalCount = rows[0]?.totalCount ?? 0;
    return { groups: rows.map(toGroup), totalCount };
  }

  async openByIds(tx: Tx, ids: readonly string[]): Promise<OpenReading[]> {
    const rows = await tx.query<OpenRow>(
      `select ${OPEN_COLUMNS} from quarantined_reading q
        where q.id = any($1::bigint[]) and q.status = 'open'
        order by q.id for update`,
      [ids],
    );
    return rows.map(toOpenReading);
  }

  async openByFilter(
    tx: Tx,
    selection: QuarantineSelection,
    afterId: string | null,
    limit: number,
  ): Promise<OpenReading[]> {
    const rows = await tx.query<OpenRow>(
      `select ${OPEN_COLUMNS} from quarantined_reading q
        where ${SELECTED} and ($8::bigint is null or q.id > $8)
        order by q.id limit $9 for update`,
      [...valuesOf('open', selection), afterId, limit],
    );
    return rows.map(toOpenReading);
  }

  async countOpen(tx: Tx, selection: QuarantineSelection, afterId: string | null): Promise<number> {
    return countOpen(tx, selection, afterId);
  }

  async resolve(
    tx: Tx,
    ids: readonly string[],
    { status, at, by, reason }: Resolution,
    release?: { readonly outcome: 'accepted' | 'duplicate'; readonly batchId: string | null },
  ): Promise<void> {
    if (ids.length === 0) return;
    await tx.query(
      `update quarantined_reading
          set status = $2, resolved_at = $3, resolved_by = $4, resolution_reason = $5,
              release_outcome = $6, released_batch_id = $7
        where id = any($1::bigint[]) and status = 'open'`,
      [ids, status, at, by, reason, release?.outcome ?? null, release?.batchId ?? null],
    );
  }
}

function toGroup(row: QuarantineGroupRow): QuarantineGroupRow {
  return {
    reason: row.reason,
    site: row.site,
    metric: row.metric,
    project: row.project,
    count: row.count,
    releasableCount: row.releasableCount,
    firstReceivedAt: row.firstReceivedAt,
    lastReceivedAt: row.lastReceivedAt,
    exampleDetail: row.exampleDetail,
  };
}

async function countOpen(
  queries: Queries,
  selection: QuarantineSelection,
  afterId: string | null,
): Promise<number> {
  const [row] = await queries.query<{ count: number }>(
    `select count(*)::int as count from quarantined_reading q
      where ${SELECTED} and ($8::bigint is null or q.id > $8)`,
    [...valuesOf('open', selection), afterId],
  );
  return row?.count ?? 0;
}

function valuesOf(status: QuarantineStatus, selection: QuarantineSelection): SqlValue[] {
  return [
    status,
    selection.reason ?? null,
    selection.site ?? null,
    selection.metric ?? null,
    selection.project ?? null,
    selection.receivedFrom ?? null,
    selection.receivedTo ?? null,
  ];
}

function toOpenReading(row: OpenRow): OpenReading {
  const { id, projectName, siteName, metricName, at, value } = row;
  const isComplete =
    projectName !== null &&
    siteName !== null &&
    metricName !== null &&
    at !== null &&
    value !== null;
  return {
    id,
    reading: isComplete ? { id, projectName, siteName, metricName, at, value } : null,
  };
}
