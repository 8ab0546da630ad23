export { StatementFiles } from './statement-files.js';
