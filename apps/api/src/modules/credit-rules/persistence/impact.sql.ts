/**
 * What every project's usage of some days costs under two cost tables. $1 base table or null, $2 the other
 * table, $3 and $4 days.
 *
 * Usage is first summed up per series, which is where the rows are; only then do rates come in, a handful
 * per metric and site and those of single projects. Everything is `numeric`, so the sums are exact.
 */
export const IMPACT_SQL = `
with asked as (
  select $1::int as base_id, $2::int as table_id),
general as materialized (
  select t.id as cost_table_id, m.id as metric_id, s.id as site_id, r.rate
    from (select base_id as id from asked union select table_id from asked) t
   cross join metric m
   cross join site s
    join lateral (
      select rate from cost_rate r
       where r.cost_table_id = t.id and r.metric_id = m.id and r.project_id is null
         and (r.site_id = s.id or r.site_id is null)
       order by r.site_id nulls last
       limit 1) r on true),
own as materialized (
  select distinct on (r.cost_table_id, r.project_id, r.metric_id, s.id)
         r.cost_table_id, r.project_id, r.metric_id, s.id as site_id, r.rate
    from cost_rate r
    join site s on s.id = r.site_id or r.site_id is null
   where r.project_id is not null and r.cost_table_id in ($1, $2)
   order by r.cost_table_id, r.project_id, r.metric_id, s.id, r.site_id nulls last),
used as materialized (
  select project_id, series_id, sum(quantity) as quantity
    from usage_day
   where day >= $3::date and day < $4::date
   group by project_id, series_id
  union all
  select project_id, series_id, sum(quantity)
    from open_charge
   where hour >= ($3::date)::timestamp at time zone 'UTC' and hour < ($4::date)::timestamp at time zone 'UTC'
   group by project_id, series_id),
priced as (
  select u.project_id,
         sum(u.quantity * coalesce(old_own.rate, old.rate, 0)) as old_credits,
         sum(u.quantity * coalesce(new_own.rate, new.rate, 0)) as new_credits
    from used u
    join series s on s.project_id = u.project_id and s.id = u.series_id
    left join general old on old.cost_table_id = $1 and old.metric_id = s.metric_id and old.site_id = s.site_id
    left join general new on new.cost_table_id = $2 and new.metric_id = s.metric_id and new.site_id = s.site_id
    left join own old_own on old_own.cost_table_id = $1 and old_own.project_id = u.project_id
                         and old_own.metric_id = s.metric_id and old_own.site_id = s.site_id
    left join own new_own on new_own.cost_table_id = $2 and new_own.project_id = u.project_id
                         and new_own.metric_id = s.metric_id and new_own.site_id = s.site_id
   group by u.project_id),
known as (
  select project_id, min(first_at) as first_at from series group by project_id)
select p.name as project, trim_scale(coalesce(c.old_credits, 0)) as "oldCredits",
       trim_scale(coalesce(c.new_credits, 0)) as "newCredits", trim_scale(a.granted) as granted,
       trim_scale(a.granted - a.used - a.open) as remaining, k.first_at as "firstReadingAt"
  from project p
  join account a on a.project_id = p.id
  left join priced c on c.project_id = p.id
  left join known k on k.project_id = p.id
 order by p.name`;

/**
 * Series that the other table has a rate for and the base has not; $1 and $2 as in {@link IMPACT_SQL}. Only
 * series of metrics and sites without a general rate in the base are looked at one by one: usually none.
 */
export const UNPRICED_SQL = `
with combination as materialized (
  select c.metric_id, c.site_id,
         exists (select from cost_rate r
                  where r.cost_table_id = $2 and r.metric_id = c.metric_id and r.project_id is null
                    and (r.site_id is null or r.site_id = c.site_id)) as is_priced
    from (select metric_id, site_id from series where last_at is not null group by 1, 2) c
   where not exists (select from cost_rate r
                      where r.cost_table_id = $1 and r.metric_id = c.metric_id and r.project_id is null
                        and (r.site_id is null or r.site_id = c.site_id))),
candidate as materialized (
  select s.project_id, s.metric_id, s.site_id, c.is_priced
    from series s
    join combination c on c.metric_id = s.metric_id and c.site_id = s.site_id
   where s.last_at is not null)
select m.name as metric, coalesce(site.display_name, site.name) as site, count(*)::int as "seriesCount"
  from candidate c
  join metric m on m.id = c.metric_id
  join site on site.id = c.site_id
 where (c.is_priced
        or exists (select from cost_rate r
                    where r.cost_table_id = $2 and r.metric_id = c.metric_id and r.project_id = c.project_id
                      and (r.site_id is null or r.site_id = c.site_id)))
   and not exists (select from cost_rate r
                    where r.cost_table_id = $1 and r.metric_id = c.metric_id and r.project_id = c.project_id
                      and (r.site_id is null or r.site_id = c.site_id))
 group by m.name, 2
 order by m.name, 2`;

/**
 * Posted charges of hours that end after $1. Whole days come from the rollup; entries are counted series by
 * series in their index, without reading them.
 */
export const POSTED_SINCE_SQL = `
with start as (
  select $1::timestamptz as at, date_bin('1 hour', $1::timestamptz, timestamptz '1970-01-01Z') as hour,
         ($1::timestamptz at time zone 'UTC')::date + 1 as next_day)
select (select coalesce(sum(n.entry_count), 0)::int
          from series s, start
         cross join lateral (
           select count(*) as entry_count from ledger_entry e
            where e.kind = 'charge' and e.project_id = s.project_id and e.series_id = s.id
              and e.hour >= start.hour) n) as "chargeCount",
       trim_scale(
         (select coalesce(sum(credits), 0) from usage_day, start where day >= start.next_day)
         - (select coalesce(sum(n.credits), 0)
              from series s, start
             cross join lateral (
               select sum(e.credits) as credits from ledger_entry e
                where e.kind = 'charge' and e.project_id = s.project_id and e.series_id = s.id
                  and e.hour >= start.hour
                  and e.hour < start.next_day::timestamp at time zone 'UTC') n)) as credits`;
