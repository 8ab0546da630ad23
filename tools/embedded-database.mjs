import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './toolchain.mjs';

const RESTART_PAUSE_MS = 1_000;
const RESTARTS_MAX = 5;
/** Whoever ran this long was well: earlier ends no longer count. */
const STABLE_MS = 600_000;

/**
 * The embedded PostgreSQL, started again if it ends by itself; API and worker wait for it meanwhile.
 * After five ends in a row `giveUp` is called with the reason.
 */
export class EmbeddedDatabase {
  #server;
  #isWanted = true;
  #restarts = 0;
  #startedAt = 0;

  /** @param {string} dataDir @param {(reason: string) => void} giveUp @param {Function} [open] */
  constructor(dataDir, giveUp, open = openServer) {
    this.dataDir = dataDir;
    this.giveUp = giveUp;
    this.open = open;
  }

  async start() {
    this.#startedAt = performance.now();
    this.#server = await this.open({
      dataDir: this.dataDir,
      // The services know the port already, so a restart must keep it.
      ...(this.#server === undefined ? {} : { port: this.#server.port }),
      onUnexpectedExit: (reason) => this.#startAgain(reason),
    });
    if (!this.#isWanted) await this.#server.stop();
    return this.#server;
  }

  #startAgain(reason) {
    if (!this.#isWanted) return;
    if (performance.now() - this.#startedAt > STABLE_MS) this.#restarts = 0;
    this.#restarts += 1;
    const log = join(this.dataDir, 'postgres.log');
    if (this.#restarts > RESTARTS_MAX) {
      this.#isWanted = false;
      this.giveUp(`${reason}, for the ${this.#restarts}th time; its log is ${log}`);
      return;
    }
    console.error(`! ${reason}; it starts again. Its log: ${log}`);
    setTimeout(() => {
      if (this.#isWanted) this.start().catch((error) => this.#startAgain(withoutDot(error)));
    }, RESTART_PAUSE_MS);
  }

  async stop() {
    this.#isWanted = false;
    await this.#server?.stop();
  }
}

async function openServer(options) {
  const built = join(root, 'libs', 'database', 'dist', 'embedded-postgres.js');
  const { startEmbeddedPostgres } = await import(pathToFileURL(built).href);
  return startEmbeddedPostgres(options);
}

function withoutDot(error) {
  return error.message.replace(/\.$/, '');
}
