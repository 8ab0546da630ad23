export { StatementPanel } from './statement.panel.js';
