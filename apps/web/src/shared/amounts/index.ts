export { Amount, useFormatAmount } from './amount.js';
export { formatDecimal, formatExact, formatShare, formatSigned } from './format-decimal.js';
export { shareLevel, type ShareLevel } from './share-level.js';
