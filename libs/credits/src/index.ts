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
