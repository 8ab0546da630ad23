import { type Tx } from '../../../platform/database/index.js';
import { type GrantToPost, type PostGrants } from '../../ledger/index.js';
import { dueItems, settle } from './due-items.js';

interface GrantRow {
  readonly id: string;
  readonly projectId: number;
  /** What is posted; null where the grant is not the one that the change set was computed with. */
  readonly credits: string | null;
  readonly from: string;
  readonly to: string;
}

/**
 * Posts grants as the difference to the former one and remembers the new one, in one transaction. The
 * first grant is the difference to everything that the ledger holds as granted.
 */
export async function applyGrants(
  tx: Tx,
  ledger: PostGrants,
  batch: { readonly syncRunId: string; readonly limit: number; readonly now: Date },
): Promise<number> {
  const due = await dueItems(tx, batch.syncRunId, 'grant', batch.limit);
  if (due.length === 0) return 0;
  await ledger.holdAccounts(tx);
  const rows = await tx.query<GrantRow>(
    `select d.id::text, g.project_id as "projectId", d."toCredits" as "to",
            coalesce(g.grant_credits, a.granted)::text as "from",
            case when g.grant_credits is not distinct from d."fromCredits"::numeric
                 then trim_scale(d."toCredits"::numeric - coalesce(g.grant_credits, a.granted))::text end as credits
       from unnest($1::bigint[], $2::int[], $3::text[], $4::text[]) as d(id, group_id, "fromCredits", "toCredits")
       join perun_group g on g.group_id = d.group_id
       join account a on a.project_id = g.project_id
      order by g.project_id for no key update of g, a`,
    [
      due.map(({ id }) => id),
      due.map(({ groupId }) => groupId),
      due.map(({ payload }) => payload.fromCredits),
      due.map(({ payload }) => payload.toCredits),
    ],
  );
  const current = rows.filter((row): row is GrantRow & { credits: string } => row.credits !== null);
  await ledger.postAll(
    tx,
    current.filter(({ credits }) => credits !== '0').map((row) => toGrant(row, batch.now)),
  );
  await tx.query(
    `update perun_group g set grant_credits = r.credits
       from unnest($1::int[], $2::numeric[]) as r(project_id, credits) where g.project_id = r.project_id`,
    [current.map(({ projectId }) => projectId), current.map(({ to }) => to)],
  );
  await settle(
    tx,
    due,
    current.map(({ id }) => id),
    { now: batch.now, otherwise: 'The grant is another one meanwhile; the next run looks again.' },
  );
  return due.length;
}

function toGrant(row: GrantRow & { readonly credits: string }, now: Date): GrantToPost {
  return {
    projectId: row.projectId,
    credits: row.credits,
    effectiveAt: now,
    source: 'perun',
    reason: `Grant in Perun: ${row.to} credits, before ${row.from}`,
    actor: 'perun-sync',
    idempotencyKey: `perun-sync-item:${row.id}`,
  };
}
