import { parseSandboxConfig, SandboxStartError } from './config/sandbox-config.js';
import { startSandbox } from './start-sandbox.js';

try {
  const sandbox = await startSandbox(parseSandboxConfig(process.env));
  console.log('sandbox ready');
  const stop = (): void => {
    void sandbox.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  console.error(error instanceof SandboxStartError ? error.message : error);
  process.exit(1);
}
