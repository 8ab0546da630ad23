export { ChargeDrawer } from './charge-drawer.js';
