import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { killGroup } from './run-command.mjs';
import { root, toolEnvironment } from './toolchain.mjs';
import { compiler } from './workspace.mjs';

/** The compiler and Vite, both watching; their output goes to the terminal. */
export function developmentServices({ settings, apiPort }) {
  const vite = join(root, 'apps', 'web', 'node_modules', 'vite', 'bin', 'vite.js');
  return [
    new Watcher(
      'compiler',
      root,
      [compiler, '-b', 'apps/api', 'apps/sandbox', '--watch', '--preserveWatchOutput'],
      {},
    ),
    new Watcher(
      'web',
      join(root, 'apps', 'web'),
      [vite, '--port', String(settings.port), '--strictPort', '--host', settings.host],
      { OS_CREDITS_API_URL: `http://127.0.0.1:${apiPort}` },
    ),
  ];
}

class Watcher {
  #child;

  constructor(name, cwd, words, env) {
    Object.assign(this, { name, cwd, words, env });
  }

  start() {
    const guard = join(import.meta.dirname, 'end-with-parent.mjs');
    this.#child = spawn(process.execPath, ['--import', guard, ...this.words], {
      cwd: this.cwd,
      env: toolEnvironment(this.env),
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }

  async stop() {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const closed = new Promise((done) => child.once('close', done));
    killGroup(child);
    await closed;
  }
}
