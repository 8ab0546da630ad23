import { type Tx } from '../../../platform/database/index.js';
import { dueItems, settle } from './due-items.js';

interface Batch {
  readonly syncRunId: string;
  readonly limit: number;
  readonly now: Date;
}

const NO_PROJECT = 'The group has no project here.';

/** Gives people their role in a project. */
export async function applyAddedPeople(
  tx: Tx,
  role: 'lead' | 'member',
  batch: Batch,
): Promise<number> {
  const due = await dueItems(tx, batch.syncRunId, `${role}-added`, batch.limit);
  if (due.length === 0) return 0;
  const added = await tx.query<{ id: string }>(
    `with due as (
       select d.id, g.project_id, d.user_id
         from unnest($1::bigint[], $2::int[], $3::int[]) as d(id, group_id, user_id)
         join perun_group g on g.group_id = d.group_id
         join perun_user u on u.id = d.user_id),
     added as (
       insert into project_role (project_id, user_id, role, since)
       select distinct project_id, user_id, $4, $5::timestamptz from due order by 1, 2
       on conflict do nothing)
     select id::text from due`,
    [
      due.map(({ id }) => id),
      due.map(({ groupId }) => groupId),
      due.map(({ payload }) => payload.person.id),
      role,
      batch.now,
    ],
  );
  await settle(
    tx,
    due,
    added.map(({ id }) => id),
    { now: batch.now, otherwise: NO_PROJECT },
  );
  return due.length;
}

/** Takes a role away; the next request of that person is answered without it. */
export async function applyRemovedPeople(
  tx: Tx,
  role: 'lead' | 'member',
  batch: Batch,
): Promise<number> {
  const due = await dueItems(tx, batch.syncRunId, `${role}-removed`, batch.limit);
  if (due.length === 0) return 0;
  await tx.query(
    `delete from project_role r
      using unnest($1::int[], $2::int[]) as d(group_id, user_id), perun_group g
      where g.group_id = d.group_id and r.project_id = g.project_id and r.user_id = d.user_id and r.role = $3`,
    [due.map(({ groupId }) => groupId), due.map(({ payload }) => payload.userId), role],
  );
  await settle(
    tx,
    due,
    due.map(({ id }) => id),
    { now: batch.now, otherwise: NO_PROJECT },
  );
  return due.length;
}

/** Replaces the addresses of projects by those that Perun has. */
export async function applyMailAddresses(tx: Tx, batch: Batch): Promise<number> {
  const due = await dueItems(tx, batch.syncRunId, 'mail-addresses', batch.limit);
  if (due.length === 0) return 0;
  const groups = JSON.stringify(
    due.map(({ id, groupId, payload }) => ({ id, groupId, addresses: payload.addresses })),
  );
  const changed = await tx.query<{ id: string }>(
    `with due as (
       select d.id, g.project_id, d.addresses
         from jsonb_to_recordset($1::jsonb) as d(id bigint, "groupId" int, addresses jsonb)
         join perun_group g on g.group_id = d."groupId"),
     gone as (
       delete from project_mail m using due
        where m.project_id = due.project_id and not due.addresses ? m.address),
     added as (
       insert into project_mail (project_id, address)
       select due.project_id, a.address from due cross join jsonb_array_elements_text(due.addresses) as a(address)
       on conflict do nothing)
     select id::text from due`,
    [groups],
  );
  await settle(
    tx,
    due,
    changed.map(({ id }) => id),
    { now: batch.now, otherwise: NO_PROJECT },
  );
  return due.length;
}

/** Puts differences that others made onto the list of drift. */
export async function applyDrift(tx: Tx, batch: Batch): Promise<number> {
  const due = await dueItems(tx, batch.syncRunId, 'drift', batch.limit);
  if (due.length === 0) return 0;
  const noted = await tx.query<{ id: string }>(
    `with due as (
       select d.*, g.project_id, i.subject as attribute
         from jsonb_to_recordset($1::jsonb) as d(id bigint, "groupId" int, before text, after text, payload jsonb)
         join sync_item i on i.id = d.id
         join perun_group g on g.group_id = d."groupId"),
     noted as (
       insert into perun_drift as o (project_id, resource_id, field, attribute, ours, theirs, difference,
                                     is_first_contact, changed_by, changed_at, detected_at)
       select project_id, (payload->>'resourceId')::int, payload->>'field', attribute, before, after,
              (payload->>'difference')::numeric, (payload->>'isFirstContact')::boolean,
              payload->>'changedBy', payload->>'changedAt', $2
         from due
       on conflict (project_id, field, resource_id) where status = 'open' do update
          set ours = excluded.ours, theirs = excluded.theirs, difference = excluded.difference,
              changed_by = excluded.changed_by, changed_at = excluded.changed_at, detected_at = excluded.detected_at)
     select id::text from due`,
    [JSON.stringify(due), batch.now],
  );
  await settle(
    tx,
    due,
    noted.map(({ id }) => id),
    { now: batch.now, otherwise: NO_PROJECT },
  );
  return due.length;
}
