export { AsOfMark } from './as-of-mark.js';
export { freshnessOf, type Freshness } from './freshness.js';
export { browserZone, formatRelative, formatTime } from './format-time.js';
export { formatDayRange, formatInstantRange } from './format-range.js';
export { instantOfDay, instantOfLocal, localMinute } from './local-instant.js';
export { RelativeTime, Time } from './time.js';
export { useNow } from './use-now.js';
