export {
  Database,
  DatabaseListener,
  type Queries,
  type SqlValue,
  type TransactionOptions,
  type Tx,
} from './database.js';
export { PgListener } from './pg-listener.js';
export { PgDatabase } from './pg-database.js';
export { isDatabaseAway, isDataRefused } from './database-faults.js';
export { rehearse } from './rehearse.js';
export { toInstant } from './column-types.js';
export { arrayLiteral, timestampsLiteral, toTimestamp } from './array-literals.js';
