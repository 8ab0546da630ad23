export { CompletenessModule } from './completeness.module.js';
export { CountCompleteness } from './application/count-completeness.use-case.js';
export { DataQualityModule } from './data-quality.module.js';
