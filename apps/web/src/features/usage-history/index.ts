export { UsageHistoryPanel } from './usage-history.panel.js';
export {
  usageHistoryParams,
  usageHistoryDefaults,
  type UsageHistoryParams,
} from './usage-history.params.js';
