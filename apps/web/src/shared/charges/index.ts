export { chargeQuery, chargeUrl } from './charge.queries.js';
export { hourOfCharge } from './hour-of-charge.js';
export { RecomputedMark } from './recomputed-mark.js';
