import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When the database noted that a reading does not count, by its own clock. `dismissed_at` is what people are
 * told, by the clock of the process that applied the plan; whether an hour was counted before or after can
 * only be told by one clock for both.
 *
 * Lock cost: an exclusive lock on `dismissed_reading`, which holds what staff found wrong; it is rewritten.
 */
export class StampDismissals1795380000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table dismissed_reading add column noted_at timestamptz;
      update dismissed_reading set noted_at = dismissed_at;
      alter table dismissed_reading alter column noted_at set not null,
        alter column noted_at set default clock_timestamp();
      create index dismissed_reading_newest on dismissed_reading (noted_at);
      comment on column dismissed_reading.noted_at is 'by the clock of the database; what was counted earlier counted it';
      comment on column completeness_run.counted_at is 'by the clock of the database, while nothing was being rated'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      comment on column completeness_run.counted_at is null;
      drop index dismissed_reading_newest;
      alter table dismissed_reading drop column noted_at`);
  }
}
