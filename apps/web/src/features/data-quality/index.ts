export { DataQualityPage } from './data-quality.page.js';
export { HeldChargesPage } from './held-charges.page.js';
export { QuarantinePage } from './quarantine.page.js';
