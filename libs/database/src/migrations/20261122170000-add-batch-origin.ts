import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names the job that brought a batch: readings that were imported have no token.
 *
 * No foreign key: batches outlive the runs, which have a retention of their own.
 *
 * Lock cost: a moment of ACCESS EXCLUSIVE on `ingest_batch`; a nullable column without default rewrites nothing.
 */
export class AddBatchOrigin1795366800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table ingest_batch add column job_id uuid;
      comment on column ingest_batch.job_id is 'the run of import-readings that brought it; null for what was sent over the wire'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`alter table ingest_batch drop column job_id`);
  }
}
