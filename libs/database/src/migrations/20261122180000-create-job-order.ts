import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which job run comes after which: a run begins only when those it names have succeeded.
 *
 * - Rows are added with the run that waits and never change: it names runs that exist already, so that there
 *   can be no circle.
 * - `waits_for_others` keeps a queued run out of the queue; whoever ends the last of the others clears it.
 *
 * Lock cost: a moment of ACCESS EXCLUSIVE on `job_run`; the column has a constant default and rewrites
 * nothing, the check reads a table that retention keeps small.
 */
export class CreateJobOrder1795370400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table job_run add column waits_for_others boolean not null default false,
        add check (not waits_for_others or (state = 'queued' and queue_entry_id is null));
      comment on column job_run.waits_for_others is 'a run of job_order has not succeeded yet';
      create table job_order (
        run_id uuid not null references job_run (id) on delete cascade,
        after_id uuid not null references job_run (id) on delete cascade,
        primary key (run_id, after_id),
        check (run_id <> after_id)
      );
      create index job_order_after on job_order (after_id);
      grant select, insert on job_order to os_credits_app`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop table job_order;
      alter table job_run drop column waits_for_others`);
  }
}
