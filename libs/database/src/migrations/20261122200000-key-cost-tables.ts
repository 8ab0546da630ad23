import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The request that a draft was made by: its Idempotency-Key, and what it asked for. Sent again after a lost
 * answer, or by a double press, it makes no second draft. The key goes with the draft when that is deleted.
 *
 * Lock cost: a short exclusive lock on `cost_table`, which is small; the index is empty.
 */
export class KeyCostTables1795377600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table cost_table
        add column created_by_id text,
        add column idempotency_key text,
        add column idempotency_hash text,
        add constraint cost_table_key_complete check (idempotency_key is null
          or (created_by_id is not null and idempotency_hash is not null));
      comment on column cost_table.created_by_id is 'subject of its author, who is told by name in created_by; null where it was made by no person';
      create unique index cost_table_idempotency on cost_table (created_by_id, idempotency_key)
        where idempotency_key is not null`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop index cost_table_idempotency;
      alter table cost_table drop constraint cost_table_key_complete,
        drop column idempotency_hash, drop column idempotency_key, drop column created_by_id`);
  }
}
