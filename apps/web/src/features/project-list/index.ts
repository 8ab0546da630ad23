export { ProjectListPage } from './project-list.page.js';
