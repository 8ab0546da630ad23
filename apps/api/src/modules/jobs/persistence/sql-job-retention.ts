import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import { JobRetention } from '../application/job-retention.js';

const RUNS_PER_STATEMENT = 500;
const FILES_PER_STATEMENT = 50;

/** {@link JobRetention} in PostgreSQL, in statements of bounded size. */
@Injectable()
export class SqlJobRetention extends JobRetention {
  constructor(private readonly database: Database) {
    super();
  }

  async removeEndedBefore(instant: Date, signal?: AbortSignal): Promise<number> {
    let removedCount = 0;
    for (;;) {
      signal?.throwIfAborted();
      // From the leaves up: a run stays as long as there is one below it.
      const rows = await this.database.query(
        `delete from job_run where id in (
           select r.id from job_run r
            where r.ended_at < $1 and not exists (select from job_run child where child.parent_id = r.id)
            limit ${RUNS_PER_STATEMENT} for update skip locked)
         returning id`,
        [instant],
      );
      removedCount += rows.length;
      if (rows.length === 0) return removedCount;
    }
  }

  async removeLooseFiles(createdBefore: Date): Promise<number> {
    let removedCount = 0;
    for (;;) {
      const rows = await this.database.query(
        `delete from job_file where id in (
           select f.id from job_file f
            where f.created_at < $1 and not exists (select from job_run_file used where used.file_id = f.id)
            limit ${FILES_PER_STATEMENT} for update skip locked)
         returning id`,
        [createdBefore],
      );
      removedCount += rows.length;
      if (rows.length === 0) return removedCount;
    }
  }
}
