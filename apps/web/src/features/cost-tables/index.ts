export { CostTableComparePage } from './cost-table-compare.page.js';
export { CostTableListPage } from './cost-table-list.page.js';
export { CostTableNewPage } from './cost-table-new.page.js';
export { CostTablePage } from './cost-table.page.js';
export { CostTablePublishPage } from './cost-table-publish.page.js';
