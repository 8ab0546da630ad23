import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './run-command.mjs';
import { root } from './toolchain.mjs';

const cli = join(root, 'apps', 'api', 'dist', 'main.cli.js');

/** Runs the product's command line and returns what it prints. */
export async function runCli(args, { env, signal, input }) {
  const title = `\`cli ${args.slice(0, 2).join(' ')}\``;
  const { stdout } = await mustRun(title, process.execPath, [cli, ...args], {
    cwd: root,
    env,
    signal,
    input,
  });
  return stdout;
}

/** The demo tokens of an earlier start, if there were any. */
export function readCredentials(dataDir) {
  const path = credentialsPath(dataDir);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** Makes a token that may push for every site and one that may read everything. */
export async function createTokens(options) {
  const token = async (...args) => JSON.parse(await runCli([...args, '--json'], options)).token;
  const ingestToken = await token('ingest-token', 'create', '--name', 'demo', '--sites', 'all');
  const apiToken = await token('api-token', 'create', '--name', 'demo', '--scopes', 'read:all');
  return { ingestToken, apiToken };
}

/** Writes the file that people and tests take the demo credentials from; mode 600. */
export function writeCredentials(dataDir, { url, ingestToken, apiToken, accounts }) {
  const path = credentialsPath(dataDir);
  const text = `${JSON.stringify({ url, ingestToken, apiToken, accounts }, null, 2)}\n`;
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

export function credentialsPath(dataDir) {
  return join(dataDir, 'demo-credentials.json');
}
