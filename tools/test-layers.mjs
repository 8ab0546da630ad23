import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './toolchain.mjs';

const bin = (...path) => join(root, 'node_modules', ...path);
const jest = bin('jest', 'bin', 'jest.js');
const playwright = join(root, 'apps', 'e2e', 'node_modules', '@playwright', 'test', 'cli.js');
const vmModules = { NODE_OPTIONS: '--experimental-vm-modules' };

const jestLayer = (name, words, more = {}) => ({
  name,
  env: vmModules,
  commands: [
    {
      title: name,
      words: [jest, ...words, '--maxWorkers=2', '--json', '--outputFile={report}'],
    },
  ],
  count: countJest,
  ...more,
});

/**
 * The layers of `npm test`, quickest first. A layer's commands either write a report, which is
 * counted, or count as one check each by their exit code.
 *
 * `sideBySide`: how many of its commands run at once (one, unless told).
 * `stack`: needs the built product and the sandbox running; `packages`: Debian packages it needs.
 */
export const layers = [
  // First, because it also writes the declarations that typed lint rules read.
  {
    name: 'types',
    commands: [{ title: 'packages and tests', words: [bin('typescript', 'bin', 'tsc'), '-b'] }],
  },
  {
    name: 'lint',
    // eslint alone takes longer than all the others together, and it uses one processor.
    sideBySide: 2,
    commands: [
      { title: 'eslint', words: [bin('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'] },
      {
        title: 'types of the web application',
        words: [bin('typescript', 'bin', 'tsc'), '-p', 'apps/web', '--noEmit'],
      },
      {
        title: 'prettier',
        words: [bin('prettier', 'bin', 'prettier.cjs'), '--check', '.', '--log-level', 'warn'],
      },
      {
        title: 'import rules',
        words: [
          bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
          'apps',
          'libs',
          '--config',
          '.dependency-cruiser.cjs',
        ],
      },
      { title: 'links', words: [join(root, 'tools', 'check-links.mjs')] },
    ],
  },
  jestLayer('unit', ['--selectProjects', 'unit']),
  jestLayer('property', ['--selectProjects', 'property']),
  jestLayer('integration', ['--selectProjects', 'integration']),
  jestLayer('web', ['--config', 'jest.config.mjs'], { cwd: join(root, 'apps', 'web') }),
  scriptLayer('deploy', 'tools/check-deployment.mjs', { needsBuild: true }),
  builtLayer('real', { packages: ['prometheus', 'influxdb'] }),
  builtLayer('crash'),
  {
    name: 'e2e',
    needsBuild: true,
    stack: true,
    browser: true,
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: '{report}' },
    commands: [
      {
        title: 'e2e',
        words: [
          playwright,
          'test',
          '--config',
          'apps/e2e/playwright.config.ts',
          '--reporter=line,json',
        ],
      },
    ],
    count: countPlaywright,
  },
];

/** A script of ours: it writes `{ checks: [{ name, ok, message? }] }` to the file named by REPORT. */
function scriptLayer(name, script, more = {}) {
  return {
    name,
    env: { REPORT: '{report}' },
    commands: [{ title: name, words: [join(root, script)] }],
    count: ({ checks }) => {
      const failed = checks.filter((check) => check.ok !== true).length;
      return { passed: checks.length - failed, failed };
    },
    ...more,
  };
}

/** A test program of `apps/e2e` against the built product; it is compiled first. */
function builtLayer(name, more = {}) {
  const layer = scriptLayer(name, `apps/e2e/dist/${name}/main.js`, { needsBuild: true, ...more });
  const compile = { title: 'build', words: [bin('typescript', 'bin', 'tsc'), '-b', 'apps/e2e'] };
  return { ...layer, commands: [compile, ...layer.commands] };
}

/** Skipped tests count as failed: a test that does not run proves nothing. */
function countJest(report) {
  const unproven = report.numPendingTests + report.numTodoTests;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites + unproven,
  };
}

/** A flaky test failed once, so it counts as failed. */
function countPlaywright({ stats, errors }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped + errors.length,
  };
}

/**
 * Reads a layer's report; nothing readable or nothing counted is one failure.
 *
 * @returns {{ passed: number, failed: number, note?: string }}
 */
export function countReport(layer, path) {
  if (!existsSync(path)) return { passed: 0, failed: 1, note: 'no report' };
  try {
    const counts = layer.count(JSON.parse(readFileSync(path, 'utf8')));
    if (!(counts.passed + counts.failed > 0)) return { passed: 0, failed: 1, note: 'no tests' };
    return counts;
  } catch (error) {
    return { passed: 0, failed: 1, note: `unreadable report: ${error.message}` };
  }
}
