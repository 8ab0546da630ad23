export { ScheduleListPage } from './schedule-list.page.js';
export { ScheduleNewPage } from './schedule-new.page.js';
export { SchedulePage } from './schedule.page.js';
