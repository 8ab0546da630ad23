import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import { ChargeReader, type ChargeRequest, type ChargeRow } from '../application/portal.ports.js';
import { VISIBLE_PROJECT, visibleProjectValues } from './visible-project.sql.js';

const MICROS = (column: string): string =>
  `case when isfinite(${column}) then (extract(epoch from ${column}) * 1000000)::bigint::text end`;
const ISO = (column: string): string => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * One statement, so that readings, rates and entries are of one moment. Readings: the last one at or before
 * the hour (or what retention kept of it), those in the hour, and the first one after it, because an
 * interval longer than an hour is spread over the hours it spans.
 */
const SQL = `
with ${VISIBLE_PROJECT},
charge as (
  select s.project_id, s.id as series_id, s.site_id, s.metric_id, $5::timestamptz as hour,
         $5::timestamptz + interval '1 hour' as hour_end, t.id as cost_table_id, t.title, t.effective_from
    from p join series s on s.project_id = p.id and s.id = $4
    join cost_table t on t.id = $6
), before_hour as (
  select at, value, batch_id from (
    (select r.at, r.value, r.batch_id from reading r, charge c
      where r.project_id = c.project_id and r.series_id = c.series_id and r.at <= c.hour
      order by r.at desc limit 1)
    union all
    (select a.at, a.value, null from series_anchor a, charge c
      where a.project_id = c.project_id and a.series_id = c.series_id and a.at <= c.hour)
  ) known order by at desc limit 1
), around as (
  select * from before_hour
  union all
  (select r.at, r.value, r.batch_id from reading r, charge c
    where r.project_id = c.project_id and r.series_id = c.series_id and r.at > c.hour and r.at <= c.hour_end)
  union all
  (select r.at, r.value, r.batch_id from reading r, charge c
    where r.project_id = c.project_id and r.series_id = c.series_id and r.at > c.hour_end
    order by r.at limit 1)
), entries as (
  select e.id, e.posted_at, e.quantity, e.rate, e.from_at from ledger_entry e, charge c
   where e.project_id = c.project_id and e.kind = 'charge' and e.series_id = c.series_id
     and e.hour = c.hour and e.cost_table_id = c.cost_table_id
  union all
  select null, null, o.quantity, o.rate, o.from_at from open_charge o, charge c
   where o.project_id = c.project_id and o.series_id = c.series_id
     and o.hour = c.hour and o.cost_table_id = c.cost_table_id
)
select p.name as project, coalesce(site.display_name, site.name) as site, m.name as metric,
       m.friendly_name as "metricFriendlyName", m.unit, m.reading_unit as "readingUnit",
       m.reading_factor as "readingFactor", m.reset_policy as "resetPolicy",
       m.plausible_max_per_hour as "plausibleMaxPerHour", c.title as "costTableTitle",
       c.effective_from as "costTableEffectiveFrom",
       coalesce((select json_agg(json_build_object('id', id::text, 'postedAt', ${ISO('posted_at')},
                          'quantity', quantity::text, 'rate', rate::text, 'fromMicros', ${MICROS('from_at')})
                          order by id nulls last)
                   from entries), '[]') as entries,
       coalesce((select json_agg(json_build_object('atMicros', ${MICROS('a.at')}, 'value', a.value::text,
                          'wire', b.wire, 'receivedAt', ${ISO('b.received_at')}) order by a.at)
                   from around a left join ingest_batch b on b.id = a.batch_id), '[]') as readings,
       case when m.reset_policy = 'high-water' then
         greatest((select max(r.value) from reading r
                    where r.project_id = c.project_id and r.series_id = c.series_id
                      and r.at <= (select at from before_hour)),
                  (select a.high_water from series_anchor a
                    where a.project_id = c.project_id and a.series_id = c.series_id))
       end as "highWater",
       coalesce((select json_agg(json_build_object('costTableId', w.cost_table_id,
                          'fromMicros', ${MICROS('w.valid_from')}, 'toMicros', ${MICROS('w.valid_to')},
                          'rate', w.rate::text) order by w.valid_from)
                   from series_rate_window w
                  where w.project_id = c.project_id and w.series_id = c.series_id), '[]') as rates,
       array(select ${MICROS('h.from_at')} || '-' || ${MICROS('h.to_at')} from held_charge h
              where h.project_id = c.project_id and h.series_id = c.series_id and h.status = 'released')
         as released
  from p
  left join charge c on true
  left join site on site.id = c.site_id
  left join metric m on m.id = c.metric_id`;

@Injectable()
export class ChargeReadModel extends ChargeReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(request: ChargeRequest): Promise<ChargeRow | 'no-charge' | null> {
    const { seriesId, hour, costTableId } = request.key;
    const [row] = await this.database.query<ChargeRow>(SQL, [
      ...visibleProjectValues(request),
      seriesId,
      hour,
      costTableId,
    ]);
    if (row === undefined) return null;
    return row.entries.length === 0 ? 'no-charge' : row;
  }
}
