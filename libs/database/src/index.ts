export { migrations, runMigrations } from './run-migrations.js';
export { JOB_QUEUE, QUEUE_SCHEMA } from './queue-schema.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres.js';
export { EmbeddedPostgresError, type EmbeddedPostgresFault } from './embedded-postgres-error.js';
export { type Durability } from './embedded-postgres-settings.js';
