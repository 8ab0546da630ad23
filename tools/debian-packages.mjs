import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { mustRun } from './run-command.mjs';
import { root, toolEnvironment } from './toolchain.mjs';

const programs = {
  prometheus: ['/usr/bin/prometheus'],
  influxdb: ['/usr/bin/influxd', '/usr/sbin/influxd'],
  chromium: ['/usr/bin/chromium'],
};
const policy = '/usr/sbin/policy-rc.d';

/** Which of the named Debian packages this machine lacks. */
export function missingPackages(names) {
  return names.filter((name) => !programs[name].some((path) => existsSync(path)));
}

/** Whether this process may install Debian packages. */
export function canInstallPackages() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
}

/** Installs Debian packages without letting them start their servers. */
export async function installPackages(names, signal) {
  const isOurPolicy = !existsSync(policy);
  if (isOurPolicy) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const options = { env: toolEnvironment({ DEBIAN_FRONTEND: 'noninteractive' }), signal };
  try {
    await mustRun('apt-get update', 'apt-get', ['update', '-qq'], options);
    const words = ['install', '-y', '-qq', '--no-install-recommends', ...names];
    await mustRun(`apt-get install ${names.join(' ')}`, 'apt-get', words, options);
  } finally {
    if (isOurPolicy) rmSync(policy, { force: true });
  }
}

/**
 * A Chromium to drive: CHROMIUM_PATH, Debian's, Playwright's; undefined where there is none.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @param {string[]} [installed] where a package puts it
 */
export function findChromium(environment = process.env, installed = programs.chromium) {
  const known = [environment.CHROMIUM_PATH, ...installed].filter(Boolean);
  return known.find((path) => existsSync(path)) ?? playwrightChromium(environment);
}

function playwrightChromium(environment) {
  const cache = environment.PLAYWRIGHT_BROWSERS_PATH || join(homedir(), '.cache', 'ms-playwright');
  if (!existsSync(cache)) return undefined;
  const builds = readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((one, other) => Number(one.split('-')[1]) - Number(other.split('-')[1]));
  return builds
    .reverse()
    .flatMap((name) =>
      ['chrome-linux64', 'chrome-linux'].map((folder) => join(cache, name, folder, 'chrome')),
    )
    .find((path) => existsSync(path));
}

/** Debian's package where that is possible, else Playwright's own browser. */
export async function installChromium(signal) {
  if (canInstallPackages()) return installPackages(['chromium'], signal);
  const cli = join(root, 'apps', 'e2e', 'node_modules', '@playwright', 'test', 'cli.js');
  await mustRun('playwright install chromium', process.execPath, [cli, 'install', 'chromium'], {
    cwd: root,
    env: toolEnvironment(),
    signal,
  });
}
