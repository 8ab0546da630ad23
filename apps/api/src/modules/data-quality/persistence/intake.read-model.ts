import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import {
  IntakeReader,
  type IntakeDayRow,
  type IntakeSiteRow,
} from '../application/intake.ports.js';

/** A month of a large installation is counted in seconds; what takes longer would hold up others. */
const STATEMENT_MS_MAX = 30_000;

/** Days begin at midnight UTC. $1 from, $2 to, $3 now */
const DAYS_SQL = `
with counted (day, site_id, kind, amount) as (
  select (r.at at time zone 'UTC')::date, s.site_id, 'stored', count(*)
    from reading r
    join series s on s.project_id = r.project_id and s.id = r.series_id
   where r.at >= $1 and r.at < $2
   group by 1, 2
  union all
  select d.day, d.site_id, 'duplicate', d.duplicate_count
    from duplicate_day d
   where d.day >= ($1::timestamptz at time zone 'UTC')::date
     and d.day < ($2::timestamptz at time zone 'UTC')::date
  union all
  select (q.received_at at time zone 'UTC')::date, si.id, 'quarantined', count(*)
    from quarantined_reading q
    left join site si on si.name = q.site_name
   where q.received_at >= $1 and q.received_at < $2
   group by 1, 2
  union all
  select (d.midnight at time zone 'UTC')::date, w.site_id, 'silent',
         floor(sum(extract(epoch from least(coalesce(w.to_at, $3), $2, d.midnight + interval '24 hours')
                                      - greatest(w.from_at, d.midnight))))::bigint
    from generate_series($1::timestamptz, $2::timestamptz - interval '24 hours', interval '24 hours') d(midnight)
    join site_silence w on w.from_at < d.midnight + interval '24 hours' and coalesce(w.to_at, $3) > d.midnight
   group by 1, 2)
select c.day::text, si.name as site,
       coalesce(sum(amount) filter (where kind = 'stored'), 0)::float8 as "storedCount",
       coalesce(sum(amount) filter (where kind = 'duplicate'), 0)::float8 as "duplicateCount",
       coalesce(sum(amount) filter (where kind = 'quarantined'), 0)::float8 as "quarantinedCount",
       coalesce(sum(amount) filter (where kind = 'silent'), 0)::float8 as "silentSeconds"
  from counted c
  left join site si on si.id = c.site_id
 group by c.day, si.name
 order by c.day`;

const SITES_SQL = `
select si.name as site, coalesce(si.display_name, si.name) as "siteName",
       (select max(s.last_at) from series s where s.site_id = si.id) as "lastReadingAt",
       exists (select from site_silence w where w.site_id = si.id and w.to_at is null) as "isSilent"
  from site si
 order by si.name`;

/** {@link IntakeReader} in PostgreSQL: counted anew each time, so that it is what `count(*)` says. */
@Injectable()
export class IntakeReadModel extends IntakeReader {
  constructor(private readonly database: Database) {
    super();
  }

  days(from: Date, to: Date, now: Date): Promise<IntakeDayRow[]> {
    return this.database.transaction((tx) => tx.query<IntakeDayRow>(DAYS_SQL, [from, to, now]), {
      isReadOnly: true,
      statementTimeoutMs: STATEMENT_MS_MAX,
    });
  }

  sites(): Promise<IntakeSiteRow[]> {
    return this.database.query<IntakeSiteRow>(SITES_SQL);
  }
}
