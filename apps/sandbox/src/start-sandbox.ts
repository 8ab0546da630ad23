import type { SandboxConfig } from './config/sandbox-config.js';
import { DataFolder } from './data-folder.js';
import { listen } from './listening.js';
import { createOidcServer } from './oidc/oidc-server.js';
import { createProvider } from './oidc/create-provider.js';
import { loadProviderKeys } from './oidc/provider-keys.js';

/** A sandbox that is running. */
export interface RunningSandbox {
  stop(): Promise<void>;
}

/**
 * Starts every part of the sandbox and resolves when all ports listen.
 *
 * @throws SandboxStartError when a port or the data folder cannot be had
 */
export async function startSandbox(config: SandboxConfig): Promise<RunningSandbox> {
  const folder = new DataFolder(config.dataDir);
  const provider = createProvider({
    issuer: config.issuer,
    productUrl: config.productUrl,
    clientSecret: config.oidcClientSecret,
    keys: loadProviderKeys(folder),
  });
  const oidc = createOidcServer(provider);
  await listen(oidc, 'oidc', { port: config.ports.oidc, host: config.bind });
  return {
    async stop() {
      await oidc.close();
    },
  };
}
