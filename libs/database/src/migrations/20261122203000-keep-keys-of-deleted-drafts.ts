import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Idempotency-Keys of drafts that were deleted. A request that comes again after its draft is gone must not
 * make another one, so its key stays spent. A table of its own, because the draft's row is deleted and every
 * query of cost tables would have to leave out rows that are kept for their key alone.
 *
 * Lock cost: none; the table is new.
 */
export class KeepKeysOfDeletedDrafts1795379400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table deleted_draft_key (
        created_by_id text not null,
        idempotency_key text not null,
        title text not null,
        deleted_at timestamptz not null,
        primary key (created_by_id, idempotency_key));
      comment on table deleted_draft_key is 'keys that made drafts of cost tables which were deleted since';
      grant select, insert on deleted_draft_key to os_credits_app`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table deleted_draft_key');
  }
}
