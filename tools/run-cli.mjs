import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readCliSettings } from './cli-settings.mjs';
import { Fault, report } from './fault.mjs';
import { root } from './toolchain.mjs';

/*
 * The product's command line. Without DATABASE_URL it works on what `npm start` runs here: both the
 * database and the Perun of that start, never one of them together with another one's.
 */
const built = join(root, 'apps', 'api', 'dist', 'main.cli.js');
endWithLauncher();
if (existsSync(built)) {
  if (!process.env.DATABASE_URL) {
    Object.assign(process.env, readCliSettings(resolve(root, process.env.DATA_DIR || '.data')));
  }
  await import(pathToFileURL(built).href);
} else {
  process.exitCode = report(
    new Fault('The product is not built yet: run `npm start`, or `npm run build`, first.'),
  );
}

/** A signal reaches the launcher only, where it does not come from a terminal. */
function endWithLauncher() {
  const end = () => process.kill(process.pid, 'SIGTERM');
  process.on('message', end);
  process.on('disconnect', end);
  process.channel?.unref();
}
