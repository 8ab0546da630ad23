import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Fault } from './fault.mjs';
import { root } from './toolchain.mjs';

const SERVER_VERSION_MIN = 15;
const CONNECT_TIMEOUT_MS = 5_000;
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

/** Checks that an outside database answers and is new enough. */
export async function checkOutsideDatabase(databaseUrl) {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl) || !URL.canParse(databaseUrl)) {
    throw new Fault('DATABASE_URL must look like postgres://user:password@host:5432/database.');
  }
  const { hostname, port, pathname } = new URL(databaseUrl);
  const where = `${hostname}:${port || 5432}${pathname}`;
  const pg = createRequire(join(root, 'libs', 'database', 'package.json'))('pg');
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const answer = await client.query('SHOW server_version_num');
    const major = Math.floor(Number(answer.rows[0].server_version_num) / 10_000);
    if (major < SERVER_VERSION_MIN) {
      throw new Fault(
        `The PostgreSQL at ${where} is version ${major}, but ${SERVER_VERSION_MIN} or newer is needed.`,
      );
    }
    return `PostgreSQL ${major} at ${where}`;
  } catch (error) {
    if (error instanceof Fault) throw error;
    const reason = error.message || error.code;
    throw new Fault(
      `The database of DATABASE_URL at ${where} cannot be used (${reason}): check the address, the password and that PostgreSQL runs.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
