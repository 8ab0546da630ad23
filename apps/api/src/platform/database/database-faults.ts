import pg from 'pg';
import { DomainError } from '../problems/index.js';

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
]);

/**
 * Whether a retry later may succeed: the server is away, starting, stopping, full, a standby after a
 * failover, or took too long. Classes 08 (connection), 40 (deadlock, serialisation), 53 (resources), 57
 * (operator intervention), 58 (disk) of PostgreSQL, lock timeouts, and the network's. Faults of the data
 * itself (classes 22, 23) stay what they are: sent again they fail again.
 */
export function isDatabaseAway(error: unknown): boolean {
  // Not `instanceof Error`: where code runs in a VM context, errors of Node's own modules are not of its realm.
  if (typeof error !== 'object' || error === null || !('message' in error)) return false;
  if (error instanceof pg.DatabaseError)
    return /^(08|40|53|57|58|25006|55P03)/.test(error.code ?? '');
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isDatabaseAway);
  if ('code' in error && typeof error.code === 'string' && NETWORK_CODES.has(error.code))
    return true;
  // pg and pg-pool throw plain errors for these; the texts are the only mark they carry.
  return /Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|not queryable|Cannot use a pool after calling end/i.test(
    String(error.message),
  );
}

/** Whether the data itself is what PostgreSQL refuses (classes 22, 23, 54): it would again. */
export function isDataRefused(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && /^(22|23|54)/.test(error.code ?? '');
}

/** The error to throw on: `database-unavailable` for an absence, everything else unchanged. */
export function toDatabaseFault(error: unknown): unknown {
  if (error instanceof DomainError || !isDatabaseAway(error)) return error;
  return new DomainError({
    code: 'database-unavailable',
    kind: 'dependency',
    message: 'The database cannot be reached at the moment. Nothing was stored; try again.',
    retryAfterSeconds: 5,
    cause: error,
  });
}
