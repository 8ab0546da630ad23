import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../../platform/database/index.js';
import { DriftStore, type DriftRow } from '../application/drift.ports.js';
import { type GroupWrite } from '../application/perun.ports.js';
import { ItemApplier, type Intent } from '../application/sync.ports.js';
import { LAST_READINGS_SQL, readingsByResource, type SiteReadings } from './last-readings.sql.js';

type Resources = readonly { readonly id: number; readonly site: string }[];

const DRIFT_SQL = `
select d.id::text, d.project_id as "projectId", p.name as "projectName", g.group_id as "groupId",
       d.resource_id as "resourceId", d.field, d.attribute, d.ours, d.theirs, d.status,
       d.is_first_contact as "isFirstContact", a.granted::text, a.used::text, a.open::text,
       array(select resource_id from perun_assignment s
              where s.project_id = d.project_id and s.is_present order by 1) as "presentResources",
       ${LAST_READINGS_SQL} as "lastReadings"
  from perun_drift d
  join project p on p.id = d.project_id
  join perun_group g on g.project_id = d.project_id
  join account a on a.project_id = d.project_id`;

/** {@link DriftStore} on PostgreSQL. */
@Injectable()
export class SqlDriftStore extends DriftStore {
  constructor(
    private readonly database: Database,
    private readonly applier: ItemApplier,
  ) {
    super();
  }

  async find(id: string, resources: Resources): Promise<DriftRow | null> {
    if (!/^\d{1,18}$/.test(id)) return null;
    const [row] = await this.rows('where d.id = $1', [id], resources);
    return row ?? null;
  }

  openFirstContacts(resources: Resources): Promise<DriftRow[]> {
    return this.rows(
      `where d.status = 'open' and d.is_first_contact and d.field <> 'timestamps' order by d.id`,
      [],
      resources,
    );
  }

  async lockOpen(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.query(
      `select id from perun_drift where id = $1 and status = 'open' for no key update`,
      [id],
    );
    return rows.length > 0;
  }

  async account(tx: Tx, projectId: number): Promise<{ granted: string; used: string }> {
    const [row] = await tx.query<{ granted: string; used: string }>(
      `select granted::text, used::text from account where project_id = $1 for no key update`,
      [projectId],
    );
    if (row === undefined) throw new Error(`project ${projectId} has no account`);
    return row;
  }

  async changeTheirs(id: string, theirs: string | null, difference: string | null): Promise<void> {
    await this.database.query(
      `update perun_drift set theirs = $2, difference = $3 where id = $1 and status = 'open'`,
      [id, theirs, difference],
    );
  }

  async adopt(tx: Tx, drift: DriftRow, theirs: string): Promise<void> {
    const column = drift.field === 'granted' ? 'granted' : 'used';
    await tx.query(
      `update perun_group set pushed_${column} = $2, intended_${column} = null, is_adopted = true
        where project_id = $1`,
      [drift.projectId, theirs],
    );
  }

  async intend(tx: Tx, drift: DriftRow, write: GroupWrite): Promise<void> {
    await this.applier.intend(tx, [toIntent(drift, write)]);
  }

  async confirm(tx: Tx, drift: DriftRow, write: GroupWrite): Promise<void> {
    await this.applier.confirm(tx, [toIntent(drift, write)]);
    await tx.query(`update perun_group set is_adopted = true where project_id = $1`, [
      drift.projectId,
    ]);
  }

  async close(
    tx: Tx,
    id: string,
    status: 'took-theirs' | 'wrote-ours',
    by: { readonly actor: string; readonly reason: string },
    now: Date,
  ): Promise<void> {
    await tx.query(
      `update perun_drift set status = $2, resolved_at = $3, resolved_by = $4, reason = $5
        where id = $1 and status = 'open'`,
      [id, status, now, by.actor, by.reason],
    );
  }

  private async rows(
    where: string,
    values: (string | number)[],
    resources: Resources,
  ): Promise<DriftRow[]> {
    const rows = await this.database.query<
      Omit<DriftRow, 'account' | 'lastReadings'> & {
        granted: string;
        used: string;
        open: string;
        lastReadings: SiteReadings | null;
      }
    >(`${DRIFT_SQL} ${where}`, values);
    return rows.map(({ granted, used, open, lastReadings, ...row }) => ({
      ...row,
      account: { granted, used, open },
      lastReadings: readingsByResource(lastReadings, resources),
    }));
  }
}

function toIntent(drift: DriftRow, write: GroupWrite): Intent {
  return {
    projectId: drift.projectId,
    used: write.used ?? null,
    granted: write.granted ?? null,
    timestamps: new Map(
      write.timestamps === undefined ? [] : [[write.resourceId, write.timestamps]],
    ),
  };
}
