import { readFileSync } from 'node:fs';
import { Stopped } from './fault.mjs';

const PARENT_CHECK_MS = 500;
const IMPATIENT_MS = 1_500;

/**
 * One place that learns that everything shall end: Ctrl-C, SIGTERM, a closed terminal, the end of
 * the launcher (its channel closes) or of npm (the parent process changes).
 *
 * A terminal sends Ctrl-C to npm, launcher and supervisor alike and npm passes it on again, so only
 * a signal that comes clearly later counts as "now, without waiting".
 */
export class StopRequest {
  #controller = new AbortController();
  #firstAt = 0;
  #impatient = new AbortController();

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => this.ask(signal));
    }
    if (process.channel) {
      process.on('disconnect', () => this.ask('the launcher ended'));
      process.on('message', (message) => message === 'stop' && this.ask('asked by the launcher'));
      // Listening must not keep the process alive once its work is done.
      process.channel.unref();
    }
  }

  ask(reason) {
    if (!this.#controller.signal.aborted) {
      this.#firstAt = performance.now();
      this.reason = reason;
      this.#controller.abort(new Stopped(reason));
    } else if (performance.now() - this.#firstAt > IMPATIENT_MS) {
      this.#impatient.abort();
    }
  }

  /** @returns {AbortSignal} */
  get signal() {
    return this.#controller.signal;
  }

  /**
   * Aborted when a second request says that nobody wants to wait for an orderly end.
   *
   * @returns {AbortSignal}
   */
  get impatient() {
    return this.#impatient.signal;
  }

  get isAsked() {
    return this.#controller.signal.aborted;
  }

  /** Ends the current step between two of its parts. */
  check() {
    if (this.isAsked) throw new Stopped();
  }

  /** Resolves when a stop is asked for. */
  async wait() {
    if (this.isAsked) return;
    const keepAlive = setInterval(() => undefined, 1 << 30);
    await new Promise((done) => this.signal.addEventListener('abort', done, { once: true }));
    clearInterval(keepAlive);
  }
}

/**
 * Calls back when npm is gone, which a `kill -9` of it does not announce.
 *
 * npm runs scripts through a shell that outlives it, so the process to watch is the shell's parent.
 * It may be gone before this starts, hence the look at what the shell's parent is.
 */
export function onParentGone(callback) {
  const parent = process.ppid;
  const isShell = /^(ba|da|z|k)?sh$/.test(readProc(parent, 'comm'));
  const grandparent = isShell ? parentOf(parent) : undefined;
  const isGone = () =>
    process.ppid !== parent ||
    (grandparent !== undefined &&
      (parentOf(parent) !== grandparent || !isScriptRunner(grandparent)));
  const timer = setInterval(() => {
    if (!isGone()) return;
    clearInterval(timer);
    callback();
  }, PARENT_CHECK_MS);
  timer.unref();
}

function isScriptRunner(pid) {
  return /npm|yarn|bun|node/.test(readProc(pid, 'cmdline'));
}

/** The fourth field of `stat`; the second, a name in parentheses, may hold anything. */
function parentOf(pid) {
  const fields = readProc(pid, 'stat').split(') ').at(-1)?.split(' ');
  return fields?.[1] === undefined ? undefined : Number(fields[1]);
}

/** Empty where there is no such process, or no `/proc` at all. */
function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').trim();
  } catch {
    return '';
  }
}
