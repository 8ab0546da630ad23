import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as database from '@os-credits/database';
import { createTemplate } from './template-database.ts';

/** What the set-up leaves for the tear-down, in the same process. */
interface TestServer {
  readonly dropTemplate: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

declare global {
  var osCreditsTestServer: TestServer | undefined;
}

const root = join(import.meta.dirname, '..', '..', '..');

/**
 * Jest's global set-up of the integration tests: one PostgreSQL for the run (a throw-away embedded
 * one, or `TEST_DATABASE_URL`) and a template database with every migration applied.
 *
 * Each test file clones the template with `createTestDatabase`. Without a PostgreSQL the run fails;
 * it never skips.
 */
export default async function setUp(): Promise<void> {
  buildDatabaseLibrary();
  const library = (await import(
    join(root, 'libs', 'database', 'dist', 'index.js')
  )) as typeof database;
  const outside = process.env['TEST_DATABASE_URL'];
  const server =
    outside === undefined ? await startThrowAwayServer(library) : { url: outside, stop: noStop };
  try {
    const template = await createTemplate(server.url, library.runMigrations);
    process.env['OS_CREDITS_TEST_SERVER_URL'] = server.url;
    process.env['OS_CREDITS_TEST_TEMPLATE'] = template.name;
    globalThis.osCreditsTestServer = { dropTemplate: template.drop, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

const noStop = (): Promise<void> => Promise.resolve();

async function startThrowAwayServer(
  library: typeof database,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'os-credits-test-'));
  const server = await library.startEmbeddedPostgres({ dataDir, durability: 'fast' });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Jest loads this file outside its module mapping, so the library comes from its build, which is
 * brought up to date first. Type errors do not stop it: the type check is a layer of its own.
 */
function buildDatabaseLibrary(): void {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  spawnSync(process.execPath, [compiler, '-b', join(root, 'libs', 'database')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
