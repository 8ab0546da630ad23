export { ChargePassportPage } from './charge-passport.page.js';
export { PeriodChargesDrawer } from './period-charges.drawer.js';
