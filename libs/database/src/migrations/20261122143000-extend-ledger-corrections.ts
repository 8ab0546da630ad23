import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What corrections need to know: the kind of the entry that a reversal undoes (so that undoing a grant
 * lowers what was granted, and undoing a charge what was used), a text that belongs to the correction, and
 * a hash of the request behind an idempotency key. An entry is reversed once at most.
 *
 * Lock cost: short exclusive locks on ledger_entry; nullable columns without default rewrite nothing. The
 * index is partial: it holds reversals only, but building it reads the table.
 */
export class ExtendLedgerCorrections1795357800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table ledger_entry
        add column corrects_kind text check (corrects_kind in ('grant', 'charge', 'adjustment')),
        add column attachment text,
        add column request_hash text,
        add constraint ledger_entry_corrects_kind check (corrects_kind is null or kind = 'reversal');
      comment on column ledger_entry.corrects_kind is
        'reversals: the kind of the entry that corrects_id names; granted = grants and their reversals, used = the rest';
      comment on column ledger_entry.attachment is 'text that belongs to a correction, such as a mail that asked for it';
      create unique index ledger_entry_one_reversal on ledger_entry (project_id, corrects_id) where kind = 'reversal';`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      drop index ledger_entry_one_reversal;
      alter table ledger_entry drop column request_hash, drop column attachment, drop column corrects_kind`);
  }
}
