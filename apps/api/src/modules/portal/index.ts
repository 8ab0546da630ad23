export { PortalModule } from './portal.module.js';
export { projectNotFound } from './application/portal.errors.js';
export { type ProjectRequest } from './application/portal.ports.js';
export { ShowBalance } from './application/show-balance.js';
export { viewerOf, type Viewer } from './application/viewer.js';
export { VISIBLE_PROJECT, visibleProjectValues } from './persistence/visible-project.sql.js';
export { ExportStatementsJob } from './jobs/export-statements.job.js';
export { StatementModule } from './statement.module.js';
