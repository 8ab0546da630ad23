import { METRIC_RULES_COLUMNS, microsOf } from './columns.js';

export const LOAD_SERIES_SQL = `
select s.project_id, s.id as series_id, s.site_id, s.metric_id,
       ${microsOf('s.first_at')} as first_at, ${microsOf('s.last_at')} as last_at, s.last_value::text, s.high_water::text,
       ${METRIC_RULES_COLUMNS}
  from unnest($1::int[], $2::int[]) k(project_id, id)
  join series s using (project_id, id)
  join metric m on m.id = s.metric_id`;

export const LOAD_RATES_SQL = `
select metric_id, site_id, cost_table_id, rate::text,
       case when isfinite(valid_from) then ${microsOf('valid_from')} end as from_micros,
       case when isfinite(valid_to) then ${microsOf('valid_to')} end as to_micros
  from rate_window
 order by metric_id, site_id, valid_from`;

/** Rates that projects have of their own; $1 which projects. */
export const LOAD_OWN_RATES_SQL = `
select project_id, metric_id, site_id, cost_table_id, rate::text,
       case when isfinite(valid_from) then ${microsOf('valid_from')} end as from_micros,
       case when isfinite(valid_to) then ${microsOf('valid_to')} end as to_micros
  from project_rate_window
 where project_id = any($1::int[])`;

/** Direct neighbours of each new reading; the anchor stands in for what retention dropped. */
export const FIND_NEIGHBOURS_SQL = `
select n.position,
       ${microsOf('coalesce(b.at, a.at)')} as before_at, coalesce(b.value, a.value)::text as before_value,
       ${microsOf('f.at')} as after_at, f.value::text as after_value
  from unnest($1::int[], $2::int[], $3::timestamptz[]) with ordinality as n(project_id, series_id, at, position)
  left join lateral (
    select at, value from counted_reading r
     where r.project_id = n.project_id and r.series_id = n.series_id and r.at < n.at
     order by at desc limit 1) b on true
  left join series_anchor a on a.project_id = n.project_id and a.series_id = n.series_id and a.at < n.at
  left join lateral (
    select at, value from counted_reading r
     where r.project_id = n.project_id and r.series_id = n.series_id and r.at > n.at
     order by at limit 1) f on true`;

export const CHANGE_CHARGES_SQL = `
with change as materialized (
  select * from unnest($1::int[], $2::int[], $3::timestamptz[], $4::int[], $5::numeric[], $6::numeric[],
                       $7::timestamptz[], $8::timestamptz[], $9::int[])
    as k(project_id, series_id, hour, cost_table_id, rate, quantity, from_at, to_at, reading_count)),
accounted as (
  update account a set open = a.open + d.credits
    from (select project_id, sum(quantity * rate) as credits from change group by 1) d
   where a.project_id = d.project_id)
insert into open_charge as c
       (project_id, series_id, hour, cost_table_id, rate, quantity, from_at, to_at, reading_count)
select project_id, series_id, hour, cost_table_id, rate, quantity, from_at, to_at, reading_count from change
on conflict (project_id, series_id, hour, cost_table_id) do update
   set quantity = c.quantity + excluded.quantity,
       from_at = least(c.from_at, excluded.from_at),
       to_at = greatest(c.to_at, excluded.to_at),
       reading_count = c.reading_count + excluded.reading_count`;

/**
 * A reading with the time of a stored one and another value: the first stays, the other is kept here. A value
 * that was dismissed is known, whatever stands there now.
 */
export const QUARANTINE_CONFLICTS_SQL = `
insert into quarantined_reading
       (batch_id, received_at, wire, token_id, reason, detail, position, project_name, site_name, metric_name, at, value)
select p.batch_id, b.received_at, b.wire, b.token_id, 'conflict',
       case when d.value is null then format('another reading of this time has the value %s (batch %s)', r.value, r.batch_id)
            else format('the reading of this time, %s, was dismissed; released, this one takes its place', r.value) end,
       u.position, pr.name, si.name, m.name, u.at, u.value::text
  from ingest_payload p
 cross join unnest(p.project_ids, p.series_ids, p.ats, p.values)
       with ordinality as u(project_id, series_id, at, value, position)
  join ingest_batch b on b.id = p.batch_id
  join reading r on r.project_id = u.project_id and r.series_id = u.series_id and r.at = u.at and r.value <> u.value
  left join dismissed_reading d on d.project_id = r.project_id and d.series_id = r.series_id and d.at = r.at
                               and d.value = r.value
  join series s on s.project_id = u.project_id and s.id = u.series_id
  join project pr on pr.id = s.project_id
  join site si on si.id = s.site_id
  join metric m on m.id = s.metric_id
 where p.batch_id = any($1::bigint[])
   and not exists (select from dismissed_reading d
                    where d.project_id = u.project_id and d.series_id = u.series_id and d.at = u.at
                      and d.value = u.value)
returning id`;

/**
 * Counts readings that were there already with the same value, per day of arrival and site. The one that is
 * kept is the first of its time in the batch that its row names; all others are duplicates or conflicts.
 * $1 the batches, whose readings are stored and whose payloads are still there
 */
export const COUNT_DUPLICATES_SQL = `
insert into duplicate_day as d (day, site_id, duplicate_count)
select (b.received_at at time zone 'UTC')::date, s.site_id, count(*)
  from (select p.batch_id, u.project_id, u.series_id, u.at, u.value,
               row_number() over (partition by p.batch_id, u.project_id, u.series_id, u.at
                                  order by u.position) as nth
          from ingest_payload p
         cross join unnest(p.project_ids, p.series_ids, p.ats, p.values)
               with ordinality as u(project_id, series_id, at, value, position)
         where p.batch_id = any($1::bigint[])) u
  join reading r on r.project_id = u.project_id and r.series_id = u.series_id and r.at = u.at
  join series s on s.project_id = u.project_id and s.id = u.series_id
  join ingest_batch b on b.id = u.batch_id
 where case when r.value = u.value then u.nth > 1 or r.batch_id <> u.batch_id
            else exists (select from dismissed_reading d
                          where d.project_id = u.project_id and d.series_id = u.series_id and d.at = u.at
                            and d.value = u.value) end
 group by 1, 2
on conflict (day, site_id) do update set duplicate_count = d.duplicate_count + excluded.duplicate_count`;
