export * from './primitives.js';
export * from './problems.js';
export * from './permissions.js';
export * from './session.js';
export * from './projects.js';
export * from './ledger.js';
export * from './readings.js';
