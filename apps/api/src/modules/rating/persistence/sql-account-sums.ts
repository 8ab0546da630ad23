import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import { AccountSumsReader, type ProjectSums } from '../application/account-sums.ports.js';

/** {@link AccountSumsReader} on PostgreSQL. */
@Injectable()
export class SqlAccountSums extends AccountSumsReader {
  lockSums(tx: Tx, projectIds: readonly number[]): Promise<ProjectSums[]> {
    return tx.query<ProjectSums>(
      `select p.id as "projectId", p.name as "projectName", a.granted::text, (a.used + a.open)::text as used,
              (a.granted - a.used - a.open)::text as remaining
         from account a join project p on p.id = a.project_id
        where a.project_id = any($1::int[])
        order by a.project_id
          for no key update of a`,
      [projectIds],
    );
  }
}
