import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lines of a job's log are read by staff in either language. `text` stays what it was, in English, for the
 * command line and whoever searches it; lines that are data (a file's name, an error of Perun) have nothing else.
 *
 * Lock cost: a moment; a column that may be null is added without writing the table.
 */
export class SayJobLogsInGerman1795378800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table job_log_line add column text_de text');
    await queryRunner.query(
      `comment on column job_log_line.text_de is 'the same in German; null where it is said in one way only'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table job_log_line drop column text_de');
  }
}
