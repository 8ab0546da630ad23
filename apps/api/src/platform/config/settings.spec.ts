import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { envExample } from './env-example.js';
import { maskedSettings, parseSettings, SettingsError } from './parse-settings.js';
import { perunConnection } from './perun-settings.js';
import { httpProcessSettings, workerProcessSettings } from './settings.js';

const good = {
  ENVIRONMENT: 'production',
  DATABASE_URL: 'postgres://portal:hush@db/credits',
  PUBLIC_URL: 'https://credits.example.org/',
  SESSION_SECRET: '0123456789abcdef0123456789abcdef',
  OIDC_ISSUER: 'https://login.example.org/oidc/',
  OIDC_CLIENT_ID: 'os-credits',
  OIDC_CLIENT_SECRET: 'whisper-whisper',
};

function faultsOf(environment: Record<string, string | undefined>): SettingsError['faults'] {
  try {
    parseSettings(httpProcessSettings, environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('have defaults, and none for secrets and addresses', () => {
    const settings = parseSettings(httpProcessSettings, good);
    expect(settings).toMatchObject({
      PORT: 8080,
      PUBLIC_URL: 'https://credits.example.org',
      OS_CREDITS_PRECISION: 2,
      INGEST_BODY_BYTES_MAX: 10_485_760,
      SANDBOX: false,
    });
    expect(faultsOf({}).map(({ name }) => name)).toEqual([
      'DATABASE_URL',
      'PUBLIC_URL',
      'SESSION_SECRET',
      'OIDC_ISSUER',
      'OIDC_CLIENT_ID',
      'OIDC_CLIENT_SECRET',
    ]);
  });

  it('name every fault at once, with what is wrong and an example', () => {
    const faults = faultsOf({
      ...good,
      PORT: '80800',
      SESSION_SECRET: 'short',
      DATABASE_URL: 'mysql://db/credits',
      ENVIRONMENT: 'test',
      METRIC_READING_UNITS: 'project_mb_usage',
      OIDC_CLIENT_ID: '',
    });
    expect(faults).toEqual(
      expect.arrayContaining([
        { name: 'PORT', fault: 'must be a whole number from 0 to 65535', example: '8080' },
        {
          name: 'DATABASE_URL',
          fault: 'must be a URL that begins with postgres:// or postgresql://',
          example: 'postgres://os_credits:password@127.0.0.1:5432/os_credits',
        },
        { name: 'OIDC_CLIENT_ID', fault: 'is not set', example: 'os-credits' },
      ]),
    );
    expect(faults.map(({ name }) => name).sort()).toEqual(
      [
        'DATABASE_URL',
        'ENVIRONMENT',
        'METRIC_READING_UNITS',
        'OIDC_CLIENT_ID',
        'PORT',
        'SESSION_SECRET',
      ].sort(),
    );
    expect(new SettingsError(faults).message).toContain('6 settings are wrong:\n  ');
  });

  it('refuse plain http in production, also beside other faults', () => {
    const insecure = { ...good, PUBLIC_URL: 'http://credits.example.org', PORT: 'x' };
    expect(
      faultsOf(insecure)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['PORT', 'PUBLIC_URL']);
    expect(faultsOf({ ...insecure, PORT: '1', ENVIRONMENT: 'staging' })).toEqual([]);
    expect(faultsOf({ ...insecure, PORT: '1', ENVIRONMENT: undefined })).toHaveLength(1);
  });

  it('are logged without secrets', () => {
    const settings = parseSettings(httpProcessSettings, good);
    const text = JSON.stringify(maskedSettings(httpProcessSettings, settings));
    expect(text).not.toMatch(/hush|0123456789abcdef|whisper/);
    expect(text).toContain('postgres://portal:***@db/credits');
  });

  it('of the worker need no sign-in', () => {
    expect(parseSettings(workerProcessSettings, { DATABASE_URL: good.DATABASE_URL })).toMatchObject(
      {
        READING_RETENTION_DAYS: 400,
      },
    );
  });

  it('of a live Perun are needed one and all; nothing is made up', () => {
    const live = { ...good, PERUN_MODE: 'live' };
    expect(faultsOf(live).map(({ name }) => name)).toEqual([
      'PERUN_URL',
      'PERUN_AUTH',
      'PERUN_VO',
      'PERUN_RESOURCES',
      'PERUN_USER',
      'PERUN_PASSWORD',
    ]);
    const bearer = {
      ...live,
      PERUN_URL: 'https://perun.example.org/',
      PERUN_AUTH: 'oauth',
      PERUN_VO: 'denbi',
      PERUN_RESOURCES: '500,501=giessen',
    };
    expect(faultsOf(bearer).map(({ name }) => name)).toEqual(['PERUN_TOKEN']);
    const settings = parseSettings(workerProcessSettings, {
      ...bearer,
      PERUN_TOKEN: 'a-token-of-the-provider',
    });
    expect(perunConnection(settings)).toMatchObject({
      url: 'https://perun.example.org',
      resources: [
        { id: 500, site: '500' },
        { id: 501, site: 'giessen' },
      ],
    });
    expect(JSON.stringify(maskedSettings(workerProcessSettings, settings))).not.toContain(
      'a-token',
    );
  });

  it('of a simulated Perun are there already, but not in production', () => {
    const simulated = { ...good, PERUN_MODE: 'simulated' };
    expect(faultsOf(simulated)).toEqual([
      {
        name: 'PERUN_MODE',
        fault: 'may be simulated only where ENVIRONMENT is development or staging',
        example: 'off',
      },
    ]);
    const settings = parseSettings(httpProcessSettings, {
      ...simulated,
      ENVIRONMENT: 'development',
    });
    expect(perunConnection(settings)).toMatchObject({
      url: 'http://127.0.0.1:8086',
      vo: 'denbi',
      resources: [{ id: 8676 }, { id: 8675 }],
    });
    expect(perunConnection(parseSettings(httpProcessSettings, good))).toBeNull();
  });

  it('about attributes and resources say what is wrong with them', () => {
    const faults = faultsOf({
      ...good,
      PERUN_ATTRIBUTE_USED: 'denbiCreditsCurrent',
      PERUN_ATTRIBUTE_TIMESTAMPS: 'urn:perun:group:attribute-def:opt:denbiCreditTimestamps',
      PERUN_RESOURCES: '500,500',
      PERUN_URL: 'http://perun.example.org',
    });
    expect(faults.map(({ name }) => name).sort()).toEqual([
      'PERUN_ATTRIBUTE_TIMESTAMPS',
      'PERUN_ATTRIBUTE_USED',
      'PERUN_RESOURCES',
      'PERUN_URL',
    ]);
  });

  it('are all in .env.example', () => {
    const file = path.resolve(import.meta.dirname, '../../../../../.env.example');
    expect(readFileSync(file, 'utf8')).toBe(envExample());
  });
});
