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
         $5::timestamptz + interval '1 hour' as hour_end, s.first_at, t.id as cost_table_id, t.title,
         t.effective_from, t.applies_from, t.published_at, t.published_by, t.version
    from p join series s on s.project_id = p.id and s.id = $4
    join cost_table t on t.id = $6
), before_hour as (
  select at, value, batch_id from (
    (select r.at, r.value, r.batch_id from counted_reading r, charge c
      where r.project_id = c.project_id and r.series_id = c.series_id and r.at <= c.hour
      order by r.at desc limit 1)
    union all
    (select a.at, a.value, null from series_anchor a, charge c
      where a.project_id = c.project_id and a.series_id = c.series_id and a.at <= c.hour)
  ) known order by at desc limit 1
), around as (
  select * from before_hour
  union all
  (select r.at, r.value, r.batch_id from counted_reading r, charge c
    where r.project_id = c.project_id and r.series_id = c.series_id and r.at > c.hour and r.at <= c.hour_end)
  union all
  (select r.at, r.value, r.batch_id from counted_reading r, charge c
    where r.project_id = c.project_id and r.series_id = c.series_id and r.at > c.hour_end
    order by r.at limit 1)
), entries as (
  -- A plan posts from the beginning of an hour; no charge begins before its series.
  select e.id, e.posted_at, e.quantity, e.rate, greatest(e.from_at, c.first_at) as from_at, e.corrects_id,
         e.plan_id, e.reason, e.actor
    from ledger_entry e, charge c
   where e.project_id = c.project_id and e.kind = 'charge' and e.series_id = c.series_id
     and e.hour = c.hour and e.cost_table_id = c.cost_table_id
  union all
  select null, null, o.quantity, o.rate, o.from_at, null, null, null, null from open_charge o, charge c
   where o.project_id = c.project_id and o.series_id = c.series_id
     and o.hour = c.hour and o.cost_table_id = c.cost_table_id
), reversals as (
  select e.id, e.posted_at, e.credits, e.corrects_id, e.reason, e.actor
    from ledger_entry e, charge c
   where e.project_id = c.project_id and e.kind = 'reversal'
     and e.corrects_id in (select id from entries)
), other_tables as (
  select e.cost_table_id as id, e.rate, e.quantity from ledger_entry e, charge c
   where e.project_id = c.project_id and e.kind = 'charge' and e.series_id = c.series_id
     and e.hour = c.hour and e.cost_table_id <> c.cost_table_id
  union all
  select o.cost_table_id, o.rate, o.quantity from open_charge o, charge c
   where o.project_id = c.project_id and o.series_id = c.series_id
     and o.hour = c.hour and o.cost_table_id <> c.cost_table_id
), weights as (
  select w.set_at, t.id, t.title, w.value, w.weight
    from charge c join cost_table t on t.status = 'published' and t.published_at < c.hour_end
    join size_weight w on w.cost_table_id = t.id and w.metric_id = c.metric_id and w.set_at < c.hour_end
)
select p.name as project, coalesce(site.display_name, site.name) as site, m.name as metric,
       m.friendly_name as "metricFriendlyName", m.unit, m.reading_unit as "readingUnit",
       m.reading_factor as "readingFactor", m.reset_policy as "resetPolicy",
       m.plausible_max_per_hour as "plausibleMaxPerHour", c.title as "costTableTitle",
       c.effective_from as "costTableEffectiveFrom", c.applies_from as "costTableAppliesFrom",
       c.published_at as "costTablePublishedAt", c.published_by as "costTablePublishedBy",
       c.version as "costTableVersion", c.first_at as "firstReadingAt",
       (select case when r.project_id is not null and r.site_id is not null then 'project-and-site'
                    when r.project_id is not null then 'project'
                    when r.site_id is not null then 'site' else 'general' end
          from cost_rate r
         where r.cost_table_id = c.cost_table_id and r.metric_id = c.metric_id
           and (r.project_id = c.project_id or r.project_id is null)
           and (r.site_id = c.site_id or r.site_id is null)
         order by r.project_id nulls last, r.site_id nulls last limit 1) as "rateScope",
       coalesce((select json_agg(json_build_object('untilMicros', ${MICROS('past.until_at')},
                          'readingFactor', past.reading_factor::text, 'resetPolicy', past.reset_policy,
                          'plausibleMaxPerHour', past.plausible_max_per_hour::text) order by past.until_at)
                   from metric_rule_past past where past.metric_id = c.metric_id), '[]') as "pastRules",
       coalesce((select json_agg(json_build_object('id', id::text, 'postedAt', ${ISO('posted_at')},
                          'quantity', quantity::text, 'rate', rate::text, 'fromMicros', ${MICROS('from_at')},
                          'correctsId', corrects_id::text, 'planId', plan_id, 'reason', reason,
                          'actor', actor)
                          order by id nulls last)
                   from entries), '[]') as entries,
       coalesce((select json_agg(json_build_object('id', id::text, 'postedAt', ${ISO('posted_at')},
                          'credits', credits::text, 'correctsId', corrects_id::text, 'reason', reason,
                          'actor', actor) order by id)
                   from reversals), '[]') as reversals,
       array(select distinct id from other_tables order by id) as "otherCostTableIds",
       coalesce((select sum(quantity) from other_tables
                  where rate = (select rate from entries limit 1)), 0)::text as "sameRateQuantity",
       coalesce((select json_agg(sets.item order by sets.set_at desc)
                   from (select set_at, json_build_object('setAt', ${ISO('set_at')},
                                  'costTable', json_build_object('id', id, 'title', title),
                                  'weights', json_agg(json_build_object('value', value::text,
                                               'weight', weight::text) order by value)) as item
                           from weights group by set_at, id, title
                          order by set_at desc limit 10) sets), '[]') as "sizeWeights",
       coalesce((select json_agg(json_build_object('atMicros', ${MICROS('a.at')}, 'value', a.value::text,
                          'wire', b.wire, 'receivedAt', ${ISO('b.received_at')}, 'batchId', a.batch_id::text,
                          'tokenName', token.name, 'jobId', b.job_id, 'released', q.item) order by a.at)
                   from around a
                   left join ingest_batch b on b.id = a.batch_id
                   left join access_token token on token.id = b.token_id
                   left join lateral (
                     select json_build_object('at', ${ISO('q.resolved_at')}, 'by', q.resolved_by,
                              'reason', coalesce(q.resolution_reason, ''), 'quarantineReason', q.reason,
                              'wire', q.wire, 'receivedAt', ${ISO('q.received_at')},
                              'tokenName', first_token.name) as item
                       from quarantined_reading q
                       left join access_token first_token on first_token.id = q.token_id
                      where q.released_batch_id = a.batch_id and q.at = a.at and q.project_name = p.name
                        and q.site_name = site.name and q.metric_name = m.name
                      order by q.id limit 1) q on true), '[]') as readings,
       case when m.reset_policy = 'high-water' or exists (
              select from metric_rule_past past
               where past.metric_id = c.metric_id and past.reset_policy = 'high-water') then
         greatest((select max(r.value) from counted_reading r
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
       coalesce((select json_agg(json_build_object(
                          'interval', ${MICROS('h.from_at')} || '-' || ${MICROS('h.to_at')}, 'status', h.status,
                          'at', ${ISO('h.decided_at')}, 'by', h.decided_by, 'reason', h.decision_reason))
                   from held_charge h
                  where h.project_id = c.project_id and h.series_id = c.series_id and h.status <> 'held'
                    and h.to_at > c.hour and h.from_at < c.hour_end), '[]') as decisions
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
