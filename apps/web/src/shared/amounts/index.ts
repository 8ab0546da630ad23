export { Amount, useFormatAmount } from './amount.js';
export { Quantity } from './quantity.js';
export {
  formatChange,
  formatDecimal,
  formatExact,
  formatShare,
  formatSigned,
} from './format-decimal.js';
export { shareLevel, type ShareLevel } from './share-level.js';
