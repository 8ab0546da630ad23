import { Database } from '../../../platform/database/index.js';
import { ProjectRoles } from '../application/project-roles.js';
import { type SignedInUser } from '../application/principal.js';

const ROLES_SQL = `
with person as (
  select min(l.user_id) as user_id
    from perun_login l
   where l.login = $1 and ($2::text is null or l.ext_source = $2)
  -- One login that means two people means nobody.
  having count(distinct l.user_id) = 1)
select coalesce(array_agg(p.name order by p.name) filter (where r.role = 'lead'), '{}') as leads,
       coalesce(array_agg(p.name order by p.name) filter (where r.role = 'member'), '{}') as "memberOf"
  from person join project_role r on r.user_id = person.user_id
  join project p on p.id = r.project_id`;

/**
 * Leads and members as the last sync with Perun left them. The subject of the identity provider is the
 * login that Perun knows a person by; who is unknown there has no projects. What a person may do as staff
 * stays with the identity provider.
 */
export class SyncedRoles extends ProjectRoles {
  /** @param extSource external source of Perun whose logins count; null for any */
  constructor(
    private readonly database: Database,
    private readonly extSource: string | null,
  ) {
    super();
  }

  async currentRoles(user: SignedInUser): Promise<SignedInUser> {
    const [row] = await this.database.query<{ leads: string[]; memberOf: string[] }>(ROLES_SQL, [
      user.subject,
      this.extSource,
    ]);
    return { ...user, leads: row?.leads ?? [], memberOf: row?.memberOf ?? [] };
  }
}
