import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import {
  LedgerRepository,
  type PostGrantInput,
  type PostOutcome,
} from '../application/ledger.ports.js';
import { CLOSE_HOURS_SQL } from './close-hours.sql.js';

/** The ledger on PostgreSQL. */
@Injectable()
export class SqlLedgerRepository extends LedgerRepository {
  async lock(tx: Tx): Promise<boolean> {
    await tx.query(`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`);
    const [row] = await tx.query<{ locked: boolean }>(
      `select pg_try_advisory_xact_lock(hashtext('os_credits.rating')) as locked`,
    );
    return row?.locked ?? false;
  }

  async closeHours(tx: Tx, closedBefore: Date, limit: number): Promise<number> {
    const [row] = await tx.query<{ taken: number }>(CLOSE_HOURS_SQL, [
      closedBefore.toISOString(),
      limit,
    ]);
    return row?.taken ?? 0;
  }

  async ensureProject(tx: Tx, name: string): Promise<number> {
    await tx.query(`insert into project (name) values ($1) on conflict (name) do nothing`, [name]);
    const [row] = await tx.query<{ id: number }>(
      `with known as (select id from project where name = $1),
            made as (insert into account (project_id) select id from known on conflict do nothing)
       select id from known`,
      [name],
    );
    if (row === undefined) throw new Error(`project ${name} vanished while it was being made`);
    return row.id;
  }

  async postGrant(tx: Tx, projectId: number, grant: PostGrantInput): Promise<PostOutcome> {
    const inserted = await tx.query(
      `with posted as (
         insert into ledger_entry (project_id, kind, effective_at, credits, reason, source, actor, idempotency_key)
         values ($1, 'grant', $2, $3, $4, $5, $6, $7)
         on conflict (project_id, idempotency_key) where idempotency_key is not null do nothing
         returning project_id, credits)
       update account a set granted = a.granted + posted.credits from posted where a.project_id = posted.project_id
       returning a.project_id`,
      [
        projectId,
        grant.effectiveAt.toISOString(),
        grant.credits,
        grant.reason,
        grant.source,
        grant.actor,
        grant.idempotencyKey,
      ],
    );
    if (inserted.length > 0) {
      await confirmProject(tx, projectId);
      return 'posted';
    }
    const [earlier] = await tx.query<{ same: boolean }>(
      `select kind = 'grant' and credits = $3::numeric and effective_at = $4 as same
         from ledger_entry where project_id = $1 and idempotency_key = $2`,
      [projectId, grant.idempotencyKey, grant.credits, grant.effectiveAt.toISOString()],
    );
    if (earlier?.same === true) return 'already-posted';
    throw new DomainError({
      code: 'conflict',
      kind: 'conflict',
      message: `The grant key "${grant.idempotencyKey}" of project "${grant.projectName}" was used for another grant. Use a new key for a new grant.`,
    });
  }
}

/** Whoever grants credits knows the project, so it is no longer one that only its readings speak of. */
async function confirmProject(tx: Tx, projectId: number): Promise<void> {
  await tx.query(
    `update project set status = 'active', verified_at = now() where id = $1 and status = 'unverified'`,
    [projectId],
  );
}
