export { cssVariablesResolver, theme } from './theme.js';
