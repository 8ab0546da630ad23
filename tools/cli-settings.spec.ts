import { describe, expect, it } from '@jest/globals';
import { cliSettingsText, parseCliSettings } from './cli-settings.mjs';

const DATABASE_URL = 'postgres://os_credits:a-B_c@127.0.0.1:5432/os_credits';
const ofSandbox = {
  ENVIRONMENT: 'development',
  PERUN_MODE: 'simulated',
  PERUN_URL: 'http://127.0.0.1:8086',
  PERUN_RESOURCES: '8676,8675',
  PERUN_LOGIN_EXT_SOURCE: 'https://login.sandbox.example/idp/',
};

describe('settings of the command line', () => {
  it("are the database and the sandbox's Perun, and no secret that it has no use for", () => {
    const environment = { DATABASE_URL, SANDBOX: 'on', SESSION_SECRET: 'hush', ...ofSandbox };
    expect(parseCliSettings(cliSettingsText(environment))).toEqual({ DATABASE_URL, ...ofSandbox });
  });

  it("leave an operator's own Perun to the operator", () => {
    const environment = { DATABASE_URL, SANDBOX: 'off', PERUN_MODE: 'live' };
    expect(cliSettingsText(environment)).toBe(`DATABASE_URL='${DATABASE_URL}'\n`);
  });
});
