import { Inject, Injectable } from '@nestjs/common';
import { dataQualityKind } from '@os-credits/contracts';
import { Database } from '../../platform/database/index.js';
import { Metrics } from '../../platform/metrics/index.js';

/** What waits for staff, as metrics of the HTTP process. */
@Injectable()
export class QualityMetrics {
  constructor(
    @Inject(Metrics) metrics: Metrics,
    @Inject(Database) private readonly database: Database,
  ) {
    const quarantine = metrics.gauge(
      'os_credits_quarantine_open_readings',
      'Quarantined readings that nobody released or dismissed',
    );
    const held = metrics.gauge(
      'os_credits_held_charges_open',
      'Charges above the plausible maximum that nobody released or dismissed',
    );
    const silent = metrics.gauge(
      'os_credits_silent_sites',
      'Sites of which no series reports at present, acknowledged ones included',
    );
    const events = metrics.gauge(
      'os_credits_data_quality_open_events',
      'Data-quality events that nobody acknowledged, by kind',
      ['kind'],
    );
    metrics.beforeScrape(async () => {
      const [row] = await this.database.query<{
        quarantine: number;
        held: number;
        silent: number;
        events: Partial<Record<string, number>>;
      }>(NUMBERS_SQL);
      quarantine.set(row?.quarantine ?? 0);
      held.set(row?.held ?? 0);
      silent.set(row?.silent ?? 0);
      for (const kind of dataQualityKind.options) events.set({ kind }, row?.events[kind] ?? 0);
    });
  }
}

/** Each count follows an index on the state, so a long past costs nothing. */
const NUMBERS_SQL = `
select (select count(*)::int from quarantined_reading where status = 'open') as quarantine,
       (select count(*)::int from held_charge where status = 'held') as held,
       (select count(*)::int from site_silence where to_at is null) as silent,
       (select coalesce(json_object_agg(kind, number), '{}')
          from (select kind, count(*)::int as number from data_quality_event where status = 'open' group by kind
                union all
                select 'silent-site', count(*)::int from site_silence where status = 'open') e) as events`;
