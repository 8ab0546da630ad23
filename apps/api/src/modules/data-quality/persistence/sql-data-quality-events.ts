import { Injectable } from '@nestjs/common';
import { type DataQualityKind, type DataQualityStatus } from '@os-credits/contracts';
import { Database, type SqlValue, type Tx } from '../../../platform/database/index.js';
import {
  DataQualityEvents,
  type EventFilter,
  type EventIds,
  type EventKey,
  type EventMark,
  type EventRow,
} from '../application/events.ports.js';

/**
 * Events of series and of sites as one list `e`, with their names.
 * Placeholders: $1 status, $2 kind, $3 project, $4 site, $5 metric.
 */
const EVENTS = `(
    select e.id, 0 as rank, e.kind, e.status, p.name as project, si.name as site_key,
           coalesce(si.display_name, si.name) as site, m.name as metric, m.friendly_name, e.from_at, e.to_at,
           e.from_value, e.to_value, e.rhythm_seconds, e.created_at, e.acknowledged_at, e.acknowledged_by, e.note
      from data_quality_event e
      join series s on s.project_id = e.project_id and s.id = e.series_id
      join project p on p.id = e.project_id
      join site si on si.id = s.site_id
      join metric m on m.id = s.metric_id
    union all
    select w.id, 1, 'silent-site', w.status, null, si.name, coalesce(si.display_name, si.name), null, null,
           w.from_at, w.to_at, null, null, w.rhythm_seconds, w.created_at, w.acknowledged_at, w.acknowledged_by,
           w.note
      from site_silence w
      join site si on si.id = w.site_id
  ) e
 where e.status = $1 and ($2::text is null or e.kind = $2) and ($3::text is null or e.project = $3)
   and ($4::text is null or e.site_key = $4) and ($5::text is null or e.metric = $5)`;

/** Events on PostgreSQL. */
@Injectable()
export class SqlDataQualityEvents extends DataQualityEvents {
  constructor(private readonly database: Database) {
    super();
  }

  list(request: {
    readonly status: DataQualityStatus;
    readonly filter: EventFilter;
    readonly before: EventKey | null;
    readonly limit: number;
  }): Promise<EventRow[]> {
    const { before } = request;
    return this.database.query<EventRow>(
      `select e.id::text as id, e.rank, e.kind, e.status, e.project, e.site, e.metric,
              e.friendly_name as "metricFriendlyName", e.from_at as "from", e.to_at as "to",
              e.from_value as "fromValue", e.to_value as "toValue", e.rhythm_seconds as "rhythmSeconds",
              e.created_at as "noticedAt", e.acknowledged_at as "acknowledgedAt",
              e.acknowledged_by as "acknowledgedBy", e.note
         from ${EVENTS}
          and ($6::timestamptz is null or (e.created_at, e.rank, e.id) < ($6, $7::int, $8::bigint))
        order by e.created_at desc, e.rank desc, e.id desc
        limit $9`,
      [
        ...valuesOf(request.status, request.filter),
        before?.noticedAt ?? null,
        before?.rank ?? null,
        before?.id ?? null,
        request.limit,
      ],
    );
  }

  counts(status: DataQualityStatus): Promise<{ kind: DataQualityKind; count: number }[]> {
    return this.database.query(
      `select kind, count(*)::int as count
         from (select kind from data_quality_event where status = $1
               union all
               select 'silent-site' from site_silence where status = $1) e
        group by kind order by kind`,
      [status],
    );
  }

  async idsWithout(tx: Tx, status: DataQualityStatus, filter: EventFilter): Promise<EventIds> {
    const rows = await tx.query<{ id: string; rank: number }>(
      `select e.id::text as id, e.rank from ${EVENTS}`,
      valuesOf(status === 'open' ? 'acknowledged' : 'open', filter),
    );
    const of = (rank: number): string[] =>
      rows.filter((row) => row.rank === rank).map((row) => row.id);
    return { series: of(0), site: of(1) };
  }

  async countWithout(tx: Tx, status: DataQualityStatus, ids: EventIds): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select ((select count(*) from data_quality_event where id = any($1::bigint[]) and status <> $3)
             + (select count(*) from site_silence where id = any($2::bigint[]) and status <> $3))::int as count`,
      [ids.series, ids.site, status],
    );
    return row?.count ?? 0;
  }

  async mark(tx: Tx, ids: EventIds, { status, at, by, note }: EventMark): Promise<number> {
    const isAcknowledged = status === 'acknowledged';
    const [row] = await tx.query<{ count: number }>(
      `with of_series as (
         update data_quality_event
            set status = $3, acknowledged_at = $4, acknowledged_by = $5, note = $6
          where id = any($1::bigint[]) and status <> $3 returning 1),
       of_sites as (
         update site_silence
            set status = $3, acknowledged_at = $4, acknowledged_by = $5, note = $6
          where id = any($2::bigint[]) and status <> $3 returning 1)
       select ((select count(*) from of_series) + (select count(*) from of_sites))::int as count`,
      [
        ids.series,
        ids.site,
        status,
        isAcknowledged ? at : null,
        isAcknowledged ? by : null,
        isAcknowledged ? note : '',
      ],
    );
    return row?.count ?? 0;
  }
}

function valuesOf(status: DataQualityStatus, filter: EventFilter): SqlValue[] {
  return [
    status,
    filter.kind ?? null,
    filter.project ?? null,
    filter.site ?? null,
    filter.metric ?? null,
  ];
}
