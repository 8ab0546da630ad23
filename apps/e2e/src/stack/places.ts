import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The root of the repository. This file is built to `apps/e2e/dist/stack/`. */
export const repositoryRoot = join(import.meta.dirname, '..', '..', '..', '..');

/** The built entry points of the product and of the sandbox. */
export const entryPoints = {
  http: join(repositoryRoot, 'apps', 'api', 'dist', 'main.http.js'),
  worker: join(repositoryRoot, 'apps', 'api', 'dist', 'main.worker.js'),
  cli: join(repositoryRoot, 'apps', 'api', 'dist', 'main.cli.js'),
  sandbox: join(repositoryRoot, 'apps', 'sandbox', 'dist', 'main.js'),
  perun: join(repositoryRoot, 'apps', 'sandbox', 'dist', 'perun', 'main.js'),
} as const;

/** Where a test works: a throw-away directory, and one for logs that stays for whoever looks into a failure. */
export interface Workplace {
  readonly directory: string;
  readonly logs: string;
  readonly remove: () => void;
}

/** Makes a workplace; logs go to `reports/<layer>-logs/<name>/`, those of an earlier run are removed. */
export function makeWorkplace(layer: string, name: string): Workplace {
  const directory = mkdtempSync(join(tmpdir(), `os-credits-${layer}-`));
  const logs = join(repositoryRoot, 'reports', `${layer}-logs`, name);
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const remove = (): void => rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  process.on('exit', remove);
  return { directory, logs, remove };
}
