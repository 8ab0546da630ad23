export { MetricListPage } from './metric-list.page.js';
export { MetricNewPage } from './metric-new.page.js';
export { MetricPage } from './metric.page.js';
