/**
 * Turns open charges of closed hours into ledger entries, as one statement: the entries are there, the
 * rollup and the account moved and the open charges are gone, or nothing happened.
 *
 * An hour that has an entry already gets the difference as a further entry that names the first one.
 * Differences that cancelled out leave nothing behind.
 *
 * $1 hours before this instant, $2 how many rows at most. The caller holds the rating lock.
 */
export const CLOSE_HOURS_SQL = `
with due as materialized (
  select project_id, series_id, hour, cost_table_id
    from open_charge
   where hour < $1
   order by project_id, series_id, hour
   limit $2),
closed as (
  delete from open_charge c
   using due
   where (c.project_id, c.series_id, c.hour, c.cost_table_id) = (due.project_id, due.series_id, due.hour, due.cost_table_id)
  returning c.*),
posted as (
  insert into ledger_entry
         (project_id, kind, effective_at, credits, series_id, hour, cost_table_id, rate, quantity, from_at, to_at, corrects_id)
  select project_id, 'charge', hour + interval '1 hour', -(quantity * rate), series_id, hour, cost_table_id,
         rate, quantity, from_at, to_at,
         (select min(e.id) from ledger_entry e
           where e.kind = 'charge' and e.project_id = closed.project_id and e.series_id = closed.series_id
             and e.hour = closed.hour and e.cost_table_id = closed.cost_table_id)
    from closed
   where quantity <> 0
   order by project_id, hour, series_id),
rolled_up as (
  insert into usage_day as u (project_id, day, series_id, quantity, credits)
  select project_id, (hour at time zone 'UTC')::date, series_id, sum(quantity), sum(quantity * rate)
    from closed
   where quantity <> 0
   group by 1, 2, 3
  on conflict (project_id, day, series_id) do update
     set quantity = u.quantity + excluded.quantity, credits = u.credits + excluded.credits),
accounted as (
  update account a
     set used = a.used + d.credits, open = a.open - d.credits
    from (select project_id, sum(quantity * rate) as credits from closed group by 1) d
   where a.project_id = d.project_id)
select count(*)::int as taken from closed`;
