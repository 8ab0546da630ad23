/**
 * Who may import what (docs/architecture.md, "Import rules"). No exceptions file: a broken rule is
 * a design question.
 */
const TEST = '\\.(spec|prop-spec|int-spec)\\.tsx?$';
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-libs-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^libs/(credits|usage-wire)/src', pathNot: TEST },
      to: { path: '^(libs|apps)/', pathNot: '^libs/(credits|usage-wire)/src' },
    },
    {
      name: 'pure-libs-are-apart',
      severity: 'error',
      from: { path: '^libs/(credits|usage-wire)/src', pathNot: TEST },
      to: { path: '^libs/(credits|usage-wire)/', pathNot: '^libs/$1/' },
    },
    {
      name: 'pure-libs-do-no-io',
      severity: 'error',
      from: { path: '^libs/(credits|usage-wire)/src', pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-libs-know-no-framework',
      severity: 'error',
      from: { path: '^libs/(credits|usage-wire)/src', pathNot: TEST },
      to: { path: '(^|node_modules/)(@nestjs/|(typeorm|pg|fastify)(/|$))' },
    },
    {
      name: 'perun-client-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^libs/perun-client/src' },
      to: { path: '^(libs|apps)/', pathNot: '^libs/perun-client/src' },
    },
    {
      name: 'perun-client-knows-no-framework',
      severity: 'error',
      from: { path: '^libs/perun-client/src' },
      to: { path: '(^|node_modules/)(@nestjs/|(typeorm|pg|fastify)(/|$))' },
    },
    {
      // It imports Jest: what runs in production must not reach it.
      name: 'perun-contract-only-in-tests',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: [TEST, '/test/', '^libs/perun-client/src/(contract|testing)/'],
      },
      to: { path: '^libs/perun-client/src/(contract|testing)/' },
    },
    {
      name: 'web-imports-contracts-and-credits',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(libs|apps)/', pathNot: '^(apps/web|libs/contracts|libs/credits)/' },
    },
    {
      name: 'sandbox-stays-outside-the-product',
      severity: 'error',
      from: { path: '^apps/sandbox/' },
      to: {
        path: '^(libs|apps)/',
        pathNot: '^(apps/sandbox|libs/(contracts|usage-wire|perun-client|testing))/',
      },
    },
    {
      name: 'sandbox-perun-only-in-tests',
      comment: 'Tests of the product run against the simulated Perun; nothing else of the sandbox.',
      severity: 'error',
      from: { path: '^(apps/api|apps/web|libs)/', pathNot: [TEST, '/test/', '/testing/'] },
      to: { path: '^apps/sandbox/' },
    },
    {
      name: 'sandbox-comes-in-through-its-perun',
      severity: 'error',
      from: { path: '^(apps/api|apps/e2e|apps/web|bench|libs)/' },
      to: { path: '^apps/sandbox/', pathNot: '^apps/sandbox/src/perun/index\\.ts$' },
    },
    {
      // The database library only for the embedded PostgreSQL that the built product runs on.
      name: 'e2e-stays-outside-the-product',
      severity: 'error',
      from: { path: '^apps/e2e/' },
      to: {
        path: '^(libs|apps)/',
        pathNot:
          '^(apps/e2e|apps/sandbox/src/perun|libs/(contracts|usage-wire|perun-client|testing|database))/',
      },
    },
    {
      name: 'testing-only-in-tests',
      severity: 'error',
      from: {
        path: '^(apps/api|apps/web|libs/(?!testing))',
        pathNot: [TEST, '/test/', '/testing/'],
      },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'features-do-not-import-features',
      severity: 'error',
      from: { path: '^apps/web/src/features/([^/]+)/' },
      to: { path: '^apps/web/src/features/', pathNot: '^apps/web/src/features/$1/' },
    },
    {
      name: 'modules-come-in-through-their-index',
      severity: 'error',
      from: { path: '^apps/api/src/modules/([^/]+)/' },
      to: {
        path: '^apps/api/src/modules/[^/]+/.+',
        pathNot: ['^apps/api/src/modules/$1/', '^apps/api/src/modules/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'application-does-not-know-http-or-persistence',
      severity: 'error',
      from: { path: '^apps/api/src/modules/[^/]+/application/', pathNot: TEST },
      to: { path: '^apps/api/src/modules/[^/]+/(http|persistence)/' },
    },
    {
      name: 'entities-stay-in-persistence',
      severity: 'error',
      from: { path: '^apps/api/src/', pathNot: ['/persistence/', '\\.module\\.ts$', TEST] },
      to: { path: '\\.entity\\.ts$' },
    },
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      from: { path: '^apps/api/src/platform/' },
      to: { path: '^apps/api/src/modules/' },
    },
    {
      name: 'migrations-import-nothing-of-src',
      severity: 'error',
      from: { path: '^(apps/api|libs/database)/(src/)?migrations/' },
      to: { path: '^(apps|libs)/', pathNot: '/migrations/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules|reports)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.depcruise.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
    },
  },
};
