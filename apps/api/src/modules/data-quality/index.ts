export { CompletenessModule } from './completeness.module.js';
export { CountCompleteness } from './application/count-completeness.use-case.js';
export { BrowseEvents } from './application/browse-events.js';
export { DataQualityEventsModule } from './data-quality-events.module.js';
export { DataQualityModule } from './data-quality.module.js';
