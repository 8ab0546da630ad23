import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/index.js';
import { type SeenGroup } from '../application/plan/change-set.js';
import {
  type KnownAssignment,
  type KnownGroup,
  type KnownPeople,
  type KnownProject,
} from '../application/plan/known.js';
import { type PulledPerson, type Timestamps } from '../application/plan/pulled.js';
import { KnownStore, type StoredCursor } from '../application/sync.ports.js';
import { LAST_READINGS_SQL, readingsByResource, type SiteReadings } from './last-readings.sql.js';

interface ProjectRow {
  readonly projectId: number;
  readonly name: string;
  readonly status: KnownProject['status'];
  readonly granted: string;
  readonly used: string;
  readonly open: string;
  readonly lastReadings: SiteReadings | null;
  readonly groupId: number | null;
  readonly isPresent: boolean;
  readonly grantCredits: string | null;
  readonly pushedUsed: string | null;
  readonly intendedUsed: string | null;
  readonly pushedGranted: string | null;
  readonly intendedGranted: string | null;
  readonly isAdopted: boolean;
  readonly needsLeads: boolean;
  readonly needsMembers: boolean;
  readonly mails: string[];
  readonly assignments: Readonly<
    Record<string, { present: boolean; pushed: Timestamps | null; intended: Timestamps | null }>
  > | null;
  readonly drift: Readonly<Record<string, string | null>> | null;
}

const PROJECTS_SQL = `
select p.id as "projectId", p.name, p.status, coalesce(a.granted, 0)::text as granted,
       coalesce(a.used, 0)::text as used, coalesce(a.open, 0)::text as open,
       ${LAST_READINGS_SQL} as "lastReadings",
       g.group_id as "groupId", g.is_present as "isPresent", g.grant_credits::text as "grantCredits",
       g.pushed_used as "pushedUsed", g.intended_used as "intendedUsed",
       g.pushed_granted as "pushedGranted", g.intended_granted as "intendedGranted",
       g.is_adopted as "isAdopted", g.needs_leads as "needsLeads", g.needs_members as "needsMembers",
       array(select address from project_mail m where m.project_id = p.id order by address) as mails,
       (select jsonb_object_agg(s.resource_id, jsonb_build_object('present', s.is_present,
                 'pushed', s.pushed_timestamps, 'intended', s.intended_timestamps))
          from perun_assignment s where s.project_id = p.id) as assignments,
       (select jsonb_object_agg(case when d.resource_id is null then d.field
                                     else d.field || ':' || d.resource_id end, d.theirs)
          from perun_drift d where d.project_id = p.id and d.status = 'open') as drift
  from project p
  left join account a on a.project_id = p.id
  left join perun_group g on g.project_id = p.id
 where $1::int[] is null or g.group_id = any ($1) or p.name = any ($2::text[])`;

/** {@link KnownStore} on PostgreSQL. */
@Injectable()
export class SqlKnownStore extends KnownStore {
  constructor(private readonly database: Database) {
    super();
  }

  async projects(
    filter: { readonly groupIds: readonly number[]; readonly names: readonly string[] } | null,
    resources: readonly { readonly id: number; readonly site: string }[],
  ): Promise<KnownProject[]> {
    const rows = await this.database.transaction(
      (tx) => tx.query<ProjectRow>(PROJECTS_SQL, [filter?.groupIds ?? null, filter?.names ?? null]),
      { isReadOnly: true, statementTimeoutMs: 120_000 },
    );
    return rows.map((row) => toKnownProject(row, resources));
  }

  async people(groupIds: readonly number[]): Promise<ReadonlyMap<number, KnownPeople>> {
    const rows = await this.database.query<{
      group_id: number;
      user_id: number;
      role: 'lead' | 'member';
      name: string;
    }>(
      `select g.group_id, r.user_id, r.role, u.name
         from perun_group g join project_role r on r.project_id = g.project_id
         join perun_user u on u.id = r.user_id
        where g.group_id = any ($1::int[])`,
      [groupIds],
    );
    const people = new Map<number, { leads: Map<number, string>; members: Map<number, string> }>();
    for (const row of rows) {
      const of = people.get(row.group_id) ?? { leads: new Map(), members: new Map() };
      people.set(row.group_id, of);
      (row.role === 'lead' ? of.leads : of.members).set(row.user_id, row.name);
    }
    return people;
  }

  async groupOfProject(name: string): Promise<number | null> {
    const [row] = await this.database.query<{ group_id: number }>(
      `select g.group_id from project p join perun_group g on g.project_id = p.id where p.name = $1`,
      [name],
    );
    return row?.group_id ?? null;
  }

  async groupsOfUsers(userIds: readonly number[]): Promise<number[]> {
    if (userIds.length === 0) return [];
    const rows = await this.database.query<{ group_id: number }>(
      `select distinct g.group_id from project_role r join perun_group g on g.project_id = r.project_id
        where r.user_id = any ($1::int[])`,
      [userIds],
    );
    return rows.map((row) => row.group_id);
  }

  async groupIds(): Promise<ReadonlySet<number>> {
    const rows = await this.database.query<{ group_id: number }>(
      'select group_id from perun_group',
    );
    return new Set(rows.map((row) => row.group_id));
  }

  async remember(tx: Tx, seen: readonly SeenGroup[], now: Date): Promise<void> {
    if (seen.length === 0) return;
    const facts = JSON.stringify(seen);
    await tx.query(
      `with seen as (
         select * from jsonb_to_recordset($1::jsonb) as s("projectId" int, confirmed jsonb))
       update perun_group g
          set pushed_used = coalesce(s.confirmed->>'used', g.pushed_used),
              intended_used = case when s.confirmed ? 'used' then null else g.intended_used end,
              pushed_granted = coalesce(s.confirmed->>'granted', g.pushed_granted),
              intended_granted = case when s.confirmed ? 'granted' then null else g.intended_granted end,
              grant_credits = coalesce((s.confirmed->>'grantCredits')::numeric, g.grant_credits)
         from seen s
        where g.project_id = s."projectId" and s.confirmed <> '{}'`,
      [facts],
    );
    await tx.query(
      `with seen as (
         select * from jsonb_to_recordset($1::jsonb) as s("projectId" int, resources jsonb, confirmed jsonb)),
       gone as (
         update perun_assignment a set is_present = false from seen s
          where a.project_id = s."projectId" and a.is_present
            and not s.resources @> to_jsonb(a.resource_id))
       insert into perun_assignment as a (project_id, resource_id, pushed_timestamps)
       select s."projectId", r.id::int, s.confirmed->'timestamps'->r.id
         from seen s cross join jsonb_array_elements_text(s.resources) as r(id)
       on conflict (project_id, resource_id) do update
         set is_present = true,
             pushed_timestamps = coalesce(excluded.pushed_timestamps, a.pushed_timestamps),
             intended_timestamps = case when excluded.pushed_timestamps is null then a.intended_timestamps end
       where not a.is_present or excluded.pushed_timestamps is not null`,
      [facts],
    );
    await tx.query(
      `with gone as (
         select s."projectId" as project_id, k.key
           from jsonb_to_recordset($1::jsonb) as s("projectId" int, "vanishedDrift" jsonb)
          cross join jsonb_array_elements_text(s."vanishedDrift") as k(key))
       update perun_drift d set status = 'vanished', resolved_at = $2
         from gone
        where d.project_id = gone.project_id and d.status = 'open'
          and gone.key = case when d.resource_id is null then d.field else d.field || ':' || d.resource_id end`,
      [facts, now],
    );
  }

  async markPeople(
    tx: Tx,
    marks: {
      readonly leads: readonly number[] | 'all';
      readonly members: readonly number[] | 'all';
    },
  ): Promise<void> {
    for (const [column, groups] of [
      ['needs_leads', marks.leads],
      ['needs_members', marks.members],
    ] as const) {
      if (groups !== 'all' && groups.length === 0) continue;
      await tx.query(
        `update perun_group set ${column} = true
          where not ${column} and ($1::int[] is null or group_id = any ($1))`,
        [groups === 'all' ? null : groups],
      );
    }
  }

  async notePeopleRead(tx: Tx, groupIds: readonly number[], now: Date): Promise<void> {
    await tx.query(`update perun_group set people_at = $2 where group_id = any ($1::int[])`, [
      groupIds,
      now,
    ]);
  }

  async clearPeopleMarks(tx: Tx, syncRunId: string): Promise<void> {
    await tx.query(
      `update perun_group g set needs_leads = false, needs_members = false,
              people_at = greatest(g.people_at, r.started_at)
         from sync_run r
        where r.id = $1 and (g.needs_leads or g.needs_members)
          and (g.people_at >= r.started_at or g.linked_at >= r.started_at)
          and not exists (
            select from sync_item i
             where i.sync_run_id = r.id and i.group_id = g.group_id and i.status <> 'applied'
               and i.kind in ('lead-added', 'lead-removed', 'member-added', 'member-removed'))`,
      [syncRunId],
    );
  }

  async rememberPeople(tx: Tx, people: readonly PulledPerson[], now: Date): Promise<void> {
    const unique = [...new Map(people.map((person) => [person.id, person])).values()];
    if (unique.length === 0) return;
    const ids = unique.map(({ id }) => id);
    await tx.query(
      `insert into perun_user (id, name, read_at)
       select id, name, $3 from unnest($1::int[], $2::text[]) as u(id, name) order by id
       on conflict (id) do update set name = excluded.name, read_at = excluded.read_at`,
      [ids, unique.map(({ name }) => name), now],
    );
    const logins = unique.flatMap(({ id, logins: own }) =>
      own.map(([extSource, login]) => ({ id, extSource, login })),
    );
    const columns = [
      logins.map(({ login }) => login),
      logins.map(({ extSource }) => extSource),
      logins.map(({ id }) => id),
    ];
    await tx.query(
      `delete from perun_login l
        where l.user_id = any ($4::int[])
          and not exists (select from unnest($1::text[], $2::text[], $3::int[]) as n(login, ext_source, user_id)
                           where n.login = l.login and n.ext_source = l.ext_source and n.user_id = l.user_id)`,
      [...columns, ids],
    );
    await tx.query(
      `insert into perun_login (login, ext_source, user_id)
       select distinct on (login, ext_source) login, ext_source, user_id
         from unnest($1::text[], $2::text[], $3::int[]) as n(login, ext_source, user_id)
        order by login, ext_source, user_id
       on conflict (login, ext_source) do update set user_id = excluded.user_id
        where perun_login.user_id <> excluded.user_id`,
      columns,
    );
  }

  async cursor(): Promise<StoredCursor> {
    const [row] = await this.database.query<{
      message_id: string | null;
      recent_message_ids: string[];
      people_all_at: string | null;
    }>(`select message_id, recent_message_ids, people_all_at from perun_state`);
    return {
      messageId: row?.message_id == null ? null : Number(row.message_id),
      recentIds: (row?.recent_message_ids ?? []).map(Number),
      peopleAllAt: row?.people_all_at ?? null,
    };
  }

  async saveCursor(
    tx: Tx,
    cursor: {
      readonly messageId: number | null;
      readonly recentIds: readonly number[];
      readonly peopleAllAt: Date | null;
    },
  ): Promise<void> {
    if (cursor.messageId !== null) {
      await tx.query(`update perun_state set message_id = $1, recent_message_ids = $2`, [
        cursor.messageId,
        cursor.recentIds,
      ]);
    }
    if (cursor.peopleAllAt !== null) {
      await tx.query(`update perun_state set people_all_at = $1`, [cursor.peopleAllAt]);
    }
  }
}

function toKnownProject(
  row: ProjectRow,
  resources: readonly { readonly id: number; readonly site: string }[],
): KnownProject {
  const { projectId, name, status, granted, used, open } = row;
  return {
    projectId,
    name,
    status,
    account: { granted, used, open },
    lastReadings: readingsByResource(row.lastReadings, resources),
    group: row.groupId === null ? null : toKnownGroup(row, row.groupId),
  };
}

function toKnownGroup(row: ProjectRow, groupId: number): KnownGroup {
  return {
    groupId,
    isPresent: row.isPresent,
    grantCredits: row.grantCredits,
    used: { pushed: row.pushedUsed, intended: row.intendedUsed },
    granted: { pushed: row.pushedGranted, intended: row.intendedGranted },
    isAdopted: row.isAdopted,
    needsLeads: row.needsLeads,
    needsMembers: row.needsMembers,
    mails: row.mails,
    assignments: new Map(
      Object.entries(row.assignments ?? {}).map(([id, one]): [number, KnownAssignment] => [
        Number(id),
        { isPresent: one.present, memory: { pushed: one.pushed, intended: one.intended } },
      ]),
    ),
    openDrift: new Map(Object.entries(row.drift ?? {}).map(([key, theirs]) => [key, { theirs }])),
  };
}
