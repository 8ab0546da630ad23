export { DriftPage } from './drift.page.js';
export { PerunPage } from './perun.page.js';
export { SyncRunListPage } from './sync-run-list.page.js';
export { SyncRunPage } from './sync-run.page.js';
