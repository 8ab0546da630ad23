import { describe, expect, it } from '@jest/globals';
import { readSettings } from './settings.mjs';
import { isAtLeast } from './toolchain.mjs';

describe('isAtLeast', () => {
  it.each([
    ['v22.12.0', '22.12.0', true],
    ['v22.9.0', '22.12.0', false],
    ['v24.0.0', '22.12.0', true],
    ['v20.19.5', '22.12.0', false],
    ['22.12.1', '22.12.0', true],
  ])('%s against %s', (version, minimum, expected) => {
    expect(isAtLeast(version, minimum)).toBe(expected);
  });
});

describe('readSettings', () => {
  it('has a default for everything', () => {
    expect(readSettings({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:8080',
      databaseUrl: undefined,
      sandbox: true,
    });
  });

  it('leaves room for the ports after PORT', () => {
    expect(() => readSettings({ PORT: '65535' })).toThrow('PORT must be a whole number');
    expect(() => readSettings({ PORT: '80a' })).toThrow('not "80a"');
  });

  it('knows only on and off for SANDBOX', () => {
    expect(readSettings({ SANDBOX: 'off' }).sandbox).toBe(false);
    expect(() => readSettings({ SANDBOX: 'no' })).toThrow('SANDBOX must be "on" or "off"');
  });
});
