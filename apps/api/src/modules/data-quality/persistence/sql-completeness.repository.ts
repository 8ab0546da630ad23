import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/index.js';
import {
  CompletenessRepository,
  type CompletenessHourRow,
  type SiteMetricRow,
} from '../application/completeness.ports.js';
import { type CountedHour, type DueHour } from '../application/due-hours.js';
import {
  COUNT_HOUR_SQL,
  END_SILENCES_SQL,
  NOTE_SILENCES_SQL,
  REMOVE_FILLED_GAPS_SQL,
} from './count-hour.sql.js';

/**
 * Hours since $1, and older ones that readings were taken out of, or put back into, since they were counted.
 * Both are rare, and looked at for a week, should no worker run meanwhile.
 */
const COUNTED_SQL = `
with stale as (
  select distinct r.hour
    from (select at, noted_at as changed_at from dismissed_reading
           where noted_at > $1::timestamptz - interval '7 days'
          union all
          select at, replaced_at from replaced_reading where replaced_at > $1::timestamptz - interval '7 days') d
    join completeness_run r on r.hour = date_bin('1 hour', d.at, timestamptz '1970-01-01Z')
   where d.changed_at > r.counted_at)
select r.hour, r.is_final and stale.hour is null as "isFinal"
  from completeness_run r
  left join stale using (hour)
 where r.hour >= $1 or stale.hour is not null
 order by r.hour`;

/** Counting on PostgreSQL: set-based, all series in a statement. */
@Injectable()
export class SqlCompletenessRepository extends CompletenessRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async tryLock(tx: Tx): Promise<boolean> {
    await tx.query(`select set_config('jit', 'off', true)`);
    const [row] = await tx.query<{ locked: boolean }>(
      `select pg_try_advisory_xact_lock(hashtext('os_credits.completeness')) as locked`,
    );
    return row?.locked ?? false;
  }

  async isRatingBehind(tx: Tx, receivedBefore: Date): Promise<boolean> {
    const [row] = await tx.query<{ behind: boolean }>(
      `select exists (select from ingest_payload p join ingest_batch b on b.id = p.batch_id
                       where b.received_at < $1) as behind`,
      [receivedBefore],
    );
    return row?.behind ?? false;
  }

  async quietInstant(): Promise<string | null> {
    const [row] = await this.database.query<{ at: string | null }>(
      `select case when pg_try_advisory_xact_lock_shared(hashtext('os_credits.rating'))
                   then clock_timestamp()::text end as at`,
    );
    return row?.at ?? null;
  }

  countedSince(tx: Tx, from: Date): Promise<CountedHour[]> {
    return tx.query<CountedHour>(COUNTED_SQL, [from]);
  }

  async countHour(
    tx: Tx,
    { from, to, isFinal }: DueHour,
    { now, countedAt }: { readonly now: Date; readonly countedAt: string },
  ): Promise<void> {
    await tx.query(COUNT_HOUR_SQL, [from, to, now, isFinal, countedAt]);
  }

  async noteSilences(tx: Tx, now: Date, alsoEnded: boolean): Promise<void> {
    await tx.query(END_SILENCES_SQL, [now, alsoEnded]);
    await tx.query(NOTE_SILENCES_SQL, [now]);
  }

  async removeFilledGaps(tx: Tx, now: Date): Promise<void> {
    await tx.query(REMOVE_FILLED_GAPS_SQL, [now]);
  }

  async countedTo(): Promise<string | null> {
    const [row] = await this.database.query<{ to: string | null }>(
      `select max(hour) + interval '1 hour' as "to" from completeness_run`,
    );
    return row?.to ?? null;
  }

  hours(from: Date, to: Date, site: string | null): Promise<CompletenessHourRow[]> {
    return this.database.query<CompletenessHourRow>(
      `select si.name as site, coalesce(si.display_name, si.name) as "siteName", m.name as metric,
              m.friendly_name as "metricFriendlyName", c.hour, c.series_count as "seriesCount",
              c.silent_series_count as "silentSeriesCount", c.expected_count as "expectedCount",
              c.received_count::int as "receivedCount"
         from completeness_hour c
         join site si on si.id = c.site_id
         join metric m on m.id = c.metric_id
        where c.hour >= $1 and c.hour < $2 and ($3::text is null or si.name = $3)
        order by si.name, m.friendly_name, c.hour`,
      [from, to, site],
    );
  }

  siteMetrics(site: string | null): Promise<SiteMetricRow[]> {
    return this.database.query<SiteMetricRow>(
      `select si.name as site, m.name as metric, max(s.last_at) as "lastReadingAt",
              exists (select from site_silence w where w.site_id = si.id and w.to_at is null) as "isSilent"
         from series s
         join site si on si.id = s.site_id
         join metric m on m.id = s.metric_id
        where $1::text is null or si.name = $1
        group by si.id, si.name, m.name`,
      [site],
    );
  }
}
