export { NewPlanPage } from './new-plan.page.js';
export { PlanListPage } from './plan-list.page.js';
export { PlanPage } from './plan.page.js';
