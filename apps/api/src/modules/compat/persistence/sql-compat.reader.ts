import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import { VISIBLE_PROJECT, visibleProjectValues } from '../../portal/index.js';
import {
  CompatReader,
  type CompatHistory,
  type HistoryRequest,
  type HistoryRow,
  type PricedMetricRow,
} from '../application/compat.ports.js';

/** The rate for every site and project of the cost table in force. */
const METRICS_SQL = `
select m.name, m.friendly_name as "friendlyName", m.description, m.unit,
       m.reading_factor as "readingFactor", r.rate
  from metric m
  left join cost_table_window t on t.valid_from <= now() and t.valid_to > now()
  left join cost_rate r on r.cost_table_id = t.id and r.metric_id = m.id and r.site_id is null
                       and r.project_id is null
 where (m.active_from is null or m.active_from <= now()) and (m.active_to is null or m.active_to > now())
 order by m.id`;

/**
 * Both ends of the range count, in whole seconds: what is shown as 01:00:00 may have come half a second later.
 *
 * A row per charge, that is series, hour and cost table: entries for it and what is still open, added up, at
 * the time of its last reading. Whatever else moved the account counts where it lies in time.
 */
const HISTORY_SQL = `
with ${VISIBLE_PROJECT},
charges as materialized (
  select series_id, cost_table_id, max(to_at) as at, sum(quantity * rate) as credits
    from (select e.series_id, e.hour, e.cost_table_id, e.to_at, e.quantity, e.rate
            from p join ledger_entry e on e.project_id = p.id and e.kind = 'charge'
          union all
          select o.series_id, o.hour, o.cost_table_id, o.to_at, o.quantity, o.rate
            from p join open_charge o on o.project_id = p.id) booked
   group by series_id, hour, cost_table_id
  having sum(quantity * rate) <> 0
), moves as (
  select at, 1 as rank, series_id::bigint as id, cost_table_id, series_id, 0::numeric as granted, credits as used
    from charges
  union all
  select e.effective_at, 0, e.id, 0, null, case when g.is_grant then e.credits else 0 end,
         case when g.is_grant then 0 else -e.credits end
    from p join ledger_entry e on e.project_id = p.id and e.kind <> 'charge'
   cross join lateral (select e.kind = 'grant' or e.corrects_kind is not distinct from 'grant' as is_grant) g
), account_after as (
  select at, rank, id, cost_table_id, series_id, sum(granted - used) over by_time as "left", sum(used) over by_time as used
    from moves
  window by_time as (order by at, rank, id, cost_table_id)
)
select exists (select from charges) as "hasCharges", a.at, a."left", a.used, m.name as metric,
       m.friendly_name as "metricFriendlyName"
  from p
  left join account_after a on a.rank = 1
        and ($4::timestamptz is null or a.at >= $4) and ($5::timestamptz is null or a.at < $5::timestamptz + interval '1 second')
  left join series s on s.project_id = p.id and s.id = a.series_id
  left join metric m on m.id = s.metric_id
 order by a.at, a.id, a.cost_table_id`;

@Injectable()
export class SqlCompatReader extends CompatReader {
  constructor(private readonly database: Database) {
    super();
  }

  metrics(): Promise<PricedMetricRow[]> {
    return this.database.query<PricedMetricRow>(METRICS_SQL);
  }

  async history(request: HistoryRequest): Promise<CompatHistory | null> {
    const rows = await this.database.query<
      Omit<HistoryRow, 'at'> & { at: string | null; hasCharges: boolean }
    >(HISTORY_SQL, [...visibleProjectValues(request), request.from, request.to]);
    const [first] = rows;
    if (first === undefined) return null;
    return {
      hasCharges: first.hasCharges,
      rows: rows.filter((row): row is typeof row & HistoryRow => row.at !== null),
    };
  }
}
