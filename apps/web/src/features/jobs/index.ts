export { JobListPage } from './job-list.page.js';
export { JobPage } from './job.page.js';
export { JobStartPage } from './job-start.page.js';
