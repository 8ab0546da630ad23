import { SandboxStartError } from '../config/sandbox-config.js';
import { errorCode } from '../error-text.js';
import { parsePerunSettings, type PerunSettings } from './perun-settings.js';
import { startPerunSimulator, type PerunSimulator } from './simulator.js';

try {
  const settings = parsePerunSettings(process.env);
  const simulator = await started(settings);
  console.log(`perun ready at ${simulator.url} (fixture ${simulator.fixture.name})`);
  const stop = (): void => {
    void simulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  console.error(error instanceof SandboxStartError ? error.message : error);
  process.exit(1);
}

async function started(settings: PerunSettings): Promise<PerunSimulator> {
  const { groups, ...rest } = settings;
  try {
    return await startPerunSimulator(groups === undefined ? rest : { ...rest, groups });
  } catch (error) {
    if (errorCode(error) !== 'EADDRINUSE') throw error;
    throw new SandboxStartError(
      `Port ${settings.port} on ${settings.host} is taken by another program: stop that program ` +
        'or set SANDBOX_PERUN_PORT to a free port.',
    );
  }
}
