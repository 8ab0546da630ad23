export { Decimal, SPLIT_PLACES, type Credits } from './decimal.js';
export {
  HOUR_MICROS,
  bookGrowth,
  growthBetween,
  hourOfEnd,
  looksAtHighWater,
  rulesAt,
  type Booking,
  type Growth,
  type MetricRuleSet,
  type MetricRules,
  type PastMetricRules,
  type RateWindow,
  type Reading,
  type ResetPolicy,
} from './interval.js';
export {
  chargesByHour,
  effectOfInsertion,
  rateInterval,
  rateReadings,
  type HourCharge,
  type Insertion,
  type InsertionEffect,
  type RatedInterval,
  type SeriesState,
} from './rate-readings.js';
export { FORECAST_DAYS_MIN, burnRate, exhaustedAtMicros, type BurnRate } from './forecast.js';
export { parseUnit, readingFactor, unitsOffered } from './units.js';
export {
  compareAmounts,
  relativeChange,
  type ComparedRow,
  type RowChange,
} from './compare-amounts.js';
export {
  amountAfter,
  creditsOfHours,
  creditsPerHour,
  hoursCovered,
  HOURS_PER_DAY,
  HOURS_PER_MONTH,
  rateInTable,
  weightOf,
  type CostLine,
  type SizeThreshold,
  type TableRate,
} from './cost-calculator.js';
export {
  reRatedDifference,
  type IntervalChange,
  type RatedStretch,
  type ReRating,
} from './re-rate.js';
