import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/index.js';
import {
  StatementSource,
  type StatementEntryRow,
  type StatementHeaderRow,
  type StatementRangeRequest,
} from '../application/statement/statement.ports.js';
import { VISIBLE_PROJECT, visibleProjectValues } from './visible-project.sql.js';

const LINES_PER_FETCH = 1_000;
/** Then other requests have their turn: what is done with a line may cost. */
const LINES_PER_TURN = 50;
/** For one fetch; a statement takes as many as it needs. */
const STATEMENT_TIMEOUT_MS = 60_000;

/**
 * Balance at `from`: everything that has taken effect by then. Whole days before it come from the daily
 * rollup. $4 from, $5 until when open charges count.
 */
const HEADER_SQL = `
with ${VISIBLE_PROJECT},
t as (select $4::timestamptz as at, date_trunc('day', $4::timestamptz, 'UTC') as midnight)
select p.name,
       case when t.at is null then 0
            else (select coalesce(sum(e.credits), 0) from ledger_entry e
                   where e.project_id = p.id and e.kind <> 'charge' and e.effective_at <= t.at)
               - (select coalesce(sum(u.credits), 0) from usage_day u
                   where u.project_id = p.id and u.day < (t.midnight at time zone 'UTC')::date)
               + (select coalesce(sum(e.credits), 0) from ledger_entry e
                   where e.project_id = p.id and e.kind = 'charge'
                     and e.effective_at > t.midnight and e.effective_at <= t.at)
               - (select coalesce(sum(o.quantity * o.rate), 0) from open_charge o
                   where o.project_id = p.id and o.hour + interval '1 hour' <= $5)
       end as opening,
       reported.first_at as "firstReadingAt", reported.as_of as "completeTo"
  from p cross join t
  left join lateral (
    select min(s.first_at) as first_at,
           min(s.last_at) filter (where s.last_at > s.newest_at - interval '24 hours') as as_of
      from (select first_at, last_at, max(last_at) over () as newest_at
              from series where project_id = p.id) s
  ) reported on true`;

/**
 * Posted entries and open charges in order of effect. $4 from, $5 to, $6 and $7 the same for open charges,
 * which count in full within the running hour.
 */
const LINES_SQL = `
declare statement_line no scroll cursor for
with ${VISIBLE_PROJECT}
select line.at, line.rank, line.id::text as id, line.sub_id as "subId", line.kind, line.rank = 1 as "isOpen",
       line.credits, line.posted_at as "postedAt", line.series_id as "seriesId", line.hour,
       line.cost_table_id as "costTableId", t.title as "costTableTitle", line.rate, line.quantity,
       line.from_at as "fromAt", line.to_at as "toAt", line.corrects_id::text as "correctsId", line.reason,
       line.source, line.actor, coalesce(site.display_name, site.name) as site, m.name as metric,
       m.friendly_name as "metricFriendlyName", m.unit
  from p
 cross join lateral (
    select e.effective_at as at, 0 as rank, e.id, 0 as sub_id, e.kind, e.posted_at, e.credits, e.series_id,
           e.hour, e.cost_table_id, e.rate, e.quantity, e.from_at, e.to_at, e.corrects_id, e.reason,
           e.source, e.actor
      from ledger_entry e
     where e.project_id = p.id and e.effective_at > $4 and e.effective_at <= $5
    union all
    select o.hour + interval '1 hour', 1, o.series_id::bigint, o.cost_table_id, 'charge', null,
           -(o.quantity * o.rate), o.series_id, o.hour, o.cost_table_id, o.rate, o.quantity, o.from_at,
           o.to_at, null, null, null, null
      from open_charge o
     where o.project_id = p.id and o.hour + interval '1 hour' > $6 and o.hour + interval '1 hour' <= $7
  ) line
  left join series s on s.project_id = p.id and s.id = line.series_id
  left join site on site.id = s.site_id
  left join metric m on m.id = s.metric_id
  left join cost_table t on t.id = line.cost_table_id
 order by line.at, line.rank, line.id, line.sub_id`;

/** {@link StatementSource} on PostgreSQL: a cursor in a transaction that sees one moment. */
@Injectable()
export class SqlStatementSource extends StatementSource {
  constructor(private readonly database: Database) {
    super();
  }

  read<Result>(
    request: StatementRangeRequest,
    consume: (
      header: StatementHeaderRow,
      lines: AsyncIterable<StatementEntryRow>,
    ) => Promise<Result>,
  ): Promise<Result | null> {
    const openFrom = openUntil(request.from ?? '-infinity', request.runningHour);
    const openTo = openUntil(request.to, request.runningHour);
    const project = visibleProjectValues(request);
    return this.database.transaction(
      async (tx) => {
        const [header] = await tx.query<StatementHeaderRow>(HEADER_SQL, [
          ...project,
          request.from,
          openFrom,
        ]);
        if (header === undefined) return null;
        const from = request.from ?? '-infinity';
        await tx.query(LINES_SQL, [...project, from, request.to, openFrom, openTo]);
        return consume(header, fetchAll(tx));
      },
      {
        isolation: 'repeatable read',
        isReadOnly: true,
        statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      },
    );
  }
}

/** As in the balance: at an instant within the running hour everything open counts. */
function openUntil(instant: string, runningHour: string): string {
  return instant !== '-infinity' && Date.parse(instant) > Date.parse(runningHour)
    ? 'infinity'
    : instant;
}

async function* fetchAll(tx: Tx): AsyncGenerator<StatementEntryRow> {
  for (;;) {
    const rows = await tx.query<StatementEntryRow>(`fetch ${LINES_PER_FETCH} from statement_line`);
    for (const [index, row] of rows.entries()) {
      if (index % LINES_PER_TURN === 0) await nextTurn();
      yield row;
    }
    if (rows.length < LINES_PER_FETCH) return;
  }
}
