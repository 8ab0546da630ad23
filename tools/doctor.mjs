import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { findChromium, missingPackages } from './debian-packages.mjs';
import { report } from './fault.mjs';
import { checkPorts, readSettings } from './settings.mjs';
import { isAtLeast, NODE_MINIMUM, root } from './toolchain.mjs';

const GIB = 1024 ** 3;
const DISK_MIN_GIB = 3;
const MEMORY_MIN_GIB = 2;

/*
 * Says what this machine has and lacks. "missing" stops `npm start` or `npm test`; "brought" is put
 * into `.tools/` by them; "tests only" is installed by `npm test` where root on Debian.
 */
const rows = [];
const row = (what, state, note = '') => rows.push({ what, state, note });

try {
  const settings = readSettings();
  checkPrograms();
  await checkMachine(settings);
} catch (error) {
  report(error);
  row('settings', 'missing', 'see the message above');
}
for (const { what, state, note } of rows)
  console.log(`  ${what.padEnd(22)}${state.padEnd(12)}${note}`);
const missing = rows.filter(({ state }) => state === 'missing');
console.log(
  missing.length === 0
    ? '\nReady for `npm start`.'
    : `\n${missing.length} missing: ${missing.map(({ what }) => what).join(', ')}.`,
);
process.exitCode = missing.length === 0 ? 0 : 1;

function checkPrograms() {
  const isNew = isAtLeast(process.version, NODE_MINIMUM);
  row(
    'Node.js',
    isNew ? 'ok' : 'brought',
    `${process.version}; ${NODE_MINIMUM} or newer runs the product`,
  );
  row('npm', versionOf('npm') ? 'ok' : 'missing', versionOf('npm') ?? 'comes with Node.js');
  const pnpm = versionOf('pnpm', ['--version'], '/');
  row('pnpm', pnpm ? 'ok' : 'brought', pnpm ?? '');
  row(
    'git',
    versionOf('git') ? 'ok' : 'tests only',
    versionOf('git') ?? 'the image rehearsal lists files with it',
  );
  row(
    'packages',
    existsSync(join(root, 'node_modules', '.pnpm')) ? 'ok' : 'brought',
    'installed by npm start',
  );
  const chromium = findChromium();
  row(
    'Chromium',
    chromium ? 'ok' : 'tests only',
    chromium ?? 'set CHROMIUM_PATH or let npm test install it',
  );
  for (const name of ['prometheus', 'influxdb']) {
    row(
      name,
      missingPackages([name]).length === 0 ? 'ok' : 'tests only',
      "Debian's package, for npm run test:real",
    );
  }
  if (process.getuid?.() === 0 && process.platform === 'linux') {
    const hasSetpriv = ['/usr/bin/setpriv', '/bin/setpriv'].some((path) => existsSync(path));
    row(
      'setpriv',
      hasSetpriv ? 'ok' : 'missing',
      'hands PostgreSQL to another account, as it refuses to run as root',
    );
  }
}

async function checkMachine(settings) {
  try {
    await checkPorts(settings);
    row(
      'ports',
      'ok',
      settings.sandbox ? `${settings.port} to ${settings.port + 6}` : String(settings.port),
    );
  } catch (error) {
    row('ports', 'missing', error.message);
  }
  const { bavail, bsize } = statfsSync(existing(settings.dataDir));
  const diskGib = (bavail * bsize) / GIB;
  row(
    'disk',
    diskGib >= DISK_MIN_GIB ? 'ok' : 'missing',
    `${diskGib.toFixed(1)} GiB free for ${settings.dataDir}, ${DISK_MIN_GIB} wanted`,
  );
  const memoryGib = totalmem() / GIB;
  row(
    'memory',
    memoryGib >= MEMORY_MIN_GIB ? 'ok' : 'missing',
    `${memoryGib.toFixed(1)} GiB, ${MEMORY_MIN_GIB} wanted`,
  );
}

function existing(path) {
  return existsSync(path) ? path : existing(dirname(path));
}

function versionOf(command, args = ['--version'], cwd = root) {
  const result = spawnSync(command, args, { encoding: 'utf8', timeout: 10_000, cwd });
  return result.status === 0 ? result.stdout.trim().split('\n')[0] : undefined;
}
