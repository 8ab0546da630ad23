import { type Tx } from '../../../platform/database/index.js';
import { dueItems, settle, type DueItem } from './due-items.js';

interface Batch {
  readonly syncRunId: string;
  readonly limit: number;
  readonly now: Date;
}

type LinkKind = 'project-new' | 'project-verified' | 'project-returned';

/** Gives groups their projects: new ones, ones that wait for their group, ones that come back. */
export async function applyLinks(tx: Tx, kind: LinkKind, batch: Batch): Promise<number> {
  const due = await dueItems(tx, batch.syncRunId, kind, batch.limit);
  if (due.length === 0) return 0;
  await makeProjects(
    tx,
    due.filter(({ payload }) => payload.projectId === null).map(({ project }) => project),
  );
  await releaseGroups(tx, due);
  const linked = await tx.query<{ id: string }>(
    `with due as (
       select * from jsonb_to_recordset($1::jsonb) as d(id bigint, "groupId" int, project text, payload jsonb)),
     target as (
       select due.id, due."groupId" as group_id, due.payload->'confirmed' as confirmed, p.id as project_id
         from due join project p
           on case when due.payload->>'projectId' is null then p.name = due.project
                   else p.id = (due.payload->>'projectId')::int end),
     linked as (
       insert into perun_group as g (project_id, group_id, linked_at, pushed_used, pushed_granted, grant_credits)
       select project_id, group_id, $2, confirmed->>'used', confirmed->>'granted',
              (confirmed->>'grantCredits')::numeric
         from target order by project_id
       on conflict (project_id) do update
          set is_present = true, vanished_at = null, needs_leads = true, needs_members = true,
              pushed_used = coalesce(excluded.pushed_used, g.pushed_used),
              pushed_granted = coalesce(excluded.pushed_granted, g.pushed_granted),
              grant_credits = coalesce(excluded.grant_credits, g.grant_credits)
        where g.group_id = excluded.group_id
       returning g.project_id, g.group_id),
     activated as (
       update project p set status = 'active', verified_at = coalesce(p.verified_at, $2)
         from linked where p.id = linked.project_id)
     select target.id::text from target join linked using (project_id, group_id)`,
    [JSON.stringify(due), batch.now],
  );
  await tx.query(
    `insert into perun_assignment as a (project_id, resource_id, pushed_timestamps)
     select g.project_id, r.id::int, d.payload->'confirmed'->'timestamps'->r.id
       from jsonb_to_recordset($1::jsonb) as d("groupId" int, payload jsonb)
       join perun_group g on g.group_id = d."groupId"
      cross join jsonb_array_elements_text(d.payload->'resources') as r(id)
     on conflict (project_id, resource_id) do update
       set is_present = true,
           pushed_timestamps = coalesce(excluded.pushed_timestamps, a.pushed_timestamps)`,
    [JSON.stringify(due)],
  );
  await forgetTakenAliases(tx);
  await settle(tx, due, ids(linked), {
    now: batch.now,
    otherwise: 'The project belongs to another group meanwhile; the next run looks again.',
  });
  return due.length;
}

async function makeProjects(tx: Tx, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await tx.query(
    `insert into project (name) select name from unnest($1::text[]) name order by name
     on conflict (name) do nothing`,
    [names],
  );
  await tx.query(
    `insert into account (project_id) select id from project where name = any ($1::text[]) order by id
     on conflict (project_id) do nothing`,
    [names],
  );
}

/**
 * A project that was approved to go to another group leaves its former one: what was written there was
 * written to the other group, so the new one is met as at a first contact.
 */
async function releaseGroups(tx: Tx, due: readonly DueItem<LinkKind>[]): Promise<void> {
  const given = due.filter(
    ({ payload, decidedBy }) => payload.projectId !== null && decidedBy !== null,
  );
  if (given.length === 0) return;
  await tx.query(
    `with given as (
       select g.group_id, d."projectId" as project_id
         from unnest($1::int[], $2::int[]) as d("groupId", "projectId")
         join perun_group g on g.project_id = d."projectId" and g.group_id <> d."groupId" and not g.is_present),
     forgotten as (
       update perun_assignment a
          set is_present = false, pushed_timestamps = null, intended_timestamps = null
         from given where a.project_id = given.project_id)
     update perun_group g
        set group_id = d."groupId", pushed_used = null, intended_used = null, pushed_granted = null,
            intended_granted = null, is_adopted = false
       from unnest($1::int[], $2::int[]) as d("groupId", "projectId")
       join given on given.project_id = d."projectId"
      where g.project_id = d."projectId"
        and not exists (select from perun_group o where o.group_id = d."groupId")`,
    [given.map(({ groupId }) => groupId), given.map(({ payload }) => payload.projectId ?? 0)],
  );
}

/** Projects follow the names of their groups; former names are kept as aliases. */
export async function applyRenames(tx: Tx, batch: Batch): Promise<number> {
  const due = await dueItems(tx, batch.syncRunId, 'project-renamed', batch.limit);
  if (due.length === 0) return 0;
  await setHoldersAside(
    tx,
    due.filter(({ payload, decidedBy }) => payload.setAside && decidedBy !== null),
  );
  // Names may go round in a circle, so all are first taken off.
  const freed = await tx.query<{ id: string; projectId: number; former: string }>(
    `with due as (
       select d.id, d.name, g.project_id
         from unnest($1::bigint[], $2::int[], $3::text[]) as d(id, group_id, name)
         join perun_group g on g.group_id = d.group_id),
     free as (
       select due.* from due
        where not exists (select from project p where p.name = due.name
                            and p.id not in (select project_id from due)))
     update project p set name = '~renamed ' || p.id
       from free, project old
      where p.id = free.project_id and old.id = p.id
     returning free.id::text as id, p.id as "projectId", old.name as former`,
    [
      due.map(({ id }) => id),
      due.map(({ groupId }) => groupId),
      due.map(({ after }) => after ?? ''),
    ],
  );
  const nameOf = new Map(due.map(({ id, after }) => [id, after ?? '']));
  await tx.query(
    `update project p set name = f.name
       from unnest($1::int[], $2::text[]) as f(project_id, name) where p.id = f.project_id`,
    [freed.map(({ projectId }) => projectId), freed.map(({ id }) => nameOf.get(id) ?? '')],
  );
  await addAliases(tx, freed);
  await settle(tx, due, ids(freed), {
    now: batch.now,
    otherwise: 'Another project has this name; the next run looks again.',
  });
  return due.length;
}

/** The project that has a name which a group was approved to take gets one that says what it is. */
async function setHoldersAside(tx: Tx, due: readonly DueItem<'project-renamed'>[]): Promise<void> {
  if (due.length === 0) return;
  await tx.query(
    `update project p set name = left(p.name, 200) || ' (' || p.status || ' ' || p.id || ')'
       from unnest($1::int[], $2::text[]) as d(group_id, name)
      where p.name = d.name
        and not exists (select from perun_group g where g.project_id = p.id and g.group_id = d.group_id)`,
    [due.map(({ groupId }) => groupId), due.map(({ after }) => after ?? '')],
  );
}

async function addAliases(
  tx: Tx,
  renamed: readonly { readonly projectId: number; readonly former: string }[],
): Promise<void> {
  await tx.query(
    `insert into project_alias (name, project_id)
     select name, project_id from unnest($1::text[], $2::int[]) as a(name, project_id)
     on conflict (name) do update set project_id = excluded.project_id, created_at = now()`,
    [renamed.map(({ former }) => former), renamed.map(({ projectId }) => projectId)],
  );
  await forgetTakenAliases(tx);
}

/** A present name wins over a former one. */
async function forgetTakenAliases(tx: Tx): Promise<void> {
  await tx.query(`delete from project_alias a using project p where p.name = a.name`);
}

/** Groups that are gone: the project is inactive from now on, and nothing else changes. */
export async function applyVanished(tx: Tx, batch: Batch): Promise<number> {
  const due = await dueItems(tx, batch.syncRunId, 'project-vanished', batch.limit);
  if (due.length === 0) return 0;
  const gone = await tx.query<{ id: string }>(
    `with due as (select * from unnest($1::bigint[], $2::int[]) as d(id, group_id)),
     gone as (
       update perun_group g set is_present = false, vanished_at = $3
         from due where g.group_id = due.group_id and g.is_present
       returning g.project_id, due.id),
     inactive as (
       update project p set status = 'inactive' from gone where p.id = gone.project_id),
     unassigned as (
       update perun_assignment a set is_present = false from gone where a.project_id = gone.project_id)
     select id::text from gone`,
    [due.map(({ id }) => id), due.map(({ groupId }) => groupId), batch.now],
  );
  await settle(tx, due, ids(gone), { now: batch.now, otherwise: 'It is inactive already.' });
  return due.length;
}

function ids(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id);
}
