import { describe, expect, it } from '@jest/globals';
import { parseSandboxConfig } from './sandbox-config.js';

const enough = {
  SANDBOX_DATA_DIR: '/data',
  SANDBOX_OIDC_CLIENT_SECRET: 'sixteen-letters!',
  INGEST_TOKEN: 'token',
};

describe('parseSandboxConfig', () => {
  it('takes the ports after the product when told nothing else', () => {
    expect(parseSandboxConfig(enough)).toMatchObject({
      ports: { home: 8081, oidc: 8082, exporterA: 8083, exporterB: 8084, smtp: 8085, perun: 8086 },
      bind: '127.0.0.1',
      issuer: 'http://localhost:8082',
      productUrl: 'http://localhost:8080',
      seed: 1,
      speed: 1,
      historyDays: 90,
      scrapeIntervalMs: 15_000,
    });
  });

  it('names every fault at once', () => {
    const parse = () =>
      parseSandboxConfig({
        SANDBOX_BASE_PORT: 'x',
        SANDBOX_SPEED: '-1',
        PRODUCT_URL: 'localhost',
        SANDBOX_OIDC_CLIENT_SECRET: 'short',
      });
    for (const name of [
      'SANDBOX_BASE_PORT',
      'SANDBOX_SPEED',
      'PRODUCT_URL',
      'SANDBOX_OIDC_CLIENT_SECRET',
      'SANDBOX_DATA_DIR',
      'INGEST_TOKEN',
    ]) {
      expect(parse).toThrow(new RegExp(`^  ${name}: `, 'm'));
    }
  });

  it('needs no token when it does not send, and takes an empty text for not set', () => {
    const config = parseSandboxConfig({ ...enough, INGEST_TOKEN: '', SANDBOX_SENDER: 'off' });
    expect(config.ingestToken).toBeUndefined();
  });

  it('refuses one port for two servers', () => {
    const parse = () => parseSandboxConfig({ ...enough, SANDBOX_SMTP_PORT: '8081' });
    expect(parse).toThrow(/SANDBOX_SMTP_PORT: is the same as SANDBOX_HOME_PORT/);
  });
});
