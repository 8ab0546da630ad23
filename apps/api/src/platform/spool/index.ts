export { Spool } from './spool.js';
