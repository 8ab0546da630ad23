import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** A database of its own for one test file. */
export interface TestDatabase {
  readonly name: string;
  /** Connection string of the owner, as `DATABASE_URL`. */
  readonly url: string;
  /** Ends every connection to it and drops it. */
  readonly drop: () => Promise<void>;
}

/**
 * Makes a template database with all migrations applied.
 *
 * @param serverUrl connection string of a role that may create databases
 */
export async function createTemplate(
  serverUrl: string,
  runMigrations: (url: string) => Promise<string[]>,
): Promise<{ name: string; drop: () => Promise<void> }> {
  const name = `os_credits_template_${randomBytes(4).toString('hex')}`;
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  const drop = async (): Promise<void> => {
    await onServer(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  };
  try {
    await runMigrations(urlOf(serverUrl, name));
  } catch (error) {
    await drop();
    throw error;
  }
  return { name, drop };
}

/**
 * Clones the run's template database; call it in `beforeAll` and `drop` in `afterAll`.
 *
 * @throws Error where the run has no server, which means that Jest's global set-up did not run
 */
export function createTestDatabase(): Promise<TestDatabase> {
  return createFrom(fromRun('OS_CREDITS_TEST_TEMPLATE'));
}

/** Makes a database that no migration has been applied to; otherwise as `createTestDatabase`. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createFrom('template0');
}

async function createFrom(template: string): Promise<TestDatabase> {
  const serverUrl = fromRun('OS_CREDITS_TEST_SERVER_URL');
  const name = `os_credits_test_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, (client) =>
    client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`),
  );
  return {
    name,
    url: urlOf(serverUrl, name),
    drop: () => onServer(serverUrl, (client) => dropDatabase(client, name)),
  };
}

/** What Jest's global set-up left in the environment. */
function fromRun(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(
      'There is no test server: run integration tests through Jest with `--selectProjects integration`.',
    );
  }
  return value;
}

const DROP_TIMEOUT_MS = 30_000;
const DROP_PAUSE_MS = 100;

/**
 * Ends the connections to a database and drops it. A vacuum that the server itself runs there belongs to
 * its superuser and may not be ended by us; it is over in a moment, so the drop is tried again.
 */
async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  const end = performance.now() + DROP_TIMEOUT_MS;
  for (;;) {
    try {
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
      return;
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      const isBusy = code === '42501' || code === '55006';
      if (!isBusy || performance.now() > end) throw error;
      await delay(DROP_PAUSE_MS);
    }
  }
}

/** Runs one action on the server's own database, which is neither the template nor a clone. */
async function onServer(
  serverUrl: string,
  action: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await action(client);
  } finally {
    await client.end();
  }
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
