import { rpcError } from '../rpc/perun-error.js';
import { ATTRIBUTE_READS } from './attribute-reads.js';
import { ATTRIBUTE_WRITES } from './attribute-writes.js';
import { AUDIT_MESSAGES } from './audit-messages.js';
import { AUTHZ_RESOLVER } from './authz-resolver.js';
import { GROUP_PEOPLE } from './group-people.js';
import { GROUP_READS } from './group-reads.js';
import { GROUP_WRITES } from './group-writes.js';
import { GROUPS_PAGE } from './groups-page.js';
import { MEMBERS } from './members.js';
import type { Method, MethodTable } from './method.js';
import { RESOURCES } from './resources.js';
import { SEARCHER } from './searcher.js';
import { USERS } from './users.js';
import { UTILS } from './utils.js';
import { VOS } from './vos.js';

/** Every method that this Perun has, by manager. */
export const MANAGERS: Readonly<Record<string, MethodTable>> = {
  attributesManager: { ...ATTRIBUTE_READS, ...ATTRIBUTE_WRITES },
  auditMessagesManager: AUDIT_MESSAGES,
  authzResolver: AUTHZ_RESOLVER,
  groupsManager: { ...GROUP_READS, ...GROUP_WRITES, ...GROUP_PEOPLE, ...GROUPS_PAGE },
  membersManager: MEMBERS,
  resourcesManager: RESOURCES,
  searcher: SEARCHER,
  usersManager: USERS,
  utils: UTILS,
  vosManager: VOS,
};

const UTILS_MANAGER = 'utils';

/**
 * The method of a manager.
 *
 * @throws UNKNOWN_MANAGER, UNKNOWN_METHOD
 */
export function findMethod(manager: string, method: string): Method {
  const table = Object.hasOwn(MANAGERS, manager) ? MANAGERS[manager] : undefined;
  const found = table !== undefined && Object.hasOwn(table, method) ? table[method] : undefined;
  if (found !== undefined) return found;
  if (table === undefined || manager === UTILS_MANAGER) throw rpcError('UNKNOWN_MANAGER', manager);
  throw unknownMethod(manager, method);
}

/** The manager lacks the method. */
export function unknownMethod(manager: string, method: string): Error {
  return rpcError('UNKNOWN_METHOD', `${manager}.${method}()`);
}
