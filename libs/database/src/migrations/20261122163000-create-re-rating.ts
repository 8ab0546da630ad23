import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Plans of re-rating: what charges would change by if a cost table that was published late had applied
 * from its stated time on, and the entries that post it.
 *
 * Why it looks as it does:
 * - Differences are posted as charges, minus the quantity under the old table and plus under the new one,
 *   so that recomputing the ledger from the readings still agrees, and so that late readings of those hours
 *   are rated by the new table as well.
 * - The guard on published tables lets `applies_from` move, and only that, in a transaction that says it is
 *   re-rating.
 *
 * Lock cost: short exclusive locks on ledger_entry (a nullable column) and cost_table's trigger function.
 */
export class CreateReRating1795365000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(TABLES);
    await queryRunner.query(GUARD);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create or replace function guard_published_cost_table() returns trigger
      language plpgsql as $$
      begin
        if old.status = 'published' then
          raise exception 'cost table % is published and does not change', old.id using errcode = 'restrict_violation';
        end if;
        return case when tg_op = 'DELETE' then old else new end;
      end
      $$;
      alter table ledger_entry drop column plan_id;
      drop table re_rating_line, re_rating_project, re_rating_plan`);
  }
}

const TABLES = `
create table re_rating_plan (
  id uuid primary key,
  state text not null default 'computing'
    check (state in ('computing', 'ready', 'applying', 'applied', 'outdated', 'rejected', 'failed')),
  cost_table_id int not null references cost_table,
  from_at timestamptz not null,
  to_at timestamptz not null,
  reason text not null check (reason <> ''),
  author text not null,
  author_id text not null,
  created_at timestamptz not null default now(),
  plan_job_id uuid,
  computed_at timestamptz,
  decided_by text,
  decided_at timestamptz,
  decision_reason text,
  apply_job_id uuid,
  applied_at timestamptz,
  problem text,
  check (from_at < to_at)
);
create index re_rating_plan_newest on re_rating_plan (created_at desc, id desc);
create unique index re_rating_plan_one_at_work on re_rating_plan (cost_table_id)
  where state in ('computing', 'ready', 'applying');

create table re_rating_project (
  project_id int not null references project,
  plan_id uuid not null references re_rating_plan on delete cascade,
  old_credits numeric not null,
  new_credits numeric not null,
  entry_count int not null,
  primary key (project_id, plan_id)
);
create index re_rating_project_plan on re_rating_project (plan_id, (abs(new_credits - old_credits)) desc, project_id);

create table re_rating_line (
  project_id int not null,
  plan_id uuid not null references re_rating_plan on delete cascade,
  series_id int not null,
  hour timestamptz not null,
  cost_table_id int not null references cost_table,
  rate numeric not null,
  quantity numeric not null,
  primary key (project_id, plan_id, series_id, hour, cost_table_id)
);
comment on table re_rating_line is 'the entries a plan would post: quantity is signed';

alter table ledger_entry add column plan_id uuid;
comment on column ledger_entry.plan_id is 'the re-rating plan that posted it';

grant select, insert, update on re_rating_plan to os_credits_app;
grant select, insert, delete on re_rating_project, re_rating_line to os_credits_app;
`;

const GUARD = `
create or replace function guard_published_cost_table() returns trigger
language plpgsql as $$
begin
  if old.status = 'published' then
    if tg_op = 'UPDATE' and current_setting('os_credits.re_rating', true) = 'on'
       and to_jsonb(new) - 'applies_from' = to_jsonb(old) - 'applies_from' then
      return new;
    end if;
    raise exception 'cost table % is published and does not change', old.id using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
`;
