import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import { type Principal } from '../../auth/index.js';
import { viewerOf, VISIBLE_PROJECT, visibleProjectValues } from '../../portal/index.js';
import { RunningProjectReader, type RunningProject } from '../application/what-if.ports.js';

/**
 * A project with what each series used in the days that its burn rate is computed over: up to seven full
 * UTC days before the day to which usage is complete, less for a younger project.
 */
const SQL = `
with ${VISIBLE_PROJECT},
reported as (
  select min(s.first_at) as first_at,
         min(s.last_at) filter (where s.last_at > s.newest_at - interval '24 hours') as as_of
    from (select first_at, last_at, max(last_at) over () as newest_at
            from series where project_id = (select id from p)) s),
days as (
  select ends.day as to_day,
         greatest(ends.day - 7, ((r.first_at + interval '1 day' - interval '1 microsecond') at time zone 'UTC')::date)
           as from_day
    from reported r, lateral (select (r.as_of at time zone 'UTC')::date as day) ends)
select p.name, trim_scale(coalesce(a.granted - a.used - a.open, 0)) as remaining, r.as_of as "asOf",
       days.from_day as "windowFrom", days.to_day as "windowTo",
       coalesce((
         select json_agg(json_build_object('site', site.name, 'metric', m.name, 'friendlyName', m.friendly_name,
                                           'unit', m.unit, 'quantity', trim_scale(q.quantity)::text)
                         order by site.name, m.friendly_name)
           from series s
           join site on site.id = s.site_id
           join metric m on m.id = s.metric_id
          cross join lateral (
            select coalesce((select sum(u.quantity) from usage_day u
                              where u.project_id = s.project_id and u.series_id = s.id
                                and u.day >= days.from_day and u.day < days.to_day), 0)
                 + coalesce((select sum(o.quantity) from open_charge o
                              where o.project_id = s.project_id and o.series_id = s.id
                                and o.hour >= days.from_day and o.hour < days.to_day), 0) as quantity) q
          where s.project_id = p.id and s.last_at is not null), '[]') as series
  from p
  left join account a on a.project_id = p.id
 cross join reported r
  left join days on true`;

@Injectable()
export class RunningProjectReadModel extends RunningProjectReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(principal: Principal, name: string): Promise<RunningProject | null> {
    const request = { viewer: viewerOf(principal), name };
    const [row] = await this.database.query<RunningProject>(SQL, visibleProjectValues(request));
    return row ?? null;
  }
}
