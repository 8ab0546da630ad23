/**
 * Posts a plan's lines as charges, as one statement: entries, daily rollup and accounts move together.
 * Each entry names the first charge of its series and hour. A line posts once: its key says which it is.
 *
 * $1 plan, $2 actor, $3 time of posting. The caller holds the rating lock.
 */
export const POST_LINES_SQL = `
with lines as materialized (
  select l.*, p.reason from re_rating_line l join re_rating_plan p on p.id = l.plan_id where l.plan_id = $1),
posted as (
  insert into ledger_entry
         (project_id, kind, effective_at, posted_at, credits, series_id, hour, cost_table_id, rate, quantity,
          from_at, to_at, corrects_id, reason, source, actor, plan_id, idempotency_key)
  select project_id, 'charge', hour + interval '1 hour', $3, -(quantity * rate), series_id, hour, cost_table_id,
         rate, quantity, coalesce(booked.from_at, hour), coalesce(booked.to_at, hour + interval '1 hour'),
         booked.id, reason, 're-rating', $2, plan_id,
         concat_ws(':', 're-rating', plan_id, series_id, extract(epoch from hour)::bigint, cost_table_id)
    from lines
    left join lateral (
      select min(e.id) as id, min(e.from_at) as from_at, max(e.to_at) as to_at
        from ledger_entry e
       where e.kind = 'charge' and e.project_id = lines.project_id and e.series_id = lines.series_id
         and e.hour = lines.hour) booked on true
   order by project_id, hour, series_id, cost_table_id
  returning id),
rolled_up as (
  insert into usage_day as u (project_id, day, series_id, quantity, credits)
  select project_id, (hour at time zone 'UTC')::date, series_id, sum(quantity), sum(quantity * rate)
    from lines group by 1, 2, 3
  on conflict (project_id, day, series_id) do update
     set quantity = u.quantity + excluded.quantity, credits = u.credits + excluded.credits),
accounted as (
  update account a set used = a.used + d.credits
    from (select project_id, sum(quantity * rate) as credits from lines group by 1) d
   where a.project_id = d.project_id)
select count(*)::int as posted from posted`;
