import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import { JobRetention } from '../application/job-retention.js';

const RUNS_PER_STATEMENT = 500;
const FILES_PER_STATEMENT = 50;

/** Runs that would go: old ones below which, at any depth, there is none that stays. $1 ended before */
const REMOVABLE_SQL = `
with recursive kept as (
  select id, parent_id from job_run where ended_at is null or ended_at >= $1
  union
  select r.id, r.parent_id from job_run r join kept k on r.id = k.parent_id),
removable as (
  select id from job_run r where not exists (select from kept k where k.id = r.id))
select (select count(*) from removable)::int as runs,
       (select count(*) from job_file f
         where f.created_at < $2
           and not exists (select from job_run_file u
                            where u.file_id = f.id and u.run_id not in (select id from removable)))::int as files`;

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

  async preview(
    endedBefore: Date,
    createdBefore: Date,
  ): Promise<{ readonly runs: number; readonly files: number }> {
    const [row] = await this.database.query<{ runs: number; files: number }>(REMOVABLE_SQL, [
      endedBefore,
      createdBefore,
    ]);
    return row ?? { runs: 0, files: 0 };
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
