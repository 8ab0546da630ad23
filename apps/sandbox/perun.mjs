/* Starts the simulated Perun alone; `pnpm --filter sandbox perun`. Builds what it needs first. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const typescript = dirname(
  createRequire(join(root, 'package.json')).resolve('typescript/package.json'),
);
const built = spawnSync(
  process.execPath,
  [join(typescript, 'bin', 'tsc'), '-b', join(root, 'apps', 'sandbox')],
  { stdio: 'inherit' },
);
if (built.status !== 0) process.exit(built.status ?? 1);
// pnpm does not pass a signal on when it is killed; a parent that is gone ends this process too.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGTERM'), 500).unref();
await import('./dist/perun/main.js');
