import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import { PostGrants, type GrantToPost } from '../application/post-grants.js';

/** {@link PostGrants} as one statement. */
@Injectable()
export class SqlPostGrants extends PostGrants {
  async holdAccounts(tx: Tx): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('os_credits.rating'))`);
  }

  async postAll(tx: Tx, grants: readonly GrantToPost[]): Promise<number> {
    if (grants.length === 0) return 0;
    const [row] = await tx.query<{ count: number }>(
      `with posted as (
         insert into ledger_entry (project_id, kind, effective_at, credits, source, reason, actor, idempotency_key)
         select project_id, 'grant', effective_at, credits, source, reason, actor, key
           from unnest($1::int[], $2::timestamptz[], $3::numeric[], $4::text[], $5::text[], $6::text[], $7::text[])
                as g(project_id, effective_at, credits, source, reason, actor, key)
          order by project_id
         on conflict (project_id, idempotency_key) where idempotency_key is not null do nothing
         returning project_id, credits
       ), moved as (
         update account a set granted = a.granted + d.credits
           from (select project_id, sum(credits) as credits from posted group by 1) d
          where a.project_id = d.project_id)
       select count(*)::int as count from posted`,
      [
        grants.map((grant) => grant.projectId),
        grants.map((grant) => grant.effectiveAt.toISOString()),
        grants.map((grant) => grant.credits),
        grants.map((grant) => grant.source),
        grants.map((grant) => grant.reason),
        grants.map((grant) => grant.actor),
        grants.map((grant) => grant.idempotencyKey),
      ],
    );
    return row?.count ?? 0;
  }
}
