import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { step } from './progress.mjs';
import { mustRun } from './run-command.mjs';
import { bringPnpm, root, toolEnvironment } from './toolchain.mjs';

const logs = join(root, '.tools', 'log');
const skipped = new Set(['node_modules', 'dist', 'reports', 'coverage', 'test-results', '.vite']);
const outputs = [
  'apps/api/dist/main.http.js',
  'apps/sandbox/dist/main.js',
  'apps/web/dist/index.html',
];

/** Installs the pinned packages where lockfile, manifests or platform changed since the last time. */
export async function install(signal) {
  const inputs = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests()];
  const stamp = new Stamp('install', hashOf(inputs, `${process.platform}-${process.arch}`));
  if (stamp.isCurrent && existsSync(join(root, 'node_modules'))) return;
  const pnpm = await bringPnpm({ onBring: (work) => step('pnpm', work), signal });
  await step('packages', async () => {
    await mustRun('Installing the packages', pnpm, ['install', '--frozen-lockfile'], {
      cwd: root,
      env: toolEnvironment({ CI: 'true' }),
      logFile: join(logs, 'install.log'),
      signal,
    });
    stamp.write();
  });
}

/** Builds libraries, API, sandbox and web application where a source changed since the last time. */
export async function build(signal) {
  const inputs = [...sources('apps'), ...sources('libs'), 'tsconfig.base.json', 'pnpm-lock.yaml'];
  const stamp = new Stamp('build', hashOf(inputs, 'production'));
  if (stamp.isCurrent && outputs.every((path) => existsSync(join(root, path)))) return;
  const env = toolEnvironment();
  await step('API, worker and sandbox', async () => {
    await mustRun('The build', process.execPath, [compiler, '-b', 'apps/api', 'apps/sandbox'], {
      cwd: root,
      env,
      logFile: join(logs, 'build-node.log'),
      signal,
    });
  });
  await step('web application', async () => {
    const vite = join(root, 'apps', 'web', 'node_modules', 'vite', 'bin', 'vite.js');
    await mustRun('The build of the web application', process.execPath, [vite, 'build'], {
      cwd: join(root, 'apps', 'web'),
      env,
      logFile: join(logs, 'build-web.log'),
      signal,
    });
  });
  stamp.write();
}

export const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

/** A remembered hash: the work is done again exactly when its inputs changed. */
class Stamp {
  constructor(name, hash) {
    this.path = join(root, '.tools', `${name}.stamp`);
    this.hash = hash;
  }

  get isCurrent() {
    return existsSync(this.path) && readFileSync(this.path, 'utf8') === this.hash;
  }

  write() {
    mkdirSync(join(root, '.tools'), { recursive: true });
    writeFileSync(this.path, this.hash);
  }
}

function hashOf(paths, extra) {
  const hash = createHash('sha256').update(extra);
  for (const path of [...paths].sort()) {
    const file = join(root, path);
    hash.update(`\0${path}\0`).update(existsSync(file) ? readFileSync(file) : '');
  }
  return hash.digest('hex');
}

function manifests() {
  const packages = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}/package.json`),
  );
  return ['package.json', 'bench/package.json', ...packages].filter((path) =>
    existsSync(join(root, path)),
  );
}

function sources(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name) || entry.name.startsWith('.')) return [];
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    return /(spec|int-spec|prop-spec)\.tsx?$/.test(entry.name) ? [] : [path];
  });
}
