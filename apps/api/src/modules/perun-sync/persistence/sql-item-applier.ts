import { Injectable } from '@nestjs/common';
import { type SyncItemKind } from '@os-credits/contracts';
import { type Tx } from '../../../platform/database/index.js';
import { PostGrants } from '../../ledger/index.js';
import { type PushPayload } from '../application/plan/change-set.js';
import {
  ItemApplier,
  type DuePush,
  type Intent,
  type ItemOutcome,
} from '../application/sync.ports.js';
import { applyGrants } from './apply-grants.js';
import {
  applyAddedPeople,
  applyDrift,
  applyMailAddresses,
  applyRemovedPeople,
} from './apply-people.js';
import { applyLinks, applyRenames, applyVanished } from './apply-projects.js';
import { LAST_READINGS_SQL, readingsByResource, type SiteReadings } from './last-readings.sql.js';

/** {@link ItemApplier} on PostgreSQL: one statement or two for a batch, whatever its size. */
@Injectable()
export class SqlItemApplier extends ItemApplier {
  constructor(private readonly ledger: PostGrants) {
    super();
  }

  async apply(
    tx: Tx,
    syncRunId: string,
    kind: Exclude<SyncItemKind, 'push'>,
    { limit, now }: { readonly limit: number; readonly now: Date },
  ): Promise<number> {
    const batch = { syncRunId, limit, now };
    switch (kind) {
      case 'project-new':
      case 'project-verified':
      case 'project-returned':
        return applyLinks(tx, kind, batch);
      case 'project-renamed':
        return applyRenames(tx, batch);
      case 'project-vanished':
        return applyVanished(tx, batch);
      case 'grant':
        return applyGrants(tx, this.ledger, batch);
      case 'mail-addresses':
        return applyMailAddresses(tx, batch);
      case 'lead-added':
        return applyAddedPeople(tx, 'lead', batch);
      case 'member-added':
        return applyAddedPeople(tx, 'member', batch);
      case 'lead-removed':
        return applyRemovedPeople(tx, 'lead', batch);
      case 'member-removed':
        return applyRemovedPeople(tx, 'member', batch);
      case 'drift':
        return applyDrift(tx, batch);
    }
  }

  async duePushes(
    tx: Tx,
    syncRunId: string,
    resources: readonly { readonly id: number; readonly site: string }[],
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<DuePush[]> {
    const rows = await tx.query<{
      itemId: string;
      groupId: number;
      projectId: number;
      payload: PushPayload;
      granted: string;
      used: string;
      open: string;
      lastReadings: SiteReadings | null;
    }>(
      `select i.id::text as "itemId", i.group_id as "groupId", p.id as "projectId", i.payload,
              a.granted::text, a.used::text, a.open::text, ${LAST_READINGS_SQL} as "lastReadings"
         from (select * from sync_item
                where sync_run_id = $1 and kind = 'push' and status in ('planned', 'approved')
                  and id > $2
                order by id limit $3) i
         join perun_group g on g.group_id = i.group_id
         join project p on p.id = g.project_id
         join account a on a.project_id = p.id
        order by i.id`,
      [syncRunId, after, limit],
    );
    return rows.map(({ granted, used, open, lastReadings, ...row }) => ({
      ...row,
      account: { granted, used, open },
      lastReadings: readingsByResource(lastReadings, resources),
    }));
  }

  async intend(tx: Tx, intents: readonly Intent[]): Promise<void> {
    await tx.query(
      `update perun_group g
          set intended_used = coalesce(i.used, g.intended_used),
              intended_granted = coalesce(i.granted, g.intended_granted)
         from unnest($1::int[], $2::text[], $3::text[]) as i(project_id, used, granted)
        where g.project_id = i.project_id`,
      columnsOf(intents),
    );
    await tx.query(
      `update perun_assignment a set intended_timestamps = t.times
         from jsonb_to_recordset($1::jsonb) as t(project_id int, resource_id int, times jsonb)
        where a.project_id = t.project_id and a.resource_id = t.resource_id`,
      [timesOf(intents)],
    );
  }

  async confirm(tx: Tx, intents: readonly Intent[]): Promise<void> {
    await tx.query(
      `update perun_group g
          set pushed_used = coalesce(i.used, g.pushed_used),
              intended_used = case when i.used is null then g.intended_used end,
              pushed_granted = coalesce(i.granted, g.pushed_granted),
              intended_granted = case when i.granted is null then g.intended_granted end
         from unnest($1::int[], $2::text[], $3::text[]) as i(project_id, used, granted)
        where g.project_id = i.project_id`,
      columnsOf(intents),
    );
    await tx.query(
      `update perun_assignment a set pushed_timestamps = t.times, intended_timestamps = null
         from jsonb_to_recordset($1::jsonb) as t(project_id int, resource_id int, times jsonb)
        where a.project_id = t.project_id and a.resource_id = t.resource_id`,
      [timesOf(intents)],
    );
  }

  async finish(tx: Tx, outcomes: readonly ItemOutcome[], now: Date): Promise<void> {
    await tx.query(
      `update sync_item i
          set status = o.status, applied_at = case when o.status = 'applied' then $2::timestamptz end,
              after = coalesce(o.after, i.after), detail = coalesce(concat_ws(' ', i.detail, o.detail), i.detail)
         from jsonb_to_recordset($1::jsonb) as o("itemId" bigint, status text, after text, detail text)
        where i.id = o."itemId"`,
      [JSON.stringify(outcomes), now],
    );
  }
}

function columnsOf(intents: readonly Intent[]): [number[], (string | null)[], (string | null)[]] {
  return [
    intents.map(({ projectId }) => projectId),
    intents.map(({ used }) => used),
    intents.map(({ granted }) => granted),
  ];
}

function timesOf(intents: readonly Intent[]): string {
  return JSON.stringify(
    intents.flatMap(({ projectId, timestamps }) =>
      [...timestamps].map(([resourceId, times]) => ({
        project_id: projectId,
        resource_id: resourceId,
        times,
      })),
    ),
  );
}
