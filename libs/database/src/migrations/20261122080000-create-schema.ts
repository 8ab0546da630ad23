import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first schema: registry (projects, sites, metrics, cost tables), readings and their intake,
 * charges, ledger, accounts and rollups, sign-in and tokens.
 *
 * Why it looks as it does:
 * - Keys of every table that grows lead with `project_id`, so that the tables can be distributed by
 *   project without a change of shape.
 * - `os_credits_app` is the role the processes work as. It may insert ledger entries but never update
 *   or delete one; append-only is a privilege, not a trigger.
 * - Partitions are made and dropped by SECURITY DEFINER functions, because the application role owns
 *   nothing.
 *
 * Lock cost: none, the database is empty.
 */
export class CreateSchema1795305600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ROLE);
    await queryRunner.query(REGISTRY);
    await queryRunner.query(READINGS);
    await queryRunner.query(PARTITION_FUNCTIONS);
    await queryRunner.query(ACCOUNTS);
    await queryRunner.query(ACCESS);
    await queryRunner.query(PRIVILEGES);
    await queryRunner.query(SEED);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop function ensure_reading_partitions(timestamptz, timestamptz);
      drop function drop_reading_partitions(timestamptz);
      drop view rate_window;
      drop table installation, user_session, access_token, data_quality_event, held_charge,
        usage_day, account, ledger_entry, open_charge, rating_total, quarantined_reading, series_anchor, reading,
        ingest_payload, ingest_batch, series, cost_rate, cost_table, project, metric, site cascade;
      revoke usage on schema public from os_credits_app;
      do $$
      begin
        execute format('revoke temporary on database %I from os_credits_app', current_database());
      end
      $$`);
  }
}

const ROLE = `
do $$
begin
  -- Asking first lets a login migrate that may not create roles, where the role was made for it.
  if not exists (select from pg_roles where rolname = 'os_credits_app') then
    create role os_credits_app nologin;
  end if;
exception
  when duplicate_object or unique_violation then null;
end
$$;
do $$
begin
  set local role os_credits_app;
  reset role;
exception
  -- Having made the role is not enough to become it; a superuser never comes here.
  when insufficient_privilege then execute format('grant os_credits_app to %I', current_user);
end
$$;
grant usage on schema public to os_credits_app;
do $$
begin
  execute format('grant temporary on database %I to os_credits_app', current_database());
end
$$;
`;

const REGISTRY = `
create table installation (
  id uuid primary key,
  created_at timestamptz not null default now()
);

create table site (
  id int generated always as identity primary key,
  name text not null unique check (name <> ''),
  display_name text,
  created_at timestamptz not null default now()
);
comment on column site.name is 'value of the site label on the wire (location_id, or location)';

create table metric (
  id int generated always as identity primary key,
  name text not null unique check (name <> ''),
  friendly_name text not null unique check (friendly_name <> ''),
  description text not null default '',
  unit text not null,
  reading_unit text not null,
  reading_factor numeric not null check (reading_factor > 0),
  reset_policy text not null default 'rebaseline'
    check (reset_policy in ('rebaseline', 'from-zero', 'high-water')),
  plausible_max_per_hour numeric check (plausible_max_per_hour > 0),
  active_from timestamptz,
  active_to timestamptz,
  created_at timestamptz not null default now()
);
comment on column metric.unit is 'unit that rates refer to, such as GiB·h';
comment on column metric.reading_factor is 'units per reading unit: MiB·h readings of a GiB·h metric have 0.0009765625';
comment on column metric.plausible_max_per_hour is 'in the metric''s unit; growth above it is a held charge; null = off';

create table project (
  id int generated always as identity primary key,
  name text not null unique check (name <> ''),
  status text not null default 'unverified' check (status in ('unverified', 'active', 'inactive')),
  created_at timestamptz not null default now(),
  verified_at timestamptz
);

create table cost_table (
  id int generated always as identity primary key,
  title text not null check (title <> ''),
  note text not null default '',
  status text not null default 'draft' check (status in ('draft', 'published')),
  effective_from timestamptz not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  published_at timestamptz,
  published_by text,
  check ((status = 'published') = (published_at is not null))
);
create unique index cost_table_one_per_instant on cost_table (effective_from) where status = 'published';

create table cost_rate (
  cost_table_id int not null references cost_table,
  metric_id int not null references metric,
  site_id int references site,
  rate numeric not null check (rate > 0),
  unique nulls not distinct (cost_table_id, metric_id, site_id)
);
comment on column cost_rate.rate is 'credits per unit of the metric; site_id null = every site without a row of its own';

-- Which rate holds when: one row per metric, site and published table that prices the metric.
create view rate_window as
with published as (
  select id, effective_from,
         coalesce(lead(effective_from) over (order by effective_from), 'infinity') as effective_to
    from cost_table
   where status = 'published'
)
select m.id as metric_id, s.id as site_id, p.id as cost_table_id,
       p.effective_from as valid_from, p.effective_to as valid_to, r.rate
  from published p
 cross join metric m
 cross join site s
  join lateral (
    select rate from cost_rate r
     where r.cost_table_id = p.id and r.metric_id = m.id and (r.site_id = s.id or r.site_id is null)
     order by r.site_id nulls last
     limit 1
  ) r on true;
`;

const READINGS = `
create table series (
  project_id int not null references project,
  id int generated always as identity,
  site_id int not null references site,
  metric_id int not null references metric,
  first_at timestamptz,
  last_at timestamptz,
  last_value numeric,
  high_water numeric,
  created_at timestamptz not null default now(),
  primary key (project_id, id),
  unique (project_id, site_id, metric_id)
) with (fillfactor = 60);
comment on table series is 'one project x site x metric, with the state that rating continues from: the latest rated reading';

create table ingest_batch (
  id bigint generated always as identity primary key,
  received_at timestamptz not null default now(),
  wire text not null,
  token_id uuid,
  reading_count int not null,
  quarantined_count int not null default 0
);
comment on table ingest_batch is 'where readings came from: wire format, token, time received';

create table ingest_payload (
  batch_id bigint primary key,
  reading_count int not null,
  project_ids int[] not null,
  series_ids int[] not null,
  ats timestamptz[] not null,
  values numeric[] not null
);
alter table ingest_payload
  alter column project_ids set storage external,
  alter column series_ids set storage external,
  alter column ats set storage external,
  alter column values set storage external;
comment on table ingest_payload is 'acknowledged readings that rating has not taken yet; a row leaves in the transaction that rates it';

create table reading (
  project_id int not null,
  series_id int not null,
  at timestamptz not null,
  batch_id bigint not null,
  value numeric not null,
  primary key (project_id, series_id, at)
) partition by range (at);

create table series_anchor (
  project_id int not null,
  series_id int not null,
  at timestamptz not null,
  value numeric not null,
  high_water numeric not null,
  primary key (project_id, series_id)
);
comment on table series_anchor is 'the last reading of a series that retention dropped: what the first retained one is rated against';

create table rating_total (
  outcome text primary key,
  total bigint not null default 0
);
comment on table rating_total is 'readings by what rating made of them: stored, duplicate, conflict, reset, held';

create table quarantined_reading (
  id bigint generated always as identity primary key,
  batch_id bigint,
  received_at timestamptz not null default now(),
  wire text not null,
  token_id uuid,
  reason text not null,
  detail text not null,
  position int,
  project_name text,
  site_name text,
  metric_name text,
  at timestamptz,
  value text,
  raw text,
  status text not null default 'open' check (status in ('open', 'released', 'dismissed')),
  resolved_at timestamptz,
  resolved_by text,
  resolution_reason text
);
create index quarantined_reading_open on quarantined_reading (received_at, id) where status = 'open';
create index quarantined_reading_project on quarantined_reading (project_name, received_at);
`;

const PARTITION_FUNCTIONS = `
create function ensure_reading_partitions(from_at timestamptz, to_at timestamptz) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  week timestamptz := date_trunc('week', from_at at time zone 'UTC') at time zone 'UTC';
  made int := 0;
  name text;
begin
  -- One maker at a time; the lock is released with the transaction.
  perform pg_advisory_xact_lock(hashtext('os_credits.reading_partitions'));
  while week < to_at loop
    name := 'reading_' || to_char(week at time zone 'UTC', 'IYYY"w"IW');
    if to_regclass('public.' || name) is null then
      execute format('create table %I partition of reading for values from (%L) to (%L)',
                     name, week, week + interval '7 days');
      execute format('grant select, insert on %I to os_credits_app', name);
      made := made + 1;
    end if;
    week := week + interval '7 days';
  end loop;
  return made;
end
$$;

create function drop_reading_partitions(before_at timestamptz) returns text[]
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  part record;
  dropped text[] := '{}';
begin
  perform pg_advisory_xact_lock(hashtext('os_credits.reading_partitions'));
  for part in
    select c.relname as name,
           (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \\(''([^'']+)''\\)'))[1]::timestamptz as to_at
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'public.reading'::regclass
     order by 2
  loop
    exit when part.to_at > before_at;
    -- What the oldest retained reading of a series is rated against must not go with the partition.
    execute format(
      'insert into series_anchor (project_id, series_id, at, value, high_water)
       select distinct on (project_id, series_id) project_id, series_id, at, value,
              max(value) over (partition by project_id, series_id)
         from %I order by project_id, series_id, at desc
       on conflict (project_id, series_id) do update
         set at = excluded.at, value = excluded.value,
             high_water = greatest(series_anchor.high_water, excluded.high_water)', part.name);
    execute format('drop table %I', part.name);
    dropped := dropped || part.name;
  end loop;
  return dropped;
end
$$;
revoke all on function ensure_reading_partitions(timestamptz, timestamptz) from public;
revoke all on function drop_reading_partitions(timestamptz) from public;
grant execute on function ensure_reading_partitions(timestamptz, timestamptz) to os_credits_app;
grant execute on function drop_reading_partitions(timestamptz) to os_credits_app;
`;

const ACCOUNTS = `
create table open_charge (
  project_id int not null,
  series_id int not null,
  hour timestamptz not null,
  cost_table_id int not null references cost_table,
  rate numeric not null,
  quantity numeric not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  reading_count int not null,
  primary key (project_id, series_id, hour, cost_table_id)
) with (fillfactor = 50);
comment on table open_charge is 'what a series used in an hour and is not in the ledger yet; becomes a ledger entry when the hour closes. For an hour that was posted before, it is the difference';

create table ledger_entry (
  project_id int not null references project,
  id bigint generated always as identity,
  kind text not null check (kind in ('grant', 'charge', 'adjustment', 'reversal')),
  effective_at timestamptz not null,
  posted_at timestamptz not null default now(),
  credits numeric not null,
  series_id int,
  hour timestamptz,
  cost_table_id int references cost_table,
  rate numeric,
  quantity numeric,
  from_at timestamptz,
  to_at timestamptz,
  corrects_id bigint,
  reason text,
  source text,
  actor text,
  idempotency_key text,
  primary key (project_id, id),
  check (kind <> 'charge' or (series_id is not null and hour is not null and cost_table_id is not null
         and rate is not null and quantity is not null and credits = -(quantity * rate))),
  check (kind <> 'reversal' or corrects_id is not null),
  check (kind in ('grant', 'charge') or reason <> '')
);
comment on column ledger_entry.credits is 'signed effect on what remains: grants are positive, charges negative';
comment on column ledger_entry.effective_at is 'from when the entry counts: the end of a charge''s hour, the day of a grant';
create index ledger_entry_statement on ledger_entry (project_id, effective_at, id);
create index ledger_entry_charge on ledger_entry (project_id, series_id, hour) where kind = 'charge';
create index ledger_entry_other on ledger_entry (project_id, effective_at) where kind <> 'charge';
create unique index ledger_entry_idempotency on ledger_entry (project_id, idempotency_key)
  where idempotency_key is not null;

create table account (
  project_id int primary key references project,
  granted numeric not null default 0,
  used numeric not null default 0,
  open numeric not null default 0
) with (fillfactor = 50);
comment on table account is 'sums of the ledger (granted, used) and of the open charges; law: granted - used = sum(ledger_entry.credits)';

create table usage_day (
  project_id int not null,
  day date not null,
  series_id int not null,
  quantity numeric not null,
  credits numeric not null,
  primary key (project_id, day, series_id)
) with (fillfactor = 80);
comment on table usage_day is 'posted charges per series and UTC day of their hour';

create table held_charge (
  project_id int not null,
  series_id int not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  quantity numeric not null,
  limit_per_hour numeric not null,
  status text not null default 'held' check (status in ('held', 'released', 'dismissed')),
  created_at timestamptz not null default now(),
  primary key (project_id, series_id, from_at, to_at)
);

create table data_quality_event (
  project_id int not null,
  series_id int not null,
  kind text not null check (kind in ('reset')),
  from_at timestamptz not null,
  to_at timestamptz not null,
  from_value numeric not null,
  to_value numeric not null,
  status text not null default 'open' check (status in ('open', 'acknowledged')),
  created_at timestamptz not null default now(),
  primary key (project_id, series_id, kind, from_at, to_at)
);
`;

const ACCESS = `
create table access_token (
  id uuid primary key,
  kind text not null check (kind in ('ingest', 'api')),
  name text not null check (name <> ''),
  secret_hash bytea not null unique,
  site_names text[],
  scopes text[] not null default '{}',
  created_at timestamptz not null default now(),
  created_by text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
comment on column access_token.site_names is 'ingest tokens: sites it may write for; null = every site';

create table user_session (
  id_hash bytea primary key,
  content jsonb not null,
  subject text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index user_session_expiry on user_session (expires_at);
create index user_session_subject on user_session (subject);
`;

const PRIVILEGES = `
grant select on all tables in schema public to os_credits_app;
grant insert, update, delete on ingest_payload, open_charge, user_session, held_charge, data_quality_event,
  cost_table, cost_rate to os_credits_app;
grant insert, update on site, metric, project, series, account, usage_day, series_anchor, access_token,
  quarantined_reading, rating_total to os_credits_app;
grant insert on installation, ingest_batch, reading, ledger_entry to os_credits_app;
grant delete on ingest_batch to os_credits_app;
`;

const SEED = `
insert into installation (id) values (gen_random_uuid());
insert into metric (name, friendly_name, description, unit, reading_unit, reading_factor) values
  ('project_vcpu_usage', 'cpu', 'Virtual CPUs times hours, weighted by machine size.', 'vCPU·h', 'vCPU·h', 1),
  ('project_mb_usage', 'ram', 'Memory times hours, weighted by machine size.', 'GiB·h', 'GiB·h', 1);
insert into cost_table (title, note, status, effective_from, created_by, published_at, published_by) values
  ('Default', 'One credit per vCPU hour, 0.3 per GiB hour.', 'published', '1970-01-01T00:00:00Z', 'system', now(), 'system');
insert into cost_rate (cost_table_id, metric_id, rate)
  select t.id, m.id, case m.friendly_name when 'cpu' then 1 else 0.3 end from cost_table t, metric m;
select ensure_reading_partitions(now() - interval '400 days', now() + interval '21 days');
`;
