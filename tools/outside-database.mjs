import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Fault } from './fault.mjs';
import { root } from './toolchain.mjs';

const SERVER_VERSION_MIN = 15;
/** From here on CREATEROLE alone no longer lets a login grant roles that others made. */
const STRICT_ROLES_VERSION = 16;
const CONNECT_TIMEOUT_MS = 5_000;
const APP_ROLE = 'os_credits_app';

const FACTS = `
  select current_setting('server_version_num')::int / 10000 as major,
         current_setting('server_encoding') as encoding,
         pg_is_in_recovery() as "isStandby",
         current_database() as database,
         current_user as login,
         rolsuper as "isSuperuser",
         rolcreaterole as "mayCreateRoles",
         has_schema_privilege('public', 'CREATE') as "mayCreateTables",
         exists (select from pg_roles where rolname = '${APP_ROLE}') as "appRoleExists",
         coalesce((select pg_has_role(current_user, oid, 'MEMBER') from pg_roles
                   where rolname = '${APP_ROLE}'), false) as "mayBecomeAppRole"
  from pg_roles where rolname = current_user`;

/**
 * Checks that an outside database answers, is new enough and lets its login do what the migrations
 * need, before anything is changed in it.
 *
 * @param {string} databaseUrl
 * @param {string} name the setting that it comes from, for messages
 * @returns {Promise<string>} what it is, for the screen
 * @throws {Fault} one sentence, and below it a line for everything that is missing
 */
export async function checkOutsideDatabase(databaseUrl, name = 'DATABASE_URL') {
  if (!/^postgres(ql)?:\/\//.test(databaseUrl) || !URL.canParse(databaseUrl)) {
    throw new Fault(`${name} must look like postgres://user:password@host:5432/database.`);
  }
  const { hostname, port, pathname } = new URL(databaseUrl);
  const where = `${hostname}:${port || 5432}${pathname}`;
  const facts = await askForFacts(databaseUrl).catch((error) => {
    throw new Fault(
      `The database of ${name} at ${where} cannot be used (${error.message || error.code}): check the address, the password and that PostgreSQL runs.`,
    );
  });
  const lacks = databaseLacks(facts);
  if (lacks.length > 0) {
    throw new Fault(`The database of ${name} at ${where} cannot be used yet:`, lacks.join('\n'));
  }
  return `PostgreSQL ${facts.major} at ${where}`;
}

async function askForFacts(databaseUrl) {
  const pg = createRequire(join(root, 'libs', 'database', 'package.json'))('pg');
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(FACTS)).rows[0];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * What a database lacks to hold OS Credits, each with what to do about it; empty if nothing.
 *
 * @param {{ major: number, encoding: string, isStandby: boolean, database: string, login: string,
 *   isSuperuser: boolean, mayCreateRoles: boolean, mayCreateTables: boolean,
 *   appRoleExists: boolean, mayBecomeAppRole: boolean }} facts
 * @returns {string[]}
 */
export function databaseLacks(facts) {
  const { major, login, database } = facts;
  if (major < SERVER_VERSION_MIN) {
    return [`It is PostgreSQL ${major}, but ${SERVER_VERSION_MIN} or newer is needed.`];
  }
  const lacks = [];
  if (facts.isStandby) lacks.push('It is a standby that only reads: name the primary server.');
  if (facts.encoding !== 'UTF8') {
    lacks.push(
      `Its encoding is ${facts.encoding}: make a database with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`,
    );
  }
  if (!facts.mayCreateTables) {
    lacks.push(
      `${login} may not make tables in it: ALTER DATABASE ${quoted(database)} OWNER TO ${quoted(login)}.`,
    );
  }
  if (!mayHaveAppRole(facts)) {
    const make = facts.appRoleExists ? '' : `CREATE ROLE ${APP_ROLE} NOLOGIN; `;
    lacks.push(
      `${login} may not become the role ${APP_ROLE}, which the product works as: ${make}GRANT ${APP_ROLE} TO ${quoted(login)}.`,
    );
  }
  return lacks;
}

function mayHaveAppRole(facts) {
  if (facts.isSuperuser || facts.mayBecomeAppRole) return true;
  return facts.mayCreateRoles && (!facts.appRoleExists || facts.major < STRICT_ROLES_VERSION);
}

function quoted(name) {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
