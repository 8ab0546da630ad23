import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the sync with Perun knows and does: groups and where they are assigned, people and their roles,
 * mail addresses, the runs with their change sets, drift, and the place in Perun's audit log.
 *
 * Why it looks as it does:
 * - `perun_group` is keyed by project (one group each), so everything about a project lies together;
 *   the group's id is unique beside it and needs no place in the key, because both tables have one row
 *   per project.
 * - What we last wrote (`pushed_*`) and what we meant to write (`intended_*`, stored before the call) are
 *   both remembered: a value that equals either is ours, also where the answer to the write was lost.
 * - A `sync_item` may be about a group that has no project yet, so it is keyed by an id of its own.
 * - Only one run at a time can be under way: a unique index over the states that are not over.
 * - `project_alias` keeps former names, so that readings which still carry one find their project.
 *
 * Lock cost: none; only new tables.
 */
export class CreatePerunSync1795356000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(GROUPS);
    await queryRunner.query(PEOPLE);
    await queryRunner.query(RUNS);
    await queryRunner.query(STATE);
    await queryRunner.query(PRIVILEGES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table perun_state, perun_drift, sync_item, sync_run, project_mail, project_role, perun_login,
        perun_user, perun_assignment, perun_group, project_alias`);
  }
}

const GROUPS = `
create table project_alias (
  name text primary key check (name <> ''),
  project_id int not null references project,
  created_at timestamptz not null default now()
);
comment on table project_alias is 'former names of projects: readings under one of them belong to the project';

create table perun_group (
  project_id int primary key references project,
  group_id int not null unique,
  is_present boolean not null default true,
  linked_at timestamptz not null default now(),
  vanished_at timestamptz,
  grant_credits numeric,
  pushed_used text,
  intended_used text,
  pushed_granted text,
  intended_granted text,
  is_adopted boolean not null default false,
  needs_leads boolean not null default true,
  needs_members boolean not null default true,
  people_at timestamptz
) with (fillfactor = 70);
comment on column perun_group.grant_credits is 'the grant of Perun that the ledger has; null before the first one';
comment on column perun_group.intended_used is 'what a write was begun with whose answer is not known yet';
comment on column perun_group.is_adopted is 'somebody decided about the used credits found at the first contact';
comment on column perun_group.needs_leads is 'they must be read again, because the audit log spoke of them or nobody read them yet';

create table perun_assignment (
  project_id int not null references project,
  resource_id int not null,
  is_present boolean not null default true,
  pushed_timestamps jsonb,
  intended_timestamps jsonb,
  primary key (project_id, resource_id)
) with (fillfactor = 70);
`;

const PEOPLE = `
create table perun_user (
  id int primary key,
  name text not null,
  read_at timestamptz not null default now()
);

create table perun_login (
  login text not null,
  ext_source text not null,
  user_id int not null references perun_user,
  primary key (login, ext_source)
);
create index perun_login_user on perun_login (user_id);
comment on table perun_login is 'how a subject of the identity provider is found: the login of an external source';

create table project_role (
  project_id int not null references project,
  user_id int not null references perun_user,
  role text not null check (role in ('lead', 'member')),
  since timestamptz not null default now(),
  primary key (project_id, user_id, role)
);
create index project_role_user on project_role (user_id);

create table project_mail (
  project_id int not null references project,
  address text not null,
  primary key (project_id, address)
);
comment on table project_mail is 'where messages about a project go, as Perun has it';
`;

const RUNS = `
create table sync_run (
  id uuid primary key,
  job_id uuid not null,
  state text not null default 'computing'
    check (state in ('computing', 'waiting', 'applying', 'done', 'failed', 'cancelled')),
  scope text not null check (scope in ('all', 'project', 'incremental')),
  project_name text,
  is_dry_run boolean not null,
  started_at timestamptz not null default now(),
  waiting_since timestamptz,
  ended_at timestamptz,
  actor text not null,
  call_count int not null default 0,
  work_ms bigint not null default 0,
  group_count int,
  changed_group_count int,
  people_list_count int,
  extra_write_count int not null default 0,
  error text
);
comment on column sync_run.work_ms is 'time at work, without waiting for a person';
comment on column sync_run.extra_write_count is 'further writes for timestamps of a group at a second or later resource';
create unique index sync_run_one_at_a_time on sync_run ((true)) where state in ('computing', 'waiting', 'applying');
create unique index sync_run_job on sync_run (job_id);
create index sync_run_newest on sync_run (started_at desc, id desc);

create table sync_item (
  id bigint generated always as identity primary key,
  sync_run_id uuid not null references sync_run on delete cascade,
  kind text not null check (kind in ('project-new', 'project-verified', 'project-renamed', 'project-vanished',
    'project-returned', 'grant', 'lead-added', 'lead-removed', 'member-added', 'member-removed',
    'mail-addresses', 'push', 'drift')),
  status text not null check (status in ('planned', 'waiting', 'approved', 'rejected', 'applied', 'failed', 'skipped')),
  group_id int,
  project_name text,
  subject text,
  before text,
  after text,
  guard text check (guard in ('many-vanished', 'grant-below-used', 'grant-removed', 'all-leads-gone',
    'empty-answer', 'name-taken')),
  detail text,
  payload jsonb not null default '{}',
  decided_by text,
  decided_at timestamptz,
  decision_reason text,
  applied_at timestamptz
) with (fillfactor = 70);
comment on column sync_item.payload is 'what applying the item needs beyond what people see';
create index sync_item_due on sync_item (sync_run_id, kind, id) where status in ('planned', 'approved');
create index sync_item_page on sync_item (sync_run_id, (status <> 'waiting'), project_name, id);
create index sync_item_waiting on sync_item (sync_run_id) where status = 'waiting';

create table perun_drift (
  id bigint generated always as identity primary key,
  project_id int not null references project,
  resource_id int,
  field text not null check (field in ('used', 'granted', 'timestamps')),
  attribute text not null,
  ours text,
  theirs text,
  difference numeric,
  is_first_contact boolean not null,
  changed_by text,
  changed_at text,
  detected_at timestamptz not null default now(),
  status text not null default 'open' check (status in ('open', 'took-theirs', 'wrote-ours', 'vanished')),
  resolved_at timestamptz,
  resolved_by text,
  reason text
);
create unique index perun_drift_open on perun_drift (project_id, field, resource_id) nulls not distinct
  where status = 'open';
create index perun_drift_page on perun_drift ((status <> 'open'), detected_at desc, id desc);
`;

const STATE = `
create table perun_state (
  id boolean primary key default true check (id),
  message_id bigint,
  recent_message_ids bigint[] not null default '{}',
  people_all_at timestamptz,
  is_schedule_made boolean not null default false,
  last_check jsonb
);
comment on table perun_state is 'one row: the last message of the audit log that was read, and the last connection test';
comment on column perun_state.recent_message_ids is 'messages that were read already and lie in the stretch that is read again, because some come late';
insert into perun_state default values;
`;

const PRIVILEGES = `
grant select, insert, update on perun_group, perun_assignment, perun_user, sync_run, sync_item, perun_drift
  to os_credits_app;
grant select, insert, update, delete on project_alias, perun_login, project_role, project_mail to os_credits_app;
grant select, update on perun_state to os_credits_app;
grant delete on sync_run, sync_item to os_credits_app;
`;
