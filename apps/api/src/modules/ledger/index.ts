export { CloseHours } from './application/close-hours.use-case.js';
export type { PostGrantInput, PostOutcome } from './application/ledger.ports.js';
export { PostGrant } from './application/post-grant.use-case.js';
export { PostGrants, type GrantToPost } from './application/post-grants.js';
export { LedgerModule } from './ledger.module.js';
export {
  CorrectAccount,
  type CorrectionInput,
  type CorrectionOutcome,
} from './application/correct-account.use-case.js';
export { LedgerHttpModule } from './ledger-http.module.js';
export { ImportGrantsJob } from './jobs/import-grants.job.js';
