import { VISIBLE_PROJECT } from './visible-project.sql.js';

/** Greater than every identity value: "all entries at this instant". */
const ID_MAX = '9223372036854775807';

/**
 * The statement entry by entry. Open charges stand among the entries, at the end of their hour and after
 * what is posted there (rank 1), so that the running balance equals the balance at every instant.
 *
 * The balance at the oldest line of the page is computed once, from the daily rollup and what happened on
 * that line's own day; the other lines add up from there.
 *
 * Placeholders: 1–3 project, 4 from, 5 to, 6–9 key of the line before the page, 10 limit.
 */
export const ENTRY_LINES_SQL = `
with ${VISIBLE_PROJECT},
posted as (
  -- Per project, so that the newest entries are read off the index, however many there are.
  select e.* from p cross join lateral (
    select e.effective_at as at, 0 as rank, e.id, 0 as sub_id, e.kind, e.posted_at, e.credits, e.series_id,
           e.hour, e.cost_table_id, e.rate, e.quantity, e.from_at, e.to_at, e.corrects_id, e.reason,
           e.source, e.actor
      from ledger_entry e
     where e.project_id = p.id
       and ($4::timestamptz is null or e.effective_at > $4)
       and ($5::timestamptz is null or e.effective_at <= $5)
       and ($6::timestamptz is null
            or (e.effective_at, e.id) < ($6, case when $7::int = 0 then $8::bigint else ${ID_MAX} end))
     order by e.effective_at desc, e.id desc
     limit $10
  ) e
), running as (
  select o.hour + interval '1 hour' as at, 1 as rank, o.series_id::bigint as id, o.cost_table_id as sub_id,
         'charge' as kind, null::timestamptz as posted_at, -(o.quantity * o.rate) as credits, o.series_id,
         o.hour, o.cost_table_id, o.rate, o.quantity, o.from_at, o.to_at, null::bigint as corrects_id,
         null as reason, null as source, null as actor
    from open_charge o, p
   where o.project_id = p.id
     and ($4::timestamptz is null or o.hour + interval '1 hour' > $4)
     and ($5::timestamptz is null or o.hour + interval '1 hour' <= $5)
     and ($6::timestamptz is null or (o.hour + interval '1 hour', 1, o.series_id::bigint, o.cost_table_id)
                                     < ($6, $7::int, $8::bigint, $9::int))
   order by 1 desc, 3 desc, 4 desc
   limit $10
), page as (
  select * from (select * from posted union all select * from running) both_kinds
   order by at desc, rank desc, id desc, sub_id desc
   limit $10
), oldest as (
  select at, rank, id, sub_id,
         date_trunc('day', at - interval '1 microsecond', 'UTC') as midnight
    from page order by at, rank, id, sub_id limit 1
), base as (
  select (select coalesce(sum(e.credits), 0) from ledger_entry e
           where e.project_id = p.id and e.kind <> 'charge' and e.effective_at <= oldest.at
             and (e.effective_at < oldest.at or oldest.rank = 1 or e.id <= oldest.id))
         - (select coalesce(sum(u.credits), 0) from usage_day u
             where u.project_id = p.id and u.day < (oldest.midnight at time zone 'UTC')::date)
         + (select coalesce(sum(e.credits), 0) from ledger_entry e
             where e.project_id = p.id and e.kind = 'charge'
               and e.effective_at > oldest.midnight and e.effective_at <= oldest.at
               and (e.effective_at < oldest.at or oldest.rank = 1 or e.id <= oldest.id))
         - (select coalesce(sum(o.quantity * o.rate), 0) from open_charge o
             where o.project_id = p.id
               and (o.hour + interval '1 hour', 1, o.series_id::bigint, o.cost_table_id)
                   <= (oldest.at, oldest.rank, oldest.id, oldest.sub_id)) as balance
    from p, oldest
)
select page.at, page.rank, page.id::text as id, page.sub_id as "subId", page.kind, page.rank = 1 as "isOpen",
       page.credits, page.posted_at as "postedAt", page.series_id as "seriesId", page.hour,
       page.cost_table_id as "costTableId", t.title as "costTableTitle", page.rate, page.quantity,
       page.from_at as "fromAt", page.to_at as "toAt", page.corrects_id::text as "correctsId", page.reason,
       page.source, page.actor, coalesce(site.display_name, site.name) as site, m.name as metric,
       m.friendly_name as "metricFriendlyName", m.unit,
       base.balance - first_value(page.credits) over by_time + sum(page.credits) over by_time as "balanceAfter"
  from p
  left join page on true
  left join base on true
  left join series s on s.project_id = p.id and s.id = page.series_id
  left join site on site.id = s.site_id
  left join metric m on m.id = s.metric_id
  left join cost_table t on t.id = page.cost_table_id
window by_time as (order by page.at, page.rank, page.id, page.sub_id)
 order by page.at desc, page.rank desc, page.id desc, page.sub_id desc`;
