import { VISIBLE_PROJECT } from './visible-project.sql.js';

/**
 * The statement with the charges of each UTC day and series folded into one line (rank 1), dated at the
 * end of the day; other entries stand alone (rank 0).
 *
 * Placeholders as in the statement by entry: 1–3 project, 4 from, 5 to, 6–9 key of the line before the
 * page, 10 limit.
 */
export const DAY_LINES_SQL = `
with ${VISIBLE_PROJECT},
alone as (
  select e.* from p cross join lateral (
    select e.effective_at as at, 0 as rank, e.id, e.kind, false as is_open, e.credits,
           null::numeric as quantity, null::int as series_id, null::date as day, e.corrects_id, e.reason, e.source, e.actor
      from ledger_entry e
     where e.project_id = p.id and e.kind <> 'charge'
       and ($4::timestamptz is null or e.effective_at > $4)
       and ($5::timestamptz is null or e.effective_at <= $5)
       and ($6::timestamptz is null or (e.effective_at, 0, e.id) < ($6, $7::int, $8::bigint))
       -- Only the statement by entry has a fourth part of the key; this tells PostgreSQL its type.
       and ($9::int is null or true)
     order by e.effective_at desc, e.id desc
     limit $10
  ) e
), charged as (
  select day, series_id, sum(quantity) as quantity, sum(credits) as credits, bool_or(is_open) as is_open
    from (select u.day, u.series_id, u.quantity, u.credits, false as is_open
            from usage_day u, p
           where u.project_id = p.id
             and ($4::timestamptz is null or u.day >= ($4 at time zone 'UTC')::date)
             and ($5::timestamptz is null
                  or u.day <= (($5 - interval '1 microsecond') at time zone 'UTC')::date)
             and ($6::timestamptz is null or u.day <= ($6 at time zone 'UTC')::date)
          union all
          select (o.hour at time zone 'UTC')::date, o.series_id, o.quantity, o.quantity * o.rate, true
            from open_charge o, p
           where o.project_id = p.id
             and ($4::timestamptz is null or o.hour >= date_trunc('day', $4, 'UTC'))
             and ($5::timestamptz is null
                  or o.hour < date_trunc('day', $5 - interval '1 microsecond', 'UTC') + interval '1 day')
         ) used
   group by day, series_id
), folded as (
  select (c.day + 1)::timestamp at time zone 'UTC' as at, 1 as rank, c.series_id::bigint as id,
         'charge' as kind, c.is_open, -c.credits as credits, c.quantity, c.series_id, c.day,
         null::bigint as corrects_id, null as reason, null as source, null as actor
    from charged c
   where $6::timestamptz is null
      or ((c.day + 1)::timestamp at time zone 'UTC', 1, c.series_id::bigint) < ($6, $7::int, $8::bigint)
   order by 1 desc, 3 desc
   limit $10
), page as (
  select * from (select * from alone union all select * from folded) both_kinds
   order by at desc, rank desc, id desc
   limit $10
), oldest as (
  select at, rank, id from page order by at, rank, id limit 1
), base as (
  select (select coalesce(sum(e.credits), 0) from ledger_entry e
           where e.project_id = p.id and e.kind <> 'charge'
             and (e.effective_at, 0, e.id) <= (oldest.at, oldest.rank, oldest.id))
         - (select coalesce(sum(u.credits), 0) from usage_day u
             where u.project_id = p.id
               and ((u.day + 1)::timestamp at time zone 'UTC', 1, u.series_id::bigint)
                   <= (oldest.at, oldest.rank, oldest.id))
         - (select coalesce(sum(o.quantity * o.rate), 0) from open_charge o
             where o.project_id = p.id
               and (((o.hour at time zone 'UTC')::date + 1)::timestamp at time zone 'UTC', 1,
                    o.series_id::bigint) <= (oldest.at, oldest.rank, oldest.id)) as balance
    from p, oldest
)
select page.at, page.rank, page.id::text as id, 0 as "subId", page.kind, page.is_open as "isOpen",
       page.credits, page.quantity, page.day, page.corrects_id::text as "correctsId",
       undone.by_id as "correctedById", page.reason, page.source, page.actor,
       coalesce(site.display_name, site.name) as site, m.name as metric,
       m.friendly_name as "metricFriendlyName", m.unit, counted.entries as "entryCount",
       base.balance - first_value(page.credits) over by_time + sum(page.credits) over by_time as "balanceAfter"
  from p
  left join page on true
  left join base on true
  left join series s on s.project_id = p.id and s.id = page.series_id
  left join site on site.id = s.site_id
  left join metric m on m.id = s.metric_id
  left join lateral (
    select count(*)::int as entries from ledger_entry e
     where e.project_id = p.id and e.kind = 'charge' and e.series_id = page.series_id
       and e.hour >= page.day::timestamp at time zone 'UTC'
       and e.hour < (page.day + 1)::timestamp at time zone 'UTC'
  ) counted on true
  left join lateral (
    select e.id::text as by_id from ledger_entry e
     where e.project_id = p.id and e.kind = 'reversal' and e.corrects_id = page.id and page.rank = 0
  ) undone on true
window by_time as (order by page.at, page.rank, page.id)
 order by page.at desc, page.rank desc, page.id desc`;
