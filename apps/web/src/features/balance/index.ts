export { BalancePanel } from './components/balance-panel.js';
export { projectDetailQuery } from './balance.queries.js';
