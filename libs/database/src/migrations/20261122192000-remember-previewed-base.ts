import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The table that a request to publish was weighed against. Who confirms it agrees to that difference; where
 * another table took its place meanwhile, it is another difference.
 *
 * Lock cost: a short exclusive lock on `cost_table`, which is small. Requests of before have none and are to
 * be asked for again unless nothing was in force.
 */
export class RememberPreviewedBase1795375200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'alter table cost_table add column requested_base_id int references cost_table',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table cost_table drop column requested_base_id');
  }
}
