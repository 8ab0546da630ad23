import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import {
  HistoryReader,
  type HistoryBucket,
  type HistoryRequest,
  type HistoryRow,
} from '../application/portal.ports.js';
import { VISIBLE_PROJECT, visibleProjectValues } from './visible-project.sql.js';

/**
 * Use by bucket and group, what else moved the balance, and the balance it starts from.
 *
 * Days and months come from the daily rollup; hours from the charges themselves. Something that takes
 * effect exactly at the end of a bucket belongs to it, so that the sums equal the balance at that instant.
 */
@Injectable()
export class HistoryReadModel extends HistoryReader {
  constructor(private readonly database: Database) {
    super();
  }

  rows(request: HistoryRequest): Promise<HistoryRow[]> {
    const group =
      request.by === 'metric'
        ? { key: 'm.name', name: 'm.friendly_name', unit: 'm.unit' }
        : { key: 'site.name', name: 'coalesce(site.display_name, site.name)', unit: 'null::text' };
    return this.database.query<HistoryRow>(
      `with ${VISIBLE_PROJECT},
       span as (select $4::timestamptz as "from", $5::timestamptz as "to",
                       date_trunc('day', $4::timestamptz, 'UTC') as midnight),
       used as (
         ${postedUse(request.bucket)}
         union all
         select series_id, hour, quantity, quantity * rate, true
           from open_charge, p, span
          where project_id = p.id and hour >= span."from" and hour < span."to"
       )
       select 'opening' as part, null::timestamptz as bucket, null as "groupKey", null as "groupName",
              null as unit,
              (select coalesce(sum(credits), 0) from ledger_entry
                where project_id = p.id and kind <> 'charge' and effective_at <= span."from")
              - (select coalesce(sum(credits), 0) from usage_day
                  where project_id = p.id and day < (span.midnight at time zone 'UTC')::date)
              + (select coalesce(sum(credits), 0) from ledger_entry
                  where project_id = p.id and kind = 'charge'
                    and effective_at > span.midnight and effective_at <= span."from")
              - (select coalesce(sum(quantity * rate), 0) from open_charge
                  where project_id = p.id and hour < span."from") as credits,
              null::numeric as quantity, false as "isOpen"
         from p, span
       union all
       select 'use', date_trunc('${request.bucket}', used.at, 'UTC'), ${group.key}, ${group.name},
              ${group.unit}, sum(used.credits), sum(used.quantity), bool_or(used.is_open)
         from used
         join p on true
         join series s on s.project_id = p.id and s.id = used.series_id
         join metric m on m.id = s.metric_id
         join site on site.id = s.site_id
        group by 2, 3, 4, 5
       union all
       select 'other', date_trunc('${request.bucket}', effective_at - interval '1 microsecond', 'UTC'),
              null, null, null, sum(credits), null, false
         from ledger_entry, p, span
        where project_id = p.id and kind <> 'charge'
          and effective_at > span."from" and effective_at <= span."to"
        group by 2`,
      [...visibleProjectValues(request), request.from, request.to],
    );
  }
}

/** Columns: series_id, at, quantity, credits, is_open. */
function postedUse(bucket: HistoryBucket): string {
  return bucket === 'hour'
    ? `select series_id, hour as at, quantity, -credits as credits, false as is_open
         from ledger_entry, p, span
        where project_id = p.id and kind = 'charge'
          and effective_at > span."from" and effective_at <= span."to"`
    : `select series_id, day::timestamp at time zone 'UTC' as at, quantity, credits, false as is_open
         from usage_day, p, span
        where project_id = p.id and day >= (span."from" at time zone 'UTC')::date
          and day < (span."to" at time zone 'UTC')::date`;
}
