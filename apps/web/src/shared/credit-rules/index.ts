export {
  costTablesQuery,
  creditRulesKeys,
  metricLabel,
  metricsQuery,
  rulesContextQuery,
} from './credit-rules.queries.js';
export { decimalFault, rateFault, type DecimalFault } from './decimal-fault.js';
export { ChangeShare } from './change-share.js';
