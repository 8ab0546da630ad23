import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Fault, Stopped } from './fault.mjs';
import { root } from './toolchain.mjs';

const LOG_BYTES_MAX = 20 * 1024 * 1024;
const BACKOFF_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const STABLE_MS = 60_000;
const READY_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 15_000;

/**
 * One process of the product: started, watched, started again with growing pauses when it ends by
 * itself, and stopped. Its output goes to `$DATA_DIR/log/<name>.log`.
 */
export class Service {
  #child;
  #isWanted = false;
  #failures = 0;
  #restart;

  /** @param {{ name: string, script: string, args?: string[], nodeFlags?: string[], env: object, dataDir: string, watch?: boolean }} options */
  constructor(options) {
    this.options = options;
    this.name = options.name;
    this.log = join(options.dataDir, 'log', `${options.name}.log`);
  }

  start() {
    this.#isWanted = true;
    if (existsSync(this.log) && statSync(this.log).size > LOG_BYTES_MAX) {
      renameSync(this.log, `${this.log}.1`);
    }
    const log = openSync(this.log, 'a', 0o600);
    this.logStart = statSync(this.log).size;
    const { script, args = [], nodeFlags = [], env, watch } = this.options;
    const guard = join(import.meta.dirname, 'end-with-parent.mjs');
    const flags = [
      ...nodeFlags,
      '--import',
      guard,
      ...(watch ? ['--watch', '--watch-preserve-output'] : []),
    ];
    // A session of its own: Ctrl-C must reach it through the supervisor, in order.
    this.#child = spawn(process.execPath, [...flags, script, ...args], {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    const startedAt = performance.now();
    const child = this.#child;
    const ended = (how) => this.#onEnd(child, how, performance.now() - startedAt);
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, signal) => ended(signal ?? `exit code ${code}`));
  }

  get pid() {
    return this.#child?.pid;
  }

  #onEnd(child, how, livedMs) {
    if (child !== this.#child) return;
    this.#child = undefined;
    this.lastEnd = how;
    if (!this.#isWanted || !this.wasReady) return;
    this.#failures = livedMs > STABLE_MS ? 0 : this.#failures;
    const pauseMs = BACKOFF_MS[Math.min(this.#failures, BACKOFF_MS.length - 1)];
    this.#failures += 1;
    console.error(
      `! The ${this.name} ended (${how}); it starts again in ${pauseMs / 1000} s. Its log: ${this.log}`,
    );
    this.#restart = setTimeout(() => this.start(), pauseMs);
  }

  /**
   * Waits until `isReady` says so. A service that ends before is a fault of the whole start.
   *
   * @param {() => Promise<boolean>} isReady
   * @param {AbortSignal} signal
   */
  async ready(isReady, signal) {
    const deadline = performance.now() + READY_TIMEOUT_MS;
    for (;;) {
      if (signal.aborted) throw new Stopped();
      if (this.#child === undefined) {
        throw new Fault(
          `The ${this.name} does not start (${this.lastEnd}). Its log is ${this.log}.`,
          this.#lastLines(),
        );
      }
      if (await isReady().catch(() => false)) break;
      if (performance.now() > deadline) {
        throw new Fault(
          `The ${this.name} was not ready after ${READY_TIMEOUT_MS / 1000} s. Its log is ${this.log}.`,
          this.#lastLines(),
        );
      }
      await delay(100);
    }
    this.wasReady = true;
  }

  #lastLines() {
    const text = readFileSync(this.log, 'utf8').slice(this.logStart);
    return text.trim().split('\n').slice(-12).join('\n');
  }

  /** Asks it to end and waits; what does not end in time, or when nobody wants to wait, is killed. */
  async stop(impatient) {
    this.#isWanted = false;
    clearTimeout(this.#restart);
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise((done) => child.once('exit', done));
    const kill = () => killQuietly(-child.pid, 'SIGKILL');
    const timer = setTimeout(kill, impatient.aborted ? 0 : STOP_TIMEOUT_MS);
    impatient.addEventListener('abort', kill, { once: true });
    killQuietly(child.pid, 'SIGTERM');
    await ended;
    clearTimeout(timer);
    // Whatever it started itself goes with it.
    kill();
  }
}

function killQuietly(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}

/** Whether an address answers with a success. */
export async function answers(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
  await response.arrayBuffer();
  return response.ok;
}
