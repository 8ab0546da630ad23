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
 * Whether a retry later may succeed: the server is away, starting, stopping, full, or took too long.
 * Classes 08 (connection), 53 (resources), 57 (operator intervention) of PostgreSQL, and the network's.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof pg.DatabaseError) return /^(08|53|57)/.test(error.code ?? '');
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  if ('code' in error && typeof error.code === 'string' && NETWORK_CODES.has(error.code))
    return true;
  // pg and pg-pool throw plain errors for these; the texts are the only mark they carry.
  return /Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed|not queryable|Cannot use a pool after calling end/i.test(
    error.message,
  );
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
