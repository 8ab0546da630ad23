import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePorts } from '../stack/free-port.js';
import { entryPoints, type Workplace } from '../stack/places.js';
import { Program } from '../stack/program.js';
import { waitUntil } from '../stack/wait-until.js';

/** Ten simulated minutes a second, so that counters grow noticeably between two scrapes. */
const SPEED = '600';

/** The sandbox's usage exporters of two sites; its own sender is off. */
export interface SandboxExporters {
  readonly ports: { readonly bielefeld: number; readonly giessen: number };
  readonly stop: () => Promise<void>;
}

/** Starts the sandbox and waits until both exporters answer. */
export async function startSandboxExporters(workplace: Workplace): Promise<SandboxExporters> {
  const [home = 0, oidc = 0, bielefeld = 0, giessen = 0, smtp = 0] = await freePorts(5);
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
      SANDBOX_DATA_DIR: join(workplace.directory, 'sandbox'),
      SANDBOX_OIDC_CLIENT_SECRET: randomBytes(18).toString('base64url'),
      SANDBOX_SENDER: 'off',
      SANDBOX_SPEED: SPEED,
      SANDBOX_HISTORY_DAYS: '2',
    },
    logFile: join(workplace.logs, 'sandbox.log'),
  });
  for (const port of [bielefeld, giessen]) {
    await waitUntil(`the exporter on port ${port} answers`, async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      return (await answer.text()).includes('project_vcpu_usage');
    });
  }
  return {
    ports: { bielefeld, giessen },
    stop: async () => {
      await program.terminate();
    },
  };
}
