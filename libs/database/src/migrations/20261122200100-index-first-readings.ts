import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The accounting start is the time of the earliest reading. Usage exporters ask for it without being known,
 * and it moves while history is imported, so it is looked up each time: by this index, in one step.
 *
 * Lock cost: writes to `series` wait while the index is built, under a second for a million series. Rating
 * changes the time of a series' first reading only when an earlier one arrives, so its updates stay as cheap.
 */
export class IndexFirstReadings1795377660000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('create index series_first_at on series (first_at)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index series_first_at');
  }
}
