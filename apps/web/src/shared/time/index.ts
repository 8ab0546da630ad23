export { browserZone, formatRelative, formatTime } from './format-time.js';
export { RelativeTime, Time } from './time.js';
export { useNow } from './use-now.js';
