import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import {
  CorrectionsRepository,
  type AccountSums,
  type CorrectedEntry,
  type KeyedEntry,
  type NewCorrection,
} from '../application/corrections.ports.js';

/** {@link CorrectionsRepository} on PostgreSQL. */
@Injectable()
export class SqlCorrectionsRepository extends CorrectionsRepository {
  async lockAccount(
    tx: Tx,
    projectName: string,
  ): Promise<{ projectId: number; sums: AccountSums } | null> {
    const [row] = await tx.query<AccountSums & { projectId: number }>(
      `select p.id as "projectId", a.granted::text, (a.used + a.open)::text as used,
              (a.granted - a.used - a.open)::text as remaining
         from project p join account a on a.project_id = p.id
        where p.name = $1
          for no key update of a`,
      [projectName],
    );
    if (row === undefined) return null;
    const { projectId, ...sums } = row;
    return { projectId, sums };
  }

  async findByKey(tx: Tx, projectId: number, idempotencyKey: string): Promise<KeyedEntry | null> {
    const [row] = await tx.query<KeyedEntry>(
      `select id::text, request_hash as "requestHash", credits::text, effective_at as "effectiveAt", actor
         from ledger_entry where project_id = $1 and idempotency_key = $2`,
      [projectId, idempotencyKey],
    );
    return row ?? null;
  }

  async findEntry(tx: Tx, projectId: number, entryId: string): Promise<CorrectedEntry | null> {
    const [row] = await tx.query<CorrectedEntry>(
      `select e.id::text, coalesce(e.corrects_kind, e.kind) as "countsAs", e.credits::text,
              e.effective_at as "effectiveAt",
              (select r.id::text from ledger_entry r
                where r.project_id = e.project_id and r.corrects_id = e.id and r.kind = 'reversal') as "reversedBy"
         from ledger_entry e where e.project_id = $1 and e.id = $2`,
      [projectId, entryId],
    );
    return row ?? null;
  }

  async post(tx: Tx, projectId: number, correction: NewCorrection): Promise<string> {
    const [row] = await tx.query<{ id: string }>(
      `with posted as (
         insert into ledger_entry (project_id, kind, effective_at, credits, reason, attachment, source, actor,
                                   idempotency_key, request_hash, corrects_id, corrects_kind)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         returning project_id, id, credits, corrects_kind = 'grant' as is_grant
       ), moved as (
         update account a
            set granted = a.granted + case when posted.is_grant then posted.credits else 0 end,
                used = a.used - case when posted.is_grant then 0 else posted.credits end
           from posted where a.project_id = posted.project_id)
       select id::text from posted`,
      [
        projectId,
        correction.kind,
        correction.effectiveAt,
        correction.credits,
        correction.reason,
        correction.attachment,
        correction.source,
        correction.actor,
        correction.idempotencyKey,
        correction.requestHash,
        correction.corrects?.id ?? null,
        correction.corrects?.countsAs ?? null,
      ],
    );
    if (row === undefined) throw new Error('a correction was posted without an entry');
    return row.id;
  }
}
