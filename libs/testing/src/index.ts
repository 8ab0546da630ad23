export { BrowserSession, type Visited } from './browser-session.js';
export { fixedClock, type FixedClock } from './fixed-clock.js';
export { freePort, freePorts } from './free-port.js';
export { propertyParameters, type PropertyParameters } from './property-parameters.js';
export { schemaInventory } from './schema-inventory.js';
export { createEmptyDatabase, createTestDatabase, type TestDatabase } from './template-database.js';
export {
  add,
  creditsOfSeries,
  isSame,
  rateFor,
  rational,
  type OracleRate,
  type OracleReading,
  type OracleRules,
  type Rational,
} from './credits-oracle.js';
