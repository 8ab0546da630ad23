import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Credit rules that staff edit: drafts of cost tables with versions, rates per project, size weights,
 * metrics whose rules change from an instant on, and the audit trail.
 *
 * Why it looks as it does:
 * - `applies_from` is from when a table rates usage; `effective_from` is what its author stated. They
 *   differ for a table that was published with a past date: what was rated before its publication stays
 *   as it is (docs/adr/0016). `cost_table_window` derives from both when which table is in force.
 * - A trigger keeps published tables as they are, with their rates and weights: the application must be
 *   able to edit drafts, so a privilege cannot tell the two apart.
 * - Rules of a metric that were replaced stay in `metric_rule_past`: an interval is judged by the rules of
 *   the time when it ended, or verification would hold old charges against new rules.
 * - `audit_event` can be added to and read, nothing else.
 *
 * Lock cost: short exclusive locks on `cost_table`, `cost_rate` and `metric`, which hold a few hundred rows.
 */
export class ExtendCreditRules1795359600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(METRICS);
    await queryRunner.query(COST_TABLES);
    await queryRunner.query(WINDOWS);
    await queryRunner.query(GUARD);
    await queryRunner.query(AUDIT);
    await queryRunner.query(PRIVILEGES);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(DOWN);
  }
}

const METRICS = `
alter table metric
  add column version int not null default 1,
  add column rules_from timestamptz,
  add column changed_at timestamptz not null default now(),
  add column changed_by text not null default 'system',
  add constraint metric_active_span check (active_to > active_from);
comment on column metric.rules_from is
  'reading unit, factor, reset policy and plausible maximum hold for intervals that end after this; null = since ever';

create table metric_rule_past (
  metric_id int not null references metric,
  until_at timestamptz not null,
  reading_unit text not null,
  reading_factor numeric not null,
  reset_policy text not null,
  plausible_max_per_hour numeric,
  primary key (metric_id, until_at)
);
comment on table metric_rule_past is 'rules of a metric for intervals that ended at or before until_at';
`;

const COST_TABLES = `
alter table cost_table
  add column version int not null default 1,
  add column changed_at timestamptz,
  add column changed_by text,
  add column copied_from_id int references cost_table,
  add column requested_at timestamptz,
  add column requested_by text,
  add column request_reason text,
  add column request_impact numeric,
  add column confirmed_by text,
  add column publish_reason text,
  add column applies_from timestamptz;
update cost_table
   set changed_at = created_at, changed_by = created_by,
       applies_from = case when status = 'published' then effective_from end;
alter table cost_table
  alter column changed_at set not null,
  alter column changed_at set default now(),
  alter column changed_by set not null,
  alter column changed_by set default 'system',
  add constraint cost_table_applies check ((status = 'published') = (applies_from is not null)),
  add constraint cost_table_applies_late check (applies_from >= effective_from);
comment on column cost_table.effective_from is 'as its author stated it';
comment on column cost_table.applies_from is
  'rates usage from here on; later than effective_from where it was published with a past date';
-- A later publication for the same instant takes over; the order is effective_from, published_at, id.
drop index cost_table_one_per_instant;

alter table cost_rate drop constraint cost_rate_cost_table_id_metric_id_site_id_key;
alter table cost_rate add column project_id int references project;
alter table cost_rate add unique nulls not distinct (cost_table_id, metric_id, site_id, project_id);
create index cost_rate_project on cost_rate (project_id) where project_id is not null;
comment on column cost_rate.rate is
  'credits per unit of the metric. Precedence: project and site, project, site, neither';

create table size_weight (
  cost_table_id int not null references cost_table on delete cascade,
  metric_id int not null references metric,
  value numeric not null check (value > 0),
  weight numeric not null check (weight > 0),
  set_at timestamptz not null,
  primary key (cost_table_id, metric_id, value)
);
comment on table size_weight is
  'machines of at most value (in the metric''s unit) count weight times; exporters apply it before they report';
`;

const WINDOWS = `
-- When which published table is in force: of those that apply, the one that takes effect last.
create view cost_table_window as
select id, valid_from, valid_to
  from (select id, applies_from as valid_from,
               coalesce(min(applies_from) over (order by effective_from, published_at, id
                                                rows between 1 following and unbounded following),
                        'infinity') as valid_to
          from cost_table
         where status = 'published') published
 where valid_from < valid_to;

-- Which rate holds when, for projects without a rate of their own.
create or replace view rate_window as
select m.id as metric_id, s.id as site_id, t.id as cost_table_id, t.valid_from, t.valid_to, r.rate
  from cost_table_window t
 cross join metric m
 cross join site s
  join lateral (
    select rate from cost_rate r
     where r.cost_table_id = t.id and r.metric_id = m.id and r.project_id is null
       and (r.site_id = s.id or r.site_id is null)
     order by r.site_id nulls last
     limit 1
  ) r on true;

-- The rates of projects that have their own, in the same windows.
create view project_rate_window as
select distinct on (r.project_id, r.metric_id, s.id, t.id)
       r.project_id, r.metric_id, s.id as site_id, t.id as cost_table_id, t.valid_from, t.valid_to, r.rate
  from cost_rate r
  join cost_table_window t on t.id = r.cost_table_id
  join site s on s.id = r.site_id or r.site_id is null
 where r.project_id is not null
 order by r.project_id, r.metric_id, s.id, t.id, r.site_id nulls last;

-- Which rate holds when for one series; ask by project_id and series_id.
create view series_rate_window as
select s.project_id, s.id as series_id, w.cost_table_id, w.valid_from, w.valid_to, w.rate
  from series s
  join lateral (
    select t.id as cost_table_id, t.valid_from, t.valid_to, r.rate
      from cost_table_window t
      join lateral (
        select rate from cost_rate r
         where r.cost_table_id = t.id and r.metric_id = s.metric_id
           and (r.project_id = s.project_id or r.project_id is null)
           and (r.site_id = s.site_id or r.site_id is null)
         order by r.project_id nulls last, r.site_id nulls last
         limit 1
      ) r on true
  ) w on true;
`;

const GUARD = `
create function guard_published_cost_table() returns trigger
language plpgsql as $$
begin
  if old.status = 'published' then
    raise exception 'cost table % is published and does not change', old.id using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
create trigger guard_published before update or delete on cost_table
  for each row execute function guard_published_cost_table();

create function guard_published_cost_rows() returns trigger
language plpgsql as $$
declare
  table_id int := case when tg_op = 'INSERT' then new.cost_table_id else old.cost_table_id end;
begin
  if exists (select from cost_table where id = table_id and status = 'published')
     or (tg_op = 'UPDATE' and new.cost_table_id <> old.cost_table_id) then
    raise exception 'cost table % is published and does not change', table_id using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
create trigger guard_published before insert or update or delete on cost_rate
  for each row execute function guard_published_cost_rows();
create trigger guard_published before insert or update or delete on size_weight
  for each row execute function guard_published_cost_rows();
`;

const AUDIT = `
create table audit_event (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null check (actor <> ''),
  action text not null check (action <> ''),
  subject_kind text not null,
  subject text not null,
  subject_title text,
  reason text,
  before jsonb,
  after jsonb
);
comment on table audit_event is 'who changed what, and why; entries are only ever added';
create index audit_event_subject on audit_event (subject_kind, subject, id);
create index audit_event_time on audit_event (at);
`;

const PRIVILEGES = `
grant select on cost_table_window, rate_window, project_rate_window, series_rate_window to os_credits_app;
grant select, insert, update, delete on size_weight to os_credits_app;
grant select, insert on metric_rule_past, audit_event to os_credits_app;
`;

const DOWN = `
drop table audit_event;
drop trigger guard_published on cost_table;
drop trigger guard_published on cost_rate;
drop table size_weight;
drop function guard_published_cost_table;
drop function guard_published_cost_rows;
drop view series_rate_window;
drop view project_rate_window;
delete from cost_rate where project_id is not null;
alter table cost_rate drop constraint cost_rate_cost_table_id_metric_id_site_id_project_id_key;
create or replace view rate_window as
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
drop view cost_table_window;
alter table cost_rate drop column project_id;
alter table cost_rate add unique nulls not distinct (cost_table_id, metric_id, site_id);
comment on column cost_rate.rate is 'credits per unit of the metric; site_id null = every site without a row of its own';
comment on column cost_table.effective_from is null;
alter table cost_table
  drop constraint cost_table_applies, drop constraint cost_table_applies_late,
  drop column version, drop column changed_at, drop column changed_by, drop column copied_from_id,
  drop column requested_at, drop column requested_by, drop column request_reason,
  drop column request_impact, drop column confirmed_by, drop column publish_reason,
  drop column applies_from;
create unique index cost_table_one_per_instant on cost_table (effective_from) where status = 'published';
drop table metric_rule_past;
alter table metric
  drop constraint metric_active_span, drop column version, drop column rules_from,
  drop column changed_at, drop column changed_by;
`;
