import { type SyncItemKind } from '@os-credits/contracts';
import { type Tx } from '../../../platform/database/index.js';
import { type Payloads } from '../application/plan/change-set.js';

/** An item that is to be applied; its row is locked. */
export interface DueItem<Kind extends SyncItemKind> {
  readonly id: string;
  readonly groupId: number;
  readonly project: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly payload: Payloads[Kind];
  readonly decidedBy: string | null;
}

export async function dueItems<Kind extends SyncItemKind>(
  tx: Tx,
  syncRunId: string,
  kind: Kind,
  limit: number,
): Promise<DueItem<Kind>[]> {
  return tx.query<DueItem<Kind>>(
    `select id::text, group_id as "groupId", project_name as project, before, after, payload,
            decided_by as "decidedBy"
       from sync_item
      where sync_run_id = $1 and kind = $2 and status in ('planned', 'approved')
      order by id limit $3 for update`,
    [syncRunId, kind, limit],
  );
}

/** Marks items as applied, and the others of the batch as skipped, with the reason. */
export async function settle(
  tx: Tx,
  items: readonly { readonly id: string }[],
  appliedIds: readonly string[],
  settled: { readonly now: Date; readonly otherwise: string },
): Promise<void> {
  await tx.query(
    `update sync_item
        set status = case when id = any ($2::bigint[]) then 'applied' else 'skipped' end,
            applied_at = case when id = any ($2::bigint[]) then $3::timestamptz end,
            detail = case when id = any ($2::bigint[]) then detail else concat_ws(' ', detail, $4::text) end
      where id = any ($1::bigint[])`,
    [items.map(({ id }) => id), appliedIds, settled.now, settled.otherwise],
  );
}
