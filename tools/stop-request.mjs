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

  get signal() {
    return this.#controller.signal;
  }

  /** Aborted when a second request says that nobody wants to wait for an orderly end. */
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

/** Calls back when the parent process is gone, which a `kill -9` of npm does not announce. */
export function onParentGone(callback) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    callback();
  }, PARENT_CHECK_MS);
  timer.unref();
}
