/**
 * Stores the readings of some payloads and rates the plain ones, as one statement.
 *
 * A series is *plain* in a pass when every new reading is later than what it was rated up to, the counter
 * did not fall, no two neighbours are more than an hour apart and one cost table is in force between
 * them: then an hour's quantity is its last value minus the value before its first one. That is what
 * exporters send all day, and a million of them must be cheap. Every other series comes back as rows and
 * is rated by `@os-credits/credits` (see {@link RateSeries}), which this statement must agree with to the
 * last digit; the property tests hold both against an independent oracle.
 *
 * Parameters: $1 ids of the payloads (`bigint[]`); $2 those of them that staff released, whose readings take
 * the place of dismissed ones and come first among readings of one time. The caller holds the rating lock, so no one else stores
 * readings or moves series: a reading later than `last_at`, and than the dismissed ones after it
 * (`stored_to`), cannot exist yet, and a plain INSERT is enough for it.
 *
 * Result: one row with `stored`, then one row per new reading of a series that is not plain.
 */
export const RATE_PLAIN_SQL = `
with rules as materialized (
  select r.metric_id, r.site_id, r.cost_table_id, r.rate, r.valid_from, r.valid_to, m.reading_factor,
         m.reset_policy = 'high-water' or m.plausible_max_per_hour is not null as is_special,
         coalesce(m.rules_from, '-infinity') as rules_from
    from rate_window r
    join metric m on m.id = r.metric_id),
incoming as materialized (
  select distinct on (u.project_id, u.series_id, u.at)
         u.project_id, u.series_id, u.at, u.value, p.batch_id, s.site_id, s.metric_id, s.last_at, s.last_value,
         greatest(s.last_at, s.stored_to) as stored_to
    from ingest_payload p
   cross join unnest(p.project_ids, p.series_ids, p.ats, p.values)
         with ordinality as u(project_id, series_id, at, value, position)
    join series s on s.project_id = u.project_id and s.id = u.series_id
   where p.batch_id = any($1::bigint[])
   order by u.project_id, u.series_id, u.at,
            case when p.batch_id = any($2::bigint[]) then 0 else p.batch_id end, u.position),
own_rules as materialized (
  select distinct on (r.project_id, r.metric_id, s.id, t.id)
         r.project_id, r.metric_id, s.id as site_id, t.id as cost_table_id, t.valid_from, t.valid_to, r.rate
    from (select project_id from incoming group by 1) i
    join cost_rate r on r.project_id = i.project_id
    join cost_table_window t on t.id = r.cost_table_id
    join site s on s.id = r.site_id or r.site_id is null
   order by r.project_id, r.metric_id, s.id, t.id, r.site_id nulls last),
stored_fresh as (
  insert into reading (project_id, series_id, at, batch_id, value)
  select project_id, series_id, at, batch_id, value
    from incoming
   where stored_to is null or at > stored_to),
stored_late as (
  insert into reading (project_id, series_id, at, batch_id, value)
  select project_id, series_id, at, batch_id, value
    from incoming
   where at <= stored_to and not batch_id = any($2::bigint[])
  on conflict do nothing
  returning project_id, series_id, at, value),
stored_released as (
  insert into reading as r (project_id, series_id, at, batch_id, value)
  select project_id, series_id, at, batch_id, value
    from incoming
   where at <= stored_to and batch_id = any($2::bigint[])
  on conflict (project_id, series_id, at) do update
     set batch_id = excluded.batch_id, value = excluded.value
   where exists (select from dismissed_reading d
                  where d.project_id = r.project_id and d.series_id = r.series_id and d.at = r.at
                    and d.value = r.value)
     and not exists (select from dismissed_reading d
                      where d.project_id = r.project_id and d.series_id = r.series_id and d.at = r.at
                        and d.value = excluded.value)
  returning project_id, series_id, at, value, batch_id),
replaced as (
  insert into replaced_reading (project_id, series_id, at, value, batch_id, replaced_at)
  select project_id, series_id, at, value, batch_id, clock_timestamp()
    from stored_released s
   where exists (select from dismissed_reading d
                  where d.project_id = s.project_id and d.series_id = s.series_id and d.at = s.at)),
late as (
  select project_id, series_id, at, value from stored_late
  union all
  select project_id, series_id, at, value from stored_released),
stepped as (
  select project_id, series_id, site_id, metric_id, at, value,
         coalesce(lag(at) over w, last_at) as from_at,
         coalesce(lag(value) over w, last_value) as from_value
    from incoming
   where stored_to is null or at > stored_to
  window w as (partition by project_id, series_id order by at)),
judged as materialized (
  select n.project_id, n.series_id, n.at, n.value, n.from_at, n.from_value,
         r.cost_table_id, coalesce(o.rate, r.rate) as rate, r.reading_factor,
         n.from_at is null or (n.at - n.from_at <= interval '1 hour' and n.value >= n.from_value
                               and r.rate is not null and not r.is_special and n.at > r.rules_from) as is_plain
    from stepped n
    left join rules r on r.metric_id = n.metric_id and r.site_id = n.site_id
                     and r.valid_from <= n.from_at and r.valid_to >= n.at
    left join own_rules o on o.project_id = n.project_id and o.metric_id = n.metric_id
                         and o.site_id = n.site_id and o.cost_table_id = r.cost_table_id),
other as materialized (
  select project_id, series_id from judged where is_plain is not true
  union
  select project_id, series_id from late),
hourly as materialized (
  select project_id, series_id,
         date_bin('1 hour', at - interval '1 microsecond', timestamptz '1970-01-01Z') as hour,
         cost_table_id, rate, (max(value) - min(from_value)) * reading_factor as quantity,
         min(from_at) as from_at, min(at) as first_at, max(at) as to_at, max(value) as last_value,
         count(*) as reading_count
    from judged j
   where not exists (select from other o where o.project_id = j.project_id and o.series_id = j.series_id)
   group by 1, 2, 3, cost_table_id, rate, reading_factor),
charged as (
  insert into open_charge as c
         (project_id, series_id, hour, cost_table_id, rate, quantity, from_at, to_at, reading_count)
  select project_id, series_id, hour, cost_table_id, rate, quantity, from_at, to_at, reading_count
    from hourly
   where cost_table_id is not null and quantity > 0
  on conflict (project_id, series_id, hour, cost_table_id) do update
     set quantity = c.quantity + excluded.quantity,
         from_at = least(c.from_at, excluded.from_at),
         to_at = greatest(c.to_at, excluded.to_at),
         reading_count = c.reading_count + excluded.reading_count),
accounted as (
  update account a
     set open = a.open + d.credits
    from (select project_id, sum(quantity * rate) as credits
            from hourly
           where cost_table_id is not null and quantity > 0
           group by 1) d
   where a.project_id = d.project_id),
advanced as (
  update series s
     set first_at = coalesce(s.first_at, d.first_at), last_at = d.last_at, last_value = d.last_value,
         high_water = greatest(s.high_water, d.last_value)
    from (select project_id, series_id, min(first_at) as first_at, max(to_at) as last_at,
                 max(last_value) as last_value
            from hourly
           group by 1, 2) d
   where s.project_id = d.project_id and s.id = d.series_id)
select null::int as project_id, null::int as series_id, null::bigint as at_micros, null::text as value,
       (select count(*) from incoming where stored_to is null or at > stored_to)
       + (select count(*) from late) as stored
union all
select j.project_id, j.series_id, (extract(epoch from j.at) * 1000000)::bigint, j.value::text, null
  from judged j
  join other using (project_id, series_id)
union all
select project_id, series_id, (extract(epoch from at) * 1000000)::bigint, value::text, null
  from late`;
