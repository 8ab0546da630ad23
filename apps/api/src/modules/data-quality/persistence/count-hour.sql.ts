/** A gap is longer than this many times the rhythm, and than {@link GAP_SECONDS_MIN}. */
export const GAP_RHYTHMS = 3;
/** Shorter pauses are restarts and retries; nobody would look into them. */
export const GAP_SECONDS_MIN = 900;

/**
 * Counts one hour, as one statement.
 *
 * The *rhythm* of a series is the median distance of its latest readings before the hour: at most 60
 * distances, none from before a week ago, at least 3. It is *expected* to report while its last reading lies
 * no more than a day, or three times its rhythm, before the hour; then an hour should bring as many readings
 * as the rhythm fits into it. A series that nobody expects any more is no gap: projects end.
 *
 * A gap is noted in the hour in which it ends. One that the silence of its whole site explains is not noted
 * for every series.
 *
 * $1 the hour, $2 its end, $3 now, $4 whether the count is final, $5 when it was counted, by the database's clock
 */
export const COUNT_HOUR_SQL = `
with paced as materialized (
  select s.project_id, s.id as series_id, s.site_id, s.metric_id, past.last_before, inside.received,
         inside.first_inside, case when past.distances >= 3 then past.rhythm end as rhythm
    from series s
   cross join lateral (
     select max(d.at) as last_before, count(d.distance) as distances,
            percentile_disc(0.5) within group (order by d.distance) as rhythm
       from (select r.at, extract(epoch from r.at - lead(r.at) over (order by r.at desc)) as distance
               from (select r.at from counted_reading r
                      where r.project_id = s.project_id and r.series_id = s.id
                        and r.at < $1 and r.at >= $1 - interval '7 days'
                      order by r.at desc limit 61) r) d) past
   cross join lateral (
     select count(*) as received, min(r.at) as first_inside from counted_reading r
      where r.project_id = s.project_id and r.series_id = s.id and r.at >= $1 and r.at < $2) inside
   where s.first_at < $2 and s.last_at >= $1::timestamptz - interval '7 days'),
expected as materialized (
  select p.*, make_interval(secs => greatest(${GAP_RHYTHMS} * p.rhythm, ${GAP_SECONDS_MIN})::float8) as gap_from,
         case when p.last_before >= $1::timestamptz - greatest(interval '24 hours', make_interval(secs => (3 * p.rhythm)::float8))
              then 3600 / p.rhythm end as expected
    from paced p),
remembered as (
  insert into series_rhythm as k (project_id, series_id, rhythm_seconds, computed_at)
  select project_id, series_id, rhythm, $2 from expected where rhythm is not null
  on conflict (project_id, series_id) do update
     set rhythm_seconds = excluded.rhythm_seconds, computed_at = excluded.computed_at
   where k.computed_at < excluded.computed_at),
counted as (
  insert into completeness_hour as c
         (hour, site_id, metric_id, series_count, silent_series_count, expected_count, received_count)
  select $1, site_id, metric_id, count(expected), count(*) filter (where expected >= 1 and received = 0),
         coalesce(round(sum(expected), 4), 0), sum(received)
    from expected
   group by site_id, metric_id
  having count(expected) > 0 or sum(received) > 0
  on conflict (hour, site_id, metric_id) do update
     set series_count = excluded.series_count, silent_series_count = excluded.silent_series_count,
         expected_count = excluded.expected_count, received_count = excluded.received_count),
suspect as materialized (
  select * from expected
   where expected is not null and received > 0
     and (received < expected - 1 or first_inside - last_before > gap_from)),
gap as (
  select s.project_id, s.series_id, s.site_id, s.rhythm, s.gap_from, g.from_at, g.to_at, g.from_value, g.to_value
    from suspect s
   cross join lateral (
     select lag(p.at) over (order by p.at) as from_at, lag(p.value) over (order by p.at) as from_value,
            p.at as to_at, p.value as to_value
       from ((select r.at, r.value from counted_reading r
               where r.project_id = s.project_id and r.series_id = s.series_id and r.at = s.last_before)
             union all
             (select r.at, r.value from counted_reading r
               where r.project_id = s.project_id and r.series_id = s.series_id and r.at >= $1 and r.at < $2)) p) g
   where g.to_at - g.from_at > s.gap_from),
noted as (
  insert into data_quality_event
         (project_id, series_id, kind, from_at, to_at, from_value, to_value, rhythm_seconds, created_at)
  select g.project_id, g.series_id, 'gap', g.from_at, g.to_at, g.from_value, g.to_value, g.rhythm, $3
    from gap g
   where not exists (
     select from site_silence w
      where w.site_id = g.site_id and w.from_at < g.to_at and coalesce(w.to_at, 'infinity') > g.from_at
        and (g.to_at - g.from_at) - (least(coalesce(w.to_at, g.to_at), g.to_at) - greatest(w.from_at, g.from_at))
            <= g.gap_from)
  on conflict do nothing),
run as (
  insert into completeness_run as run (hour, counted_at, is_final) values ($1, $5, $4)
  on conflict (hour) do update set counted_at = excluded.counted_at, is_final = excluded.is_final)
select count(*)::int as series from paced`;

/**
 * Notes sites from which nothing has come for too long: three times the rhythm of the fastest series that
 * was still reporting, and a quarter of an hour. $1 now
 */
export const NOTE_SILENCES_SQL = `
with reported as (
  select s.site_id, s.last_at, k.rhythm_seconds, max(s.last_at) over (partition by s.site_id) as site_last_at
    from series s
    join series_rhythm k on k.project_id = s.project_id and k.series_id = s.id
   where s.last_at > $1::timestamptz - interval '7 days'),
state as (
  select site_id, site_last_at, min(rhythm_seconds) as rhythm
    from reported
   where last_at >= site_last_at - make_interval(secs => greatest(${GAP_RHYTHMS} * rhythm_seconds, ${GAP_SECONDS_MIN})::float8)
   group by site_id, site_last_at)
insert into site_silence (site_id, from_at, rhythm_seconds, created_at)
select site_id, site_last_at, rhythm, $1
  from state
 where $1::timestamptz - site_last_at > make_interval(secs => greatest(${GAP_RHYTHMS} * rhythm, ${GAP_SECONDS_MIN})::float8)
on conflict do nothing`;

/**
 * Ends silences at the first reading after them. One that late readings have filled was none: it goes, unless
 * somebody has acknowledged it. $1 now, $2 whether to look at those of the last three days that have ended
 */
export const END_SILENCES_SQL = `
with due as materialized (
  select w.id, w.status, w.from_at, w.to_at, w.rhythm_seconds,
         (select min(f.at) from series s
           cross join lateral (
             select r.at from counted_reading r
              where r.project_id = s.project_id and r.series_id = s.id and r.at > w.from_at
              order by r.at limit 1) f
           where s.site_id = w.site_id and s.last_at > w.from_at) as next_at
    from site_silence w
   where w.to_at is null or ($2 and w.to_at > $1::timestamptz - interval '3 days')),
filled as (
  delete from site_silence w using due
   where w.id = due.id and due.status = 'open'
     and due.next_at - due.from_at
         <= make_interval(secs => greatest(${GAP_RHYTHMS} * due.rhythm_seconds, ${GAP_SECONDS_MIN})::float8)
  returning w.id)
update site_silence w set to_at = due.next_at
  from due
 where w.id = due.id and due.next_at is not null and w.to_at is distinct from due.next_at
   and w.id not in (select id from filled)`;

/** $1 now */
export const REMOVE_FILLED_GAPS_SQL = `
delete from data_quality_event e
 where e.kind = 'gap' and e.status = 'open' and e.to_at > $1::timestamptz - interval '3 days'
   and exists (select from counted_reading r
                where r.project_id = e.project_id and r.series_id = e.series_id
                  and r.at > e.from_at and r.at < e.to_at)`;
