import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';

const DAY_MS = 86_400_000;
/** Partitions are there three weeks before the first reading needs them. */
const AHEAD_DAYS = 21;
/** A reading that was young enough when it was received is still rated before its partition goes. */
const SLACK_DAYS = 2;

export interface UpkeepResult {
  readonly partitionsMade: number;
  readonly partitionsDropped: readonly string[];
}

/** Weeks without a partition between $1 and $2, and partitions that end before $1; as the functions see them. */
const PREVIEW_SQL = `
select (select count(*)
          from generate_series(date_trunc('week', $1::timestamptz at time zone 'UTC'),
                               $2::timestamptz at time zone 'UTC' - interval '1 microsecond',
                               interval '7 days') week
         where to_regclass('public.reading_' || to_char(week, 'IYYY"w"IW')) is null)::int as "partitionsMade",
       array(select c.relname::text
               from pg_inherits i
               join pg_class c on c.oid = i.inhrelid
              where i.inhparent = 'public.reading'::regclass
                and (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \\(''([^'']+)''\\)'))[1]::timestamptz <= $1
              order by c.relname) as "partitionsDropped"`;

/** Makes partitions ahead of time and drops those whose readings are past retention. */
@Injectable()
export class ReadingUpkeep {
  constructor(private readonly database: Database) {}

  /** What {@link execute} would do; changes nothing. */
  async preview(now: Date, retentionDays: number): Promise<UpkeepResult> {
    const { oldest, newest } = span(now, retentionDays);
    const [row] = await this.database.query<UpkeepResult>(PREVIEW_SQL, [oldest, newest]);
    return row ?? { partitionsMade: 0, partitionsDropped: [] };
  }

  async execute(now: Date, retentionDays: number): Promise<UpkeepResult> {
    const { oldest, newest } = span(now, retentionDays);
    const [made] = await this.database.query<{ count: number }>(
      'select ensure_reading_partitions($1, $2) as count',
      [oldest, newest],
    );
    // Under the rating lock, so that no pass stores readings in a partition that goes.
    const partitionsDropped = await this.database.transaction(
      async (tx) => {
        const [row] = await tx.query<{ dropped: string[] }>(
          `select case when pg_try_advisory_xact_lock(hashtext('os_credits.rating'))
                     then drop_reading_partitions($1) else '{}' end as dropped`,
          [oldest],
        );
        return row?.dropped ?? [];
      },
      { statementTimeoutMs: 300_000 },
    );
    await this.database.query(
      `delete from ingest_batch b where received_at < $1 and not exists (select from ingest_payload p where p.batch_id = b.id)`,
      [oldest],
    );
    return { partitionsMade: made?.count ?? 0, partitionsDropped };
  }
}

function span(now: Date, retentionDays: number): { oldest: string; newest: string } {
  return {
    oldest: new Date(now.getTime() - (retentionDays + SLACK_DAYS) * DAY_MS).toISOString(),
    newest: new Date(now.getTime() + AHEAD_DAYS * DAY_MS).toISOString(),
  };
}
