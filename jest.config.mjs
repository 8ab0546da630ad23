/**
 * One Jest project per kind of test, told apart by file suffix:
 *   *.spec.ts       unit: pure, no I/O
 *   *.prop-spec.ts  property: fast-check, seed printed on failure
 *   *.int-spec.ts   integration: real PostgreSQL, a fresh copy of a template database per file
 * The web application's component tests run in `apps/web` with their own configuration.
 */
const base = {
  transform: { '^.+\\.tsx?$': ['@swc/jest', { configFile: '.swcrc' }] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    '^@os-credits/sandbox/perun$': '<rootDir>/apps/sandbox/src/perun/index.ts',
    '^@os-credits/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@os-credits/([a-z-]+)/([a-z-]+)$': '<rootDir>/libs/$1/src/$2/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  testPathIgnorePatterns: [
    '/node_modules/',
    '/dist/',
    '<rootDir>/apps/web/',
    '<rootDir>/apps/e2e/',
  ],
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
};
const project = (displayName, suffix, extra = {}) => ({
  ...base,
  displayName,
  testRegex: [`(apps|libs|bench|tools)/.*\\.${suffix}\\.ts$`],
  ...extra,
});

export default {
  // Generous, because a busy machine is no reason to fail; a hang still ends.
  testTimeout: 180_000,
  projects: [
    project('unit', 'spec'),
    project('property', 'prop-spec'),
    project('integration', 'int-spec', {
      globalSetup: '<rootDir>/libs/testing/src/jest-global-setup.ts',
      globalTeardown: '<rootDir>/libs/testing/src/jest-global-teardown.ts',
    }),
  ],
};
