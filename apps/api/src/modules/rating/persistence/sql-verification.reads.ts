import { Injectable } from '@nestjs/common';
import { Decimal, type Reading } from '@os-credits/credits';
import type { Tx } from '../../../platform/database/index.js';
import {
  VerificationReads,
  type BookedCharge,
  type ComparedSum,
  type VerifiedSeries,
} from '../application/verification.ports.js';
import {
  METRIC_RULES_COLUMNS,
  microsOf,
  toMetricRules,
  toReading,
  toReadings,
  type MetricRulesRow,
} from './columns.js';
import { RateWindows } from './rate-windows.js';

const SERIES_SQL = `
select s.id, s.site_id, s.metric_id, si.name as site_name, m.name as metric_name,
       ${METRIC_RULES_COLUMNS},
       ${microsOf('a.at')} as anchor_at, a.value::text as anchor_value, a.high_water::text as anchor_high_water,
       (select coalesce(array_agg(${microsOf('h.from_at')} || '-' || ${microsOf('h.to_at')}), '{}')
          from held_charge h
         where h.project_id = s.project_id and h.series_id = s.id and h.status = 'released') as released
  from series s
  join site si on si.id = s.site_id
  join metric m on m.id = s.metric_id
  left join series_anchor a on a.project_id = s.project_id and a.series_id = s.id
 where s.project_id = $1
 order by s.id`;

const SUMS_SQL = `
select * from (
  select 'account granted' as what,
         coalesce((select sum(credits) from ledger_entry where project_id = $1 and (kind = 'grant' or corrects_kind = 'grant')), 0)::text as expected,
         a.granted::text as found
    from account a where a.project_id = $1
  union all
  select 'account used',
         coalesce(-(select sum(credits) from ledger_entry where project_id = $1 and kind <> 'grant' and corrects_kind is distinct from 'grant'), 0)::text, a.used::text
    from account a where a.project_id = $1
  union all
  select 'account open',
         coalesce((select sum(quantity * rate) from open_charge where project_id = $1), 0)::text, a.open::text
    from account a where a.project_id = $1
  union all
  select 'daily rollup of ' || coalesce(l.day, u.day), coalesce(l.credits, 0)::text, coalesce(u.credits, 0)::text
    from (select (hour at time zone 'UTC')::date as day, -sum(credits) as credits
            from ledger_entry where project_id = $1 and kind = 'charge' group by 1) l
    full join (select day, sum(credits) as credits from usage_day where project_id = $1 group by 1) u on u.day = l.day
) compared`;

/** {@link VerificationReads} on PostgreSQL. */
@Injectable()
export class SqlVerificationReads extends VerificationReads {
  async projects(tx: Tx, name: string | null): Promise<{ id: number; name: string }[]> {
    return tx.query(
      'select id, name from project where $1::text is null or name = $1 order by id',
      [name],
    );
  }

  async series(tx: Tx, projectId: number): Promise<VerifiedSeries[]> {
    const rates = await RateWindows.load(tx, [projectId]);
    const rows = await tx.query<
      MetricRulesRow & {
        id: number;
        site_id: number;
        metric_id: number;
        site_name: string;
        metric_name: string;
        anchor_at: string | null;
        anchor_value: string | null;
        anchor_high_water: string | null;
        released: string[];
      }
    >(SERIES_SQL, [projectId]);
    return rows.map((row) => {
      const anchor = toReading(row.anchor_at, row.anchor_value);
      return {
        projectId,
        id: row.id,
        siteName: row.site_name,
        metricName: row.metric_name,
        rules: toMetricRules(row),
        rates: rates.of({ projectId, metricId: row.metric_id, siteId: row.site_id }),
        before:
          anchor === null || row.anchor_high_water === null
            ? null
            : { last: anchor, highWater: Decimal.of(row.anchor_high_water) },
        releasedHolds: new Set(row.released),
      };
    });
  }

  async readings(tx: Tx, series: VerifiedSeries): Promise<Reading[]> {
    const rows = await tx.query<{ at_micros: string; value: string }>(
      `select ${microsOf('at')} as at_micros, value::text
         from counted_reading where project_id = $1 and series_id = $2 order by at`,
      [series.projectId, series.id],
    );
    return toReadings(rows);
  }

  async charges(tx: Tx, projectId: number): Promise<BookedCharge[]> {
    const rows = await tx.query<{
      series_id: number;
      hour: string;
      rate: string;
      quantity: string;
    }>(
      `select series_id, ${microsOf('hour')} as hour, trim_scale(rate)::text as rate, sum(quantity)::text as quantity
         from (select series_id, hour, rate, quantity from ledger_entry
                where project_id = $1 and kind = 'charge'
               union all
               select series_id, hour, rate, quantity from open_charge where project_id = $1) booked
        group by 1, 2, 3`,
      [projectId],
    );
    return rows.map((row) => ({
      seriesId: row.series_id,
      hourMicros: Number(row.hour),
      rate: row.rate,
      quantity: Decimal.of(row.quantity),
    }));
  }

  async sums(tx: Tx, projectId: number): Promise<ComparedSum[]> {
    return tx.query<ComparedSum>(SUMS_SQL, [projectId]);
  }
}
