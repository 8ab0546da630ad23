import { Injectable } from '@nestjs/common';
import { type Queries, type Tx } from '../../../platform/database/index.js';
import { ReadingUnits, type ReportedMetric } from '../application/reading-units.js';

const FIND_SQL = `
select m.id, m.name, m.friendly_name as "friendlyName", m.unit,
       exists (select from series s where s.metric_id = m.id and s.last_at is not null) as "hasReadings",
       (select json_agg(json_build_object('until', to_char(until_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                                          'readingUnit', reading_unit) order by until_at)
          from (select until_at, reading_unit from metric_rule_past where metric_id = m.id
                union all
                select null, m.reading_unit) units) as periods
  from metric m
 where m.name = $1`;

/** Cuts the rules in force at $2 in two: those for intervals that end by then get a row of their own. */
const SPLIT_SQL = `
insert into metric_rule_past (metric_id, until_at, reading_unit, reading_factor, reset_policy, plausible_max_per_hour)
select metric_id, $2, reading_unit, reading_factor, reset_policy, plausible_max_per_hour
  from (select metric_id, until_at, reading_unit, reading_factor, reset_policy, plausible_max_per_hour
          from metric_rule_past
         where metric_id = $1 and until_at >= $2
        union all
        select id, 'infinity', reading_unit, reading_factor, reset_policy, plausible_max_per_hour
          from metric
         where id = $1
         order by 2
         limit 1) in_force
on conflict (metric_id, until_at) do nothing`;

/** {@link ReadingUnits} on PostgreSQL. */
@Injectable()
export class SqlReadingUnits extends ReadingUnits {
  async find(queries: Queries, name: string): Promise<ReportedMetric | null> {
    const [row] = await queries.query<ReportedMetric>(FIND_SQL, [name]);
    return row ?? null;
  }

  async correct(
    tx: Tx,
    metricId: number,
    correction: Parameters<ReadingUnits['correct']>[2],
  ): Promise<void> {
    const { readingUnit, readingFactor, from, to } = correction;
    await tx.query('select from metric where id = $1 for update', [metricId]);
    await tx.query(SPLIT_SQL, [metricId, from]);
    await tx.query(SPLIT_SQL, [metricId, to]);
    await tx.query(`select set_config('os_credits.re_rating', 'on', true)`);
    await tx.query(
      `update metric_rule_past set reading_unit = $2, reading_factor = $3
        where metric_id = $1 and until_at > $4 and until_at <= $5`,
      [metricId, readingUnit, readingFactor, from, to],
    );
    await tx.query(`select set_config('os_credits.re_rating', 'off', true)`);
    await tx.query(
      `update metric set rules_from = (select max(until_at) from metric_rule_past where metric_id = $1)
        where id = $1`,
      [metricId],
    );
  }
}
