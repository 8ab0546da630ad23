import { rpcError } from '../rpc/perun-error.js';
import { ATTRIBUTE_READS } from './attribute-reads.js';
import { ATTRIBUTE_WRITES } from './attribute-writes.js';
import { GROUP_READS } from './group-reads.js';
import { GROUP_WRITES } from './group-writes.js';
import type { Method, MethodTable } from './method.js';

const MANAGERS: Readonly<Record<string, MethodTable>> = {
  attributesManager: { ...ATTRIBUTE_READS, ...ATTRIBUTE_WRITES },
  groupsManager: { ...GROUP_READS, ...GROUP_WRITES },
};

/**
 * The method of a manager.
 *
 * @throws UNKNOWN_MANAGER, UNKNOWN_METHOD
 */
export function findMethod(manager: string, method: string): Method {
  const table = Object.hasOwn(MANAGERS, manager) ? MANAGERS[manager] : undefined;
  if (table === undefined) throw rpcError('UNKNOWN_MANAGER', manager);
  const found = Object.hasOwn(table, method) ? table[method] : undefined;
  if (found === undefined) throw unknownMethod(manager, method);
  return found;
}

/** The manager lacks the method. */
export function unknownMethod(manager: string, method: string): Error {
  return rpcError('UNKNOWN_METHOD', `${manager}.${method}()`);
}
