export { DryRunBadge } from './dry-run-badge.js';
export { isActive, jobKeys, jobTypesQuery, startJob } from './job.queries.js';
export { JobProgressBar } from './job-progress-bar.js';
export { JobStateMark } from './job-state-mark.js';
export { useLocalized } from './localized.js';
export { useIdempotencyKey } from './use-idempotency-key.js';
export { useRunSeconds } from './use-run-seconds.js';
