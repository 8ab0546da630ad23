import { type SqlValue } from '../../../platform/database/index.js';
import { type ProjectRequest } from '../application/portal.ports.js';
import { visibleTo } from './project-overview.sql.js';

/** CTE `p`: the one project asked for, or nothing. Uses the first three placeholders. */
export const VISIBLE_PROJECT = `p as (select id, name from project p where p.name = $3 and ${visibleTo(1)})`;

/** Values of those three placeholders. */
export function visibleProjectValues({ viewer, name }: ProjectRequest): SqlValue[] {
  return [viewer.seesAll, [...viewer.leads, ...viewer.memberOf], name];
}
