export { fixedClock, type FixedClock } from './fixed-clock.js';
export { propertyParameters, type PropertyParameters } from './property-parameters.js';
export { createTestDatabase, type TestDatabase } from './template-database.js';
