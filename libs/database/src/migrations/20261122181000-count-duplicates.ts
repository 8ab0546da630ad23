import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Duplicates per day of arrival and site.
 *
 * A duplicate leaves no row anywhere, and `rating_total` knows only their number since the beginning; staff
 * want to see which site sends twice, and when. Written by rating, only in passes that met some.
 *
 * Lock cost: none, the table is new.
 */
export class CountDuplicates1795371000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table duplicate_day (
        day date not null,
        site_id int not null references site,
        duplicate_count bigint not null check (duplicate_count > 0),
        primary key (day, site_id)
      );
      comment on table duplicate_day is 'readings that were there already, by day of arrival (UTC) and site';
      grant select, insert, update on duplicate_day to os_credits_app`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table duplicate_day');
  }
}
