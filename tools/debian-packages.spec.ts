import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findChromium } from './debian-packages.mjs';

describe('findChromium', () => {
  let folder: string;
  let browsers: { PLAYWRIGHT_BROWSERS_PATH: string };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'os-credits-chromium-'));
    browsers = { PLAYWRIGHT_BROWSERS_PATH: join(folder, 'browsers') };
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const program = (...path: string[]): string => {
    const file = join(folder, ...path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
    return file;
  };

  it('finds none on a machine without one, so that it is installed', () => {
    expect(findChromium(browsers, [join(folder, 'absent')])).toBeUndefined();
    const gone = { ...browsers, CHROMIUM_PATH: join(folder, 'gone') };
    expect(findChromium(gone, [join(folder, 'absent')])).toBeUndefined();
  });

  it('prefers CHROMIUM_PATH, then the package, then the newest of Playwright', () => {
    program('browsers', 'chromium-999', 'chrome-linux', 'chrome');
    const newest = program('browsers', 'chromium-1200', 'chrome-linux64', 'chrome');
    expect(findChromium(browsers, [join(folder, 'absent')])).toBe(newest);
    const packaged = program('usr', 'chromium');
    expect(findChromium(browsers, [packaged])).toBe(packaged);
    const chosen = program('own', 'chromium');
    expect(findChromium({ ...browsers, CHROMIUM_PATH: chosen }, [packaged])).toBe(chosen);
  });
});
