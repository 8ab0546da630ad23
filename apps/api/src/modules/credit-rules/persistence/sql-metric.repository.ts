import { Injectable } from '@nestjs/common';
import { type Queries, type Tx } from '../../../platform/database/index.js';
import {
  MetricRepository,
  type CheckedMetric,
  type MetricRecord,
} from '../application/metric.ports.js';
import { LOCK_RATING_SQL } from './lock-rating.sql.js';

/** $1 now, $2 one metric or null for all */
const SELECT_SQL = `
select m.id, m.name, m.friendly_name as "friendlyName", m.description, m.unit, m.reading_unit as "readingUnit",
       trim_scale(m.reading_factor) as "readingFactor", m.reset_policy as "resetPolicy",
       trim_scale(m.plausible_max_per_hour) as "plausibleMaxPerHour", m.active_from as "activeFrom",
       m.active_to as "activeTo", m.rules_from as "rulesFrom",
       (m.active_from is null or m.active_from <= $1) and (m.active_to is null or m.active_to > $1) as "isActive",
       coalesce(s.series_count, 0) as "seriesCount", s.first_at as "firstReadingAt",
       s.last_at as "lastReadingAt",
       (select trim_scale(r.rate) from cost_table_window w
          join cost_rate r on r.cost_table_id = w.id and r.metric_id = m.id
                          and r.site_id is null and r.project_id is null
         where w.valid_from <= $1 and w.valid_to > $1) as "rateInForce",
       exists (select from cost_rate r join cost_table t on t.id = r.cost_table_id
                where r.metric_id = m.id and t.status = 'published') as "isPriced",
       m.version, m.changed_at as "changedAt", m.changed_by as "changedBy"
  from metric m
  left join (select metric_id, count(*)::int as series_count, min(first_at) as first_at, max(last_at) as last_at
               from series group by metric_id) s on s.metric_id = m.id
 where $2::int is null or m.id = $2
 order by m.friendly_name`;

/** Metrics on PostgreSQL. */
@Injectable()
export class SqlMetricRepository extends MetricRepository {
  list(queries: Queries, now: Date): Promise<MetricRecord[]> {
    return queries.query<MetricRecord>(SELECT_SQL, [now, null]);
  }

  async lock(tx: Tx, id: number, now: Date): Promise<MetricRecord | null> {
    await tx.query('select from metric where id = $1 for update', [id]);
    const [row] = await tx.query<MetricRecord>(SELECT_SQL, [now, id]);
    return row ?? null;
  }

  async names(tx: Tx): Promise<{ id: number; name: string; friendlyName: string }[]> {
    // Two people who take one name at the same moment: the second one sees the first.
    await tx.query(`select pg_advisory_xact_lock(hashtext('os_credits.metric_names'))`);
    return tx.query('select id, name, friendly_name as "friendlyName" from metric');
  }

  async insert(tx: Tx, metric: CheckedMetric, actor: string, now: Date): Promise<number> {
    const [row] = await tx.query<{ id: number }>(
      `insert into metric (name, friendly_name, description, unit, reading_unit, reading_factor, reset_policy,
                           plausible_max_per_hour, active_from, active_to, created_at, changed_at, changed_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12) returning id`,
      [...columnsOf(metric), now, actor],
    );
    if (row === undefined) throw new Error('the metric was not made');
    return row.id;
  }

  async update(
    tx: Tx,
    id: number,
    metric: CheckedMetric,
    author: { readonly name: string; readonly at: Date },
  ): Promise<void> {
    await tx.query(
      `update metric
          set name = $1, friendly_name = $2, description = $3, unit = $4, reading_unit = $5, reading_factor = $6,
              reset_policy = $7, plausible_max_per_hour = $8, active_from = $9, active_to = $10,
              changed_at = $11, changed_by = $12, version = version + 1
        where id = $13`,
      [...columnsOf(metric), author.at, author.name, id],
    );
  }

  async retireRules(tx: Tx, id: number, now: Date): Promise<void> {
    await tx.query(LOCK_RATING_SQL);
    await tx.query(
      `with span as (
         select greatest($2::timestamptz, max(last_at)) as until_at from series where metric_id = $1),
       kept as (
         insert into metric_rule_past (metric_id, until_at, reading_unit, reading_factor, reset_policy, plausible_max_per_hour)
         select m.id, span.until_at, m.reading_unit, m.reading_factor, m.reset_policy, m.plausible_max_per_hour
           from metric m, span where m.id = $1
         on conflict (metric_id, until_at) do nothing)
       update metric set rules_from = span.until_at from span where id = $1`,
      [id, now],
    );
  }
}

function columnsOf(metric: CheckedMetric) {
  return [
    metric.name,
    metric.friendlyName,
    metric.description,
    metric.unit,
    metric.readingUnit,
    metric.readingFactor,
    metric.resetPolicy,
    metric.plausibleMaxPerHour,
    metric.activeFrom,
    metric.activeTo,
  ];
}
