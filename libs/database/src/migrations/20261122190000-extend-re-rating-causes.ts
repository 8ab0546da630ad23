import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two more reasons to rate the past anew: a metric's readings were in another unit than its definition
 * said, and readings that were rated turned out to be wrong.
 *
 * Why it looks as it does:
 * - `metric_rule_past` says which unit held when. A trigger lets its rows change in a transaction that
 *   re-rates, and in no other: otherwise charges would be held against rules they were not made by.
 * - One plan at work per subject, whatever the cause: two would outdate each other.
 *
 * Lock cost: short exclusive locks on the tables of plans and on `metric_rule_past`, all of them small.
 */
export class ExtendReRatingCauses1795374000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(PLANS);
    await queryRunner.query(GUARD);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop trigger guard_re_rated on metric_rule_past;
      drop function guard_re_rated_rules;
      revoke update on metric_rule_past from os_credits_app;
      delete from re_rating_plan where cause <> 'cost-table';
      drop index re_rating_plan_one_at_work;
      alter table re_rating_plan
        drop constraint re_rating_plan_subject, drop column cause, drop column metric_id,
        drop column reading_unit, drop column reading_factor, drop column project_id, drop column site_id,
        alter column cost_table_id set not null;
      create unique index re_rating_plan_one_at_work on re_rating_plan (cost_table_id)
        where state in ('computing', 'ready', 'applying')`);
  }
}

const PLANS = `
alter table re_rating_plan
  add column cause text not null default 'cost-table'
    check (cause in ('cost-table', 'metric-unit', 'dismissed-readings')),
  add column metric_id int references metric,
  add column reading_unit text,
  add column reading_factor numeric check (reading_factor > 0),
  add column project_id int references project,
  add column site_id int references site,
  alter column cost_table_id drop not null,
  add constraint re_rating_plan_subject check (
    (cost_table_id is not null) = (cause = 'cost-table')
    and (metric_id is not null) = (cause <> 'cost-table')
    and (reading_unit is not null and reading_factor is not null) = (cause = 'metric-unit')
    and (project_id is not null) = (cause = 'dismissed-readings')
    and (site_id is null or cause = 'dismissed-readings'));
comment on column re_rating_plan.reading_unit is 'metric-unit: what the readings of the stretch were in';
comment on column re_rating_plan.site_id is 'dismissed-readings: null = at every site';

drop index re_rating_plan_one_at_work;
create unique index re_rating_plan_one_at_work
  on re_rating_plan (cause, cost_table_id, metric_id, project_id, site_id) nulls not distinct
  where state in ('computing', 'ready', 'applying');
`;

const GUARD = `
create function guard_re_rated_rules() returns trigger
language plpgsql as $$
begin
  if current_setting('os_credits.re_rating', true) is distinct from 'on' then
    raise exception 'rules of the past change by a re-rating only' using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;
create trigger guard_re_rated before update on metric_rule_past
  for each row execute function guard_re_rated_rules();
grant update on metric_rule_past to os_credits_app;
`;
