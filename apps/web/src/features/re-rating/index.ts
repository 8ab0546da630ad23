export { PlanListPage } from './plan-list.page.js';
export { PlanPage } from './plan.page.js';
