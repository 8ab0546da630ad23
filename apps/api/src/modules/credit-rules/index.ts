export { Metrics } from './application/metrics.js';
export { ReadingUnits, type ReportedMetric, type UnitPeriod } from './application/reading-units.js';
export { SetReadingUnits } from './application/set-reading-units.use-case.js';
export { CreditRulesModule } from './credit-rules.module.js';
export { CreditRulesHttpModule } from './credit-rules-http.module.js';
