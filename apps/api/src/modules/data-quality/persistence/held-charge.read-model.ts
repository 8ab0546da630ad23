import { Injectable } from '@nestjs/common';
import { type HeldChargeStatus } from '@os-credits/contracts';
import { toTimestamp, type SqlValue, type Tx } from '../../../platform/database/index.js';
import { type HeldFilter, type HeldInterval } from '../../rating/index.js';
import {
  HeldChargeReader,
  type HeldChargeKey,
  type HeldChargeRow,
} from '../application/held-charges.ports.js';

const MICROS = (column: string): string => `(extract(epoch from ${column}) * 1000000)::bigint`;

/**
 * Held charges `h` of a status, with their names. Superseded: the last decision about an interval that does
 * not hold any more. Placeholders $1 status, $2 project, $3 site, $4 metric.
 */
const HELD = `(
    select project_id, series_id, from_at, to_at, quantity, limit_per_hour, status, created_at as held_at,
           decided_at, decided_by, decision_reason
      from held_charge where status = $1
    union all
    select d.project_id, d.series_id, d.from_at, d.to_at, d.quantity, d.limit_per_hour, 'superseded', d.decided_at,
           d.decided_at, d.decided_by, d.reason
      from (select distinct on (project_id, series_id, from_at, to_at) *
              from held_charge_decision
             order by project_id, series_id, from_at, to_at, id desc) d
     where $1 = 'superseded'
       and not exists (select from held_charge c
                        where (c.project_id, c.series_id, c.from_at, c.to_at)
                              = (d.project_id, d.series_id, d.from_at, d.to_at)
                          and c.status = d.decision)
  ) h
  join project p on p.id = h.project_id
  join series s on s.project_id = h.project_id and s.id = h.series_id
  join site on site.id = s.site_id
  join metric m on m.id = s.metric_id
 where ($2::text is null or p.name = $2) and ($3::text is null or site.name = $3)
   and ($4::text is null or m.name = $4)`;

const INTERVAL = `h.project_id as "projectId", h.series_id as "seriesId", ${MICROS('h.from_at')} as "fromMicros",
       ${MICROS('h.to_at')} as "toMicros", h.quantity`;

/** The driver gives `bigint` as text. */
type AsText<Row> = Omit<Row, 'fromMicros' | 'toMicros'> & { fromMicros: string; toMicros: string };

@Injectable()
export class HeldChargeReadModel extends HeldChargeReader {
  async list(
    tx: Tx,
    request: {
      readonly status: HeldChargeStatus;
      readonly filter: HeldFilter;
      readonly before: HeldChargeKey | null;
      readonly limit: number;
    },
  ): Promise<HeldChargeRow[]> {
    const { before } = request;
    const rows = await tx.query<AsText<HeldChargeRow>>(
      `select ${INTERVAL}, h.status, p.name as project, coalesce(site.display_name, site.name) as site,
              m.name as metric, m.friendly_name as "metricFriendlyName", m.unit, h.from_at as "from",
              h.to_at as "to", h.limit_per_hour as "limitPerHour", h.held_at as "heldAt",
              h.decided_at as "decidedAt", h.decided_by as "decidedBy", h.decision_reason as "decisionReason"
         from ${HELD}
          and ($5::timestamptz is null
               or (h.to_at, h.project_id, h.series_id, h.from_at) < ($5, $6::int, $7::int, $8::timestamptz))
        order by h.to_at desc, h.project_id desc, h.series_id desc, h.from_at desc
        limit $9`,
      [
        ...valuesOf(request.status, request.filter),
        before && toTimestamp(before.toMicros),
        before?.projectId ?? null,
        before?.seriesId ?? null,
        before && toTimestamp(before.fromMicros),
        request.limit,
      ],
    );
    return rows.map(withNumbers);
  }

  async intervals(tx: Tx, status: HeldChargeStatus, filter: HeldFilter): Promise<HeldInterval[]> {
    const rows = await tx.query<AsText<HeldInterval>>(
      `select ${INTERVAL} from ${HELD}`,
      valuesOf(status, filter),
    );
    return rows.map(withNumbers);
  }
}

function valuesOf(status: HeldChargeStatus, { project, site, metric }: HeldFilter): SqlValue[] {
  return [status, project ?? null, site ?? null, metric ?? null];
}

function withNumbers<Row extends { fromMicros: string; toMicros: string }>(
  row: Row,
): Omit<Row, 'fromMicros' | 'toMicros'> & { fromMicros: number; toMicros: number } {
  return { ...row, fromMicros: Number(row.fromMicros), toMicros: Number(row.toMicros) };
}
