import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { Fault } from './fault.mjs';
import { root } from './toolchain.mjs';

const SANDBOX_PORTS = [
  'sandbox home and mailbox',
  'OpenID provider',
  'usage exporter of site A',
  'usage exporter of site B',
  'SMTP',
  'Perun',
];

/** Reads what `npm start` can be told; every value has a default. */
export function readSettings(environment = process.env) {
  const port = Number(environment.PORT || '8080');
  if (!Number.isInteger(port) || port < 1 || port > 65_520) {
    throw new Fault(`PORT must be a whole number from 1 to 65520, not "${environment.PORT}".`);
  }
  const sandbox = environment.SANDBOX || 'on';
  if (!['on', 'off'].includes(sandbox)) {
    throw new Fault(`SANDBOX must be "on" or "off", not "${sandbox}".`);
  }
  return {
    port,
    host: environment.HOST || '127.0.0.1',
    publicUrl: (environment.PUBLIC_URL || `http://localhost:${port}`).replace(/\/+$/, ''),
    dataDir: resolve(root, environment.DATA_DIR || '.data'),
    databaseUrl: environment.DATABASE_URL || undefined,
    sandbox: sandbox === 'on',
    gpus: environment.SANDBOX_GPUS !== 'off',
  };
}

/** Makes `DATA_DIR` with mode 700 and says in one sentence where that fails. */
export function prepareDataDir(dataDir) {
  try {
    makeFolder(dataDir);
    chmodSync(dataDir, 0o700);
    makeFolder(join(dataDir, 'log'));
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Fault(
      `The data directory ${dataDir} cannot be written (${error.code}): give this user the right to, or set DATA_DIR to another directory.`,
    );
  }
}

/** One folder after the other: Node's own recursive way never returns below /proc. */
function makeFolder(path) {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/**
 * Claims `DATA_DIR` for this process, so that two starts never work on the same data.
 *
 * @returns a function that gives it back
 */
export function claimDataDir(dataDir) {
  const path = join(dataDir, 'supervisor.pid');
  const owner = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  if (owner > 0 && owner !== process.pid && isSupervisor(owner)) {
    throw new Fault(
      `OS Credits runs already on ${dataDir} (process ${owner}): stop it first, or set DATA_DIR and PORT to start a second one.`,
    );
  }
  writeFileSync(path, String(process.pid), { mode: 0o600 });
  return () => rmSync(path, { force: true });
}

function isSupervisor(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  const command = `/proc/${pid}/cmdline`;
  return (
    !existsSync('/proc/self/cmdline') ||
    (existsSync(command) && readFileSync(command, 'utf8').includes('supervise.mjs'))
  );
}

/** Fails with one sentence that names the first taken port and what to set. */
export async function checkPorts(settings, more = []) {
  const wanted = [{ port: settings.port, use: 'the portal' }, ...more].map((one) => ({
    ...one,
    host: settings.host,
  }));
  if (settings.sandbox) {
    SANDBOX_PORTS.forEach((use, index) =>
      wanted.push({
        port: settings.port + 1 + index,
        use: `the sandbox (${use})`,
        host: '127.0.0.1',
      }),
    );
  }
  for (const { port, use, host } of wanted) {
    const fault = await listenFault(port, host);
    if (fault === undefined) continue;
    const remedy =
      port === settings.port
        ? 'set PORT to another port'
        : `set PORT to another port (the sandbox uses the six after it) or SANDBOX=off`;
    if (fault === 'EADDRINUSE') {
      throw new Fault(`Port ${port}, wanted for ${use}, is taken by another program: ${remedy}.`);
    }
    throw new Fault(
      `Port ${port} on ${host}, wanted for ${use}, cannot be used (${fault}): set PORT or HOST.`,
    );
  }
}

async function listenFault(port, host) {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error) => done(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(undefined)));
  });
}

/** Secrets of this installation, made at the first start and kept with mode 600. */
export function readSecrets(dataDir) {
  const path = join(dataDir, 'secrets.json');
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  const secret = () => randomBytes(36).toString('base64url');
  const secrets = { sessionSecret: secret(), oidcClientSecret: secret() };
  writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}
