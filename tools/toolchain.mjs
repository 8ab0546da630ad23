import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { mustRun } from './run-command.mjs';

export const root = dirname(import.meta.dirname);
const tools = join(root, '.tools');

/** What runs the product where the machine has nothing new enough. */
const NODE_VERSION = '24.21.0';
export const NODE_MINIMUM = '22.12.0';
const PNPM_VERSION = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
).packageManager.split('@')[1];

/** Whether a version is at least another one; both as `1.2.3`, a leading `v` allowed. */
export function isAtLeast(version, minimum) {
  const parts = (text) => text.replace(/^v/, '').split('.').map(Number);
  const [have, want] = [parts(version), parts(minimum)];
  for (let index = 0; index < 3; index += 1) {
    if (have[index] !== want[index]) return have[index] > want[index];
  }
  return true;
}

/**
 * The Node to run everything with: the one that runs this, or Node 24 from the npm registry, put
 * into `.tools/` and nowhere else. Its packages are plain files without an install script.
 *
 * @param {{ onBring?: (work: () => Promise<string>) => Promise<void>, signal?: AbortSignal }} options
 */
export async function bringNode({ onBring = (work) => work(), signal } = {}) {
  if (isAtLeast(process.version, NODE_MINIMUM)) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(tools, `node-${NODE_VERSION}`);
  const path = join(folder, 'node_modules', name, 'bin', 'node');
  if (!existsSync(path)) {
    await onBring(async () => {
      await installPackage(folder, `${name}@${NODE_VERSION}`, signal);
      return `${process.version} here is older than ${NODE_MINIMUM}; ${NODE_VERSION} is now in .tools/`;
    });
  }
  return path;
}

/** pnpm of exactly the pinned version: the machine's, or its program from the npm registry. */
export async function bringPnpm({ onBring = (work) => work(), signal } = {}) {
  const own = spawnSync('pnpm', ['--version'], { encoding: 'utf8', cwd: '/', timeout: 10_000 });
  if (own.status === 0 && own.stdout.trim() === PNPM_VERSION) return 'pnpm';
  const name = `@pnpm/exe.${process.platform}-${process.arch}${isMusl() ? '-musl' : ''}`;
  const folder = join(tools, `pnpm-${PNPM_VERSION}`);
  const path = join(folder, 'node_modules', name, 'pnpm');
  if (!existsSync(path)) {
    await onBring(async () => {
      await installPackage(folder, `${name}@${PNPM_VERSION}`, signal);
      return `${PNPM_VERSION} is now in .tools/`;
    });
  }
  return path;
}

/** Environment in which `node` means the Node that runs this, for scripts that call it by name. */
export function toolEnvironment(extra = {}) {
  const environment = { ...process.env, ...extra };
  environment.PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
  // npm hands its own settings to scripts; they would lead a nested npm or pnpm astray.
  for (const name of Object.keys(environment)) {
    if (/^npm_(config_local_prefix|package_|lifecycle_)/.test(name)) delete environment[name];
  }
  return environment;
}

/** Installs beside the final place and renames, so that an interruption leaves nothing half done. */
async function installPackage(folder, spec, signal) {
  const fresh = `${folder}.new-${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    writeFileSync(join(fresh, 'package.json'), '{"private":true}\n');
    const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
      ? [process.execPath, process.env.npm_execpath]
      : ['npm'];
    const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', spec];
    await mustRun(`npm install ${spec}`, npm[0], [...npm.slice(1), ...args], {
      cwd: fresh,
      env: toolEnvironment(),
      signal,
    });
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function isMusl() {
  return process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
}
