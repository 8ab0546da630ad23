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

/** Makes partitions ahead of time and drops those whose readings are past retention. */
@Injectable()
export class ReadingUpkeep {
  constructor(private readonly database: Database) {}

  async execute(now: Date, retentionDays: number): Promise<UpkeepResult> {
    const oldest = new Date(now.getTime() - (retentionDays + SLACK_DAYS) * DAY_MS).toISOString();
    const newest = new Date(now.getTime() + AHEAD_DAYS * DAY_MS).toISOString();
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
