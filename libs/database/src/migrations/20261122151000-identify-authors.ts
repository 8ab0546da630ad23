import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who asked for a publication and who changed something, by the identity provider's subject. Names are
 * for people to read; two persons may share one, and a second person must really be another one.
 *
 * Lock cost: short exclusive locks on `cost_table` and `audit_event`; both are small.
 */
export class IdentifyAuthors1795360200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table cost_table add column requested_by_id text;
      alter table audit_event add column actor_id text`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table cost_table drop column requested_by_id;
      alter table audit_event drop column actor_id`);
  }
}
