import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePorts } from '@os-credits/testing';
import { entryPoints, type Workplace } from './places.js';
import { Program } from './program.js';
import { waitUntil } from './wait-until.js';

/** Ten simulated minutes a second, so that counters grow noticeably between two scrapes. */
const SPEED = '600';

/** The sandbox with two usage exporters and a provider to sign in at; its own sender is off. */
export interface Sandbox {
  readonly ports: { readonly bielefeld: number; readonly giessen: number };
  /** How the product signs in at its provider. */
  readonly provider: { readonly issuer: string; readonly clientSecret: string };
  /** Resolves when both exporters answer. */
  readonly ready: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the sandbox.
 *
 * @param productUrl where the provider sends people back to; without it nobody signs in
 */
export async function startSandbox(workplace: Workplace, productUrl?: string): Promise<Sandbox> {
  const [home = 0, oidc = 0, bielefeld = 0, giessen = 0, smtp = 0, perun = 0] = await freePorts(6);
  const provider = {
    issuer: `http://localhost:${oidc}`,
    clientSecret: randomBytes(18).toString('base64url'),
  };
  const program = new Program({
    name: 'sandbox',
    command: process.execPath,
    args: [entryPoints.sandbox],
    env: {
      SANDBOX_HOME_PORT: String(home),
      SANDBOX_OIDC_PORT: String(oidc),
      SANDBOX_EXPORTER_A_PORT: String(bielefeld),
      SANDBOX_EXPORTER_B_PORT: String(giessen),
      SANDBOX_SMTP_PORT: String(smtp),
      SANDBOX_PERUN_PORT: String(perun),
      SANDBOX_DATA_DIR: join(workplace.directory, 'sandbox'),
      SANDBOX_OIDC_CLIENT_SECRET: provider.clientSecret,
      SANDBOX_SENDER: 'off',
      SANDBOX_SPEED: SPEED,
      SANDBOX_HISTORY_DAYS: '2',
      ...(productUrl === undefined ? {} : { PRODUCT_URL: productUrl }),
    },
    logFile: join(workplace.logs, 'sandbox.log'),
  });
  return {
    ports: { bielefeld, giessen },
    provider,
    ready: async () => {
      for (const port of [bielefeld, giessen]) {
        await waitUntil(`the exporter on port ${port} answers`, async () => {
          const answer = await fetch(`http://127.0.0.1:${port}/`);
          return (await answer.text()).includes('project_vcpu_usage');
        });
      }
    },
    stop: async () => {
      await program.terminate();
    },
  };
}
