import { Injectable } from '@nestjs/common';
import { type Tx } from '../../../platform/database/index.js';
import { RunOrderStore, type Predecessor } from '../application/jobs.ports.js';
import { SKIPPED } from '../application/job-errors.js';

const PREDECESSOR = `r.id, r.type, r.state, r.parent_id as "parentId"`;

/** {@link RunOrderStore} in PostgreSQL. */
@Injectable()
export class SqlRunOrderStore extends RunOrderStore {
  async lockRuns(tx: Tx, ids: readonly string[]): Promise<Predecessor[]> {
    return tx.query<Predecessor>(
      `select ${PREDECESSOR} from job_run r where r.id = any($1::uuid[]) order by r.id for share`,
      [ids],
    );
  }

  async predecessors(tx: Tx, id: string): Promise<Predecessor[]> {
    return tx.query<Predecessor>(
      `select ${PREDECESSOR} from job_order o join job_run r on r.id = o.after_id
        where o.run_id = $1 order by r.id`,
      [id],
    );
  }

  async followers(tx: Tx, id: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      'select run_id as id from job_order where after_id = $1 order by run_id',
      [id],
    );
    return rows.map((row) => row.id);
  }

  async add(tx: Tx, id: string, after: readonly string[]): Promise<void> {
    await tx.query('insert into job_order (run_id, after_id) select $1, unnest($2::uuid[])', [
      id,
      after,
    ]);
  }

  async setWaiting(tx: Tx, id: string, isWaiting: boolean, now: Date): Promise<void> {
    await tx.query(
      `update job_run set waits_for_others = $2, available_at = greatest(available_at, $3)
        where id = $1 and state = 'queued' and queue_entry_id is null`,
      [id, isWaiting, now],
    );
  }

  async skip(tx: Tx, id: string, reason: string, now: Date): Promise<boolean> {
    const rows = await tx.query(
      `update job_run set state = 'cancelled', ended_at = $3, waits_for_others = false,
              error_class = $4, error_message = $2
        where id = $1 and state = 'queued' and waits_for_others returning id`,
      [id, reason, now, SKIPPED],
    );
    return rows.length === 1;
  }

  async isWaiting(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.query(`select id from job_run where id = $1 and waits_for_others`, [id]);
    return rows.length === 1;
  }

  async isSkipped(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.query(
      `select id from job_run where id = $1 and state = 'cancelled' and error_class = $2`,
      [id, SKIPPED],
    );
    return rows.length === 1;
  }
}
