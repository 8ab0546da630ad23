export { CloseHours } from './application/close-hours.use-case.js';
export type { PostGrantInput, PostOutcome } from './application/ledger.ports.js';
export { PostGrant } from './application/post-grant.use-case.js';
export { LedgerModule } from './ledger.module.js';
