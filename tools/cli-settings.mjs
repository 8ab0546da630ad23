import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OF_SANDBOX = [
  'ENVIRONMENT',
  'PERUN_MODE',
  'PERUN_URL',
  'PERUN_RESOURCES',
  'PERUN_LOGIN_EXT_SOURCE',
];

/**
 * What `npm start` made up and the command line needs, as a shell reads it too: one `NAME='value'` a
 * line. What operators set themselves is theirs to give.
 */
export function cliSettingsText(environment) {
  const names = ['DATABASE_URL', ...(environment.SANDBOX === 'on' ? OF_SANDBOX : [])];
  return names.map((name) => `${name}='${environment[name]}'\n`).join('');
}

export function parseCliSettings(text) {
  const lines = text.matchAll(/^([A-Z_]+)='([^']*)'$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
}

/** Kept with mode 600, because the address of the database has its password. */
export function writeCliSettings(dataDir, environment) {
  const path = pathIn(dataDir);
  writeFileSync(`${path}.new`, cliSettingsText(environment), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Those of the last start; none where there was no start. */
export function readCliSettings(dataDir) {
  const path = pathIn(dataDir);
  return existsSync(path) ? parseCliSettings(readFileSync(path, 'utf8')) : {};
}

function pathIn(dataDir) {
  return join(dataDir, 'cli.env');
}
