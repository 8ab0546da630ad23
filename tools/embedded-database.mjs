import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './toolchain.mjs';

const RESTART_PAUSE_MS = 1_000;
const RESTARTS_MAX = 5;

/** The embedded PostgreSQL, started again if it ends by itself. */
export class EmbeddedDatabase {
  #server;
  #isWanted = true;
  #restarts = 0;

  constructor(dataDir, giveUp) {
    this.dataDir = dataDir;
    this.giveUp = giveUp;
  }

  async start() {
    const built = join(root, 'libs', 'database', 'dist', 'embedded-postgres.js');
    const { startEmbeddedPostgres } = await import(pathToFileURL(built).href);
    this.#server = await startEmbeddedPostgres({
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
    this.#restarts += 1;
    if (this.#restarts > RESTARTS_MAX) {
      this.giveUp(
        `${reason} for the ${this.#restarts}th time; its log is ${join(this.dataDir, 'postgres.log')}`,
      );
      return;
    }
    console.error(`! ${reason}; it starts again. Its log: ${join(this.dataDir, 'postgres.log')}`);
    setTimeout(() => {
      if (this.#isWanted) this.start().catch((error) => this.giveUp(error.message));
    }, RESTART_PAUSE_MS);
  }

  async stop() {
    this.#isWanted = false;
    await this.#server?.stop();
  }
}
