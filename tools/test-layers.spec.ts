import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { countReport, layers } from './test-layers.mjs';

const folder = mkdtempSync(join(tmpdir(), 'os-credits-layers-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function counted(layerName: string, report: unknown): { passed: number; failed: number } {
  const path = join(folder, 'report.json');
  writeFileSync(path, typeof report === 'string' ? report : JSON.stringify(report));
  const layer = layers.find(({ name }) => name === layerName);
  const { passed, failed } = countReport(layer, path);
  return { passed, failed };
}

const jestReport = {
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};

describe('countReport', () => {
  it('counts a Jest report; skipped tests and suites that do not load are failures', () => {
    expect(counted('unit', jestReport)).toEqual({ passed: 7, failed: 0 });
    expect(
      counted('unit', {
        ...jestReport,
        numFailedTests: 1,
        numPendingTests: 2,
        numRuntimeErrorTestSuites: 1,
      }),
    ).toEqual({ passed: 7, failed: 4 });
  });

  it('counts a Playwright report; flaky and skipped tests are failures', () => {
    const stats = { expected: 9, unexpected: 1, flaky: 1, skipped: 1 };
    expect(counted('e2e', { stats, errors: [] })).toEqual({ passed: 9, failed: 3 });
    expect(counted('e2e', { stats: { ...stats, expected: 0 }, errors: ['x'] }).failed).toBe(4);
  });

  it('counts the checks of a script of ours', () => {
    const checks = [{ name: 'a', ok: true }, { name: 'b', ok: false }, { name: 'c' }];
    expect(counted('crash', { checks })).toEqual({ passed: 1, failed: 2 });
  });

  it('takes a missing, unreadable or empty report for one failure', () => {
    const unit = layers.find(({ name }) => name === 'unit');
    expect(countReport(unit, join(folder, 'none.json'))).toMatchObject({ passed: 0, failed: 1 });
    expect(counted('unit', '{"numPassed')).toEqual({ passed: 0, failed: 1 });
    expect(counted('unit', {})).toEqual({ passed: 0, failed: 1 });
    expect(counted('unit', { ...jestReport, numPassedTests: 0 })).toEqual({ passed: 0, failed: 1 });
    expect(counted('deploy', { checks: [] })).toEqual({ passed: 0, failed: 1 });
  });
});
