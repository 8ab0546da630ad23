/** Component and view-model tests in jsdom; the API is answered by the MSW handlers of `src/testing`. */
export default {
  displayName: 'web',
  rootDir: import.meta.dirname,
  testEnvironment: 'jest-fixed-jsdom',
  testRegex: ['src/.*\\.spec\\.tsx?$'],
  transform: { '^.+\\.tsx?$': ['@swc/jest', { configFile: '../../.swcrc' }] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    '\\.css$': '<rootDir>/src/testing/no-styles.ts',
    '^@os-credits/([a-z-]+)$': '<rootDir>/../../libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  setupFilesAfterEnv: ['<rootDir>/src/testing/setup.ts'],
  // The first test of a file loads the whole application, which takes a moment on a busy machine.
  testTimeout: 90_000,
};
