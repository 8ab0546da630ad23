import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/index.js';
import { GrantImports, type BookedGrant } from '../application/import-grants/grant-imports.js';

/** {@link GrantImports} on PostgreSQL, set by set. */
@Injectable()
export class SqlGrantImports extends GrantImports {
  async lock(tx: Tx): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('os_credits.rating'))`);
  }

  async findProjects(tx: Tx, names: readonly string[]): Promise<Map<string, number>> {
    const rows = await tx.query<{ name: string; id: number }>(
      `select name, id from project where name = any($1::text[])
       union all
       select name, project_id from project_alias where name = any($1::text[])`,
      [names],
    );
    return new Map(rows.map(({ name, id }) => [name, id]));
  }

  async createProjects(tx: Tx, names: readonly string[]): Promise<void> {
    await tx.query(
      `insert into project (name) select name from unnest($1::text[]) name group by name order by name
       on conflict (name) do nothing`,
      [names],
    );
  }

  async findBooked(
    tx: Tx,
    keys: readonly { readonly projectId: number; readonly key: string }[],
  ): Promise<BookedGrant[]> {
    const rows = await tx.query<{
      project_id: number;
      key: string;
      credits: string;
      effective_at: string;
      kind: string;
    }>(
      `select e.project_id, e.idempotency_key as key, e.credits::text, e.effective_at, e.kind
         from unnest($1::int[], $2::text[]) as k(project_id, key)
         join ledger_entry e on e.project_id = k.project_id and e.idempotency_key = k.key`,
      [keys.map((one) => one.projectId), keys.map((one) => one.key)],
    );
    return rows.map((row) => ({
      projectId: row.project_id,
      key: row.key,
      credits: row.credits,
      effectiveAt: row.effective_at,
      kind: row.kind,
    }));
  }

  async confirmProjects(tx: Tx, projectIds: readonly number[]): Promise<void> {
    await tx.query(
      `insert into account (project_id) select id from unnest($1::int[]) id order by id on conflict (project_id) do nothing`,
      [projectIds],
    );
    await tx.query(
      `update project set status = 'active', verified_at = now() where id = any($1::int[]) and status = 'unverified'`,
      [projectIds],
    );
  }
}
