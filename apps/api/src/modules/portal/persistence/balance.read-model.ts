import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import {
  BalanceReader,
  type BalanceRequest,
  type BalanceRow,
} from '../application/portal.ports.js';
import { VISIBLE_PROJECT, visibleProjectValues } from './visible-project.sql.js';

/**
 * The balance at an instant: what the ledger and the open charges add up to.
 *
 * Charges of whole days before the instant's day come from the daily rollup, so that years of ledger cost
 * no more than a day: a charge takes effect at the end of its hour, so all charges of earlier days have.
 */
@Injectable()
export class BalanceReadModel extends BalanceReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(request: BalanceRequest): Promise<BalanceRow | null> {
    const [row] = await this.database.query<BalanceRow>(
      `with ${VISIBLE_PROJECT},
       t as (select $4::timestamptz as at, date_trunc('day', $4::timestamptz, 'UTC') as midnight)
       select p.name,
              (select coalesce(sum(e.credits), 0) from ledger_entry e
                where e.project_id = p.id and (e.kind = 'grant' or e.corrects_kind = 'grant') and e.kind <> 'charge'
                  and e.effective_at <= t.at) as granted,
              (select coalesce(sum(u.credits), 0) from usage_day u
                where u.project_id = p.id and u.day < (t.midnight at time zone 'UTC')::date)
              - (select coalesce(sum(e.credits), 0) from ledger_entry e
                  where e.project_id = p.id and e.kind = 'charge'
                    and e.effective_at > t.midnight and e.effective_at <= t.at)
              - (select coalesce(sum(e.credits), 0) from ledger_entry e
                  where e.project_id = p.id and e.kind not in ('grant', 'charge') and e.kind <> 'charge'
                    and e.corrects_kind is distinct from 'grant'
                    and e.effective_at <= t.at) as posted,
              (select coalesce(sum(o.quantity * o.rate), 0) from open_charge o
                where o.project_id = p.id and ($5 or o.hour + interval '1 hour' <= t.at)) as open,
              reported.first_at as "firstReadingAt", reported.as_of as "completeTo"
         from p cross join t
         left join lateral (
           select min(s.first_at) as first_at,
                  min(s.last_at) filter (where s.last_at > s.newest_at - interval '24 hours') as as_of
             from (select first_at, last_at, max(last_at) over () as newest_at
                     from series where project_id = p.id) s
         ) reported on true`,
      [...visibleProjectValues(request), request.at, request.isCurrent],
    );
    return row ?? null;
  }
}
