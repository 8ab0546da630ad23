export { migrations, runMigrations } from './run-migrations.js';
