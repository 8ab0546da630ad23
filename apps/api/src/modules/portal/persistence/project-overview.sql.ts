/**
 * What a project's card shows, for every row of a CTE `page` that has the columns `id, name, status,
 * granted, used, open`.
 *
 * - `asOf`: usage is complete to this instant: the least recent of the series that reported within a day
 *   of the project's newest reading. A series that fell silent earlier holds nothing back.
 * - burn window: up to seven full UTC days before the day of `asOf`, less for a younger project.
 * - trend: posted and open charges per UTC day since `$trendFrom`.
 *
 * @param trendFrom placeholder of the first day of the trend, such as `$1`
 */
export function overviewJoins(trendFrom: string): string {
  return `
  left join lateral (
    select array_agg(distinct coalesce(site.display_name, site.name)) as sites,
           min(s.first_at) as first_at,
           min(s.last_at) filter (where s.last_at > s.newest_at - interval '24 hours') as as_of
      from (select site_id, first_at, last_at, max(last_at) over () as newest_at
              from series where project_id = page.id) s
      join site on site.id = s.site_id
  ) reported on true
  left join lateral (
    select ends.day as to_day,
           greatest(ends.day - 7, ((reported.first_at + interval '1 day' - interval '1 microsecond')
                                    at time zone 'UTC')::date) as from_day
      from (select (reported.as_of at time zone 'UTC')::date as day) ends
  ) pace on true
  left join lateral (
    select coalesce((select sum(u.credits) from usage_day u
                      where u.project_id = page.id and u.day >= pace.from_day and u.day < pace.to_day), 0)
         + coalesce((select sum(o.quantity * o.rate) from open_charge o
                      where o.project_id = page.id and o.hour >= pace.from_day and o.hour < pace.to_day), 0)
           as credits
  ) burned on true
  left join lateral (
    select array_agg(d.day order by d.day) as days, array_agg(d.credits order by d.day) as credits
      from (select day, sum(credits) as credits
              from (select day, credits from usage_day
                     where project_id = page.id and day >= ${trendFrom}::date
                    union all
                    select (hour at time zone 'UTC')::date, quantity * rate from open_charge
                     where project_id = page.id and hour >= ${trendFrom}::date) used
             group by day) d
  ) trend on true`;
}

export const OVERVIEW_COLUMNS = `
  page.name, page.status, page.granted, page.used + page.open as used, page.open as "usedOpen",
  page.granted - page.used - page.open as remaining,
  coalesce(reported.sites, '{}') as sites, reported.as_of as "asOf", reported.first_at as "firstReadingAt",
  pace.from_day as "paceFrom", pace.to_day as "paceTo", burned.credits as "paceCredits",
  coalesce(trend.days, '{}') as "trendDays", coalesce(trend.credits, '{}') as "trendCredits"`;

/**
 * Condition that a viewer may see a project `p`; unverified ones are for staff.
 * @param firstValue number of the first of its two placeholders: sees all, names
 */
export function visibleTo(firstValue: number): string {
  return `($${firstValue}::boolean or (p.status <> 'unverified' and p.name = any ($${firstValue + 1}::text[])))`;
}
