import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { EmbeddedDatabase } from './embedded-database.mjs';
import {
  createTokens,
  credentialsPath,
  readCredentials,
  runCli,
  writeCredentials,
} from './demo-credentials.mjs';
import { writeCliSettings } from './cli-settings.mjs';
import { addDemoGpus } from './demo-gpus.mjs';
import { Fault, report } from './fault.mjs';
import { checkOutsideDatabase } from './outside-database.mjs';
import { seconds, step } from './progress.mjs';
import { answers, Service } from './service.mjs';
import {
  checkPorts,
  claimDataDir,
  prepareDataDir,
  readSecrets,
  readSettings,
} from './settings.mjs';
import { StopRequest } from './stop-request.mjs';
import { root, toolEnvironment } from './toolchain.mjs';
import { developmentServices } from './watch-mode.mjs';
import { build, install } from './workspace.mjs';

const startedAt = performance.now();
/** Added to PORT for the API while Vite has PORT itself. */
const API_PORT_BEHIND_VITE = 10;
/**
 * V8 lets garbage pile up while there is memory. Both processes keep under 300 MiB with these, for a
 * microsecond of processor time per reading (`npm run bench`); the Dockerfile sets the same.
 */
const SMALL_HEAP = ['--max-semi-space-size=4', '--max-old-space-size=400'];
const watch = process.argv.includes('--watch');
const stop = new StopRequest();
/** What runs, in the order in which it is stopped. */
const running = [];
let settings;
let release = () => undefined;
let fatal;

try {
  await start();
  await stop.wait();
} catch (error) {
  process.exitCode = report(stop.isAsked && !(error instanceof Fault) ? stop.signal.reason : error);
}
await stopAll();
if (fatal) process.exitCode = report(new Fault(fatal));
release();

async function start() {
  settings = readSettings();
  console.log(`OS Credits: starting on port ${settings.port}\n`);
  prepareDataDir(settings.dataDir);
  release = claimDataDir(settings.dataDir);
  await checkPorts(settings, watch ? [{ port: apiPort(), use: 'the API behind Vite' }] : []);
  await install(stop.signal);
  stop.check();
  await build(stop.signal);
  stop.check();
  const databaseUrl = await startDatabase();
  stop.check();
  const env = productEnvironment(databaseUrl);
  if (settings.databaseUrl === undefined) writeCliSettings(settings.dataDir, env);
  await step('migrations', async () => {
    const output = await runCli(['migrate'], { env, signal: stop.signal });
    return output.trim().split('\n').at(-1)?.slice(0, 60);
  });
  const tokens = settings.sandbox ? await demoTokens(env) : undefined;
  await startServices(env, tokens);
  printScreen(tokens);
  const apiUrl = `http://${apiHost()}:${env.PORT}`;
  if (tokens) void addDemoGpus(settings, { ...tokens, apiUrl, signal: stop.signal });
}

async function startDatabase() {
  let url = settings.databaseUrl;
  await step('PostgreSQL', async () => {
    if (url !== undefined) {
      // Only the login that migrates needs rights of its own; the other is given a role by it.
      const owner = process.env.DATABASE_OWNER_URL;
      return owner ? checkOutsideDatabase(owner, 'DATABASE_OWNER_URL') : checkOutsideDatabase(url);
    }
    const database = new EmbeddedDatabase(settings.dataDir, (reason) => {
      fatal = `PostgreSQL could not be kept running: ${reason}.`;
      stop.ask('PostgreSQL ended');
    });
    running.push(database);
    const server = await database.start();
    url = server.url;
    return `embedded, port ${server.port}`;
  });
  return url;
}

function productEnvironment(databaseUrl) {
  const { sessionSecret, oidcClientSecret } = readSecrets(settings.dataDir);
  const sandbox = {
    ENVIRONMENT: 'development',
    OIDC_ISSUER: `http://localhost:${settings.port + 2}`,
    OIDC_CLIENT_ID: 'os-credits',
    OIDC_CLIENT_SECRET: oidcClientSecret,
    SANDBOX: 'on',
    SANDBOX_MAILBOX_URL: `http://localhost:${settings.port + 1}/`,
    ...simulatedPerun(),
  };
  return toolEnvironment({
    NODE_ENV: 'production',
    PORT: String(apiPort()),
    HOST: settings.host,
    PUBLIC_URL: settings.publicUrl,
    DATABASE_URL: databaseUrl,
    SESSION_SECRET: process.env.SESSION_SECRET || sessionSecret,
    WEB_DIST: join(root, 'apps', 'web', 'dist'),
    ...(settings.sandbox ? sandbox : { SANDBOX: 'off' }),
  });
}

/** The sandbox's Perun; account and organisation are the product's defaults for a simulated one. */
function simulatedPerun() {
  return {
    PERUN_MODE: 'simulated',
    PERUN_URL: `http://127.0.0.1:${settings.port + 6}`,
    PERUN_RESOURCES: '8676,8675',
    PERUN_LOGIN_EXT_SOURCE: 'https://login.sandbox.example/idp/',
  };
}

/** The tokens of an earlier start on the same database, else new ones. */
async function demoTokens(env) {
  const fingerprint = createHash('sha256')
    .update(settings.databaseUrl ?? 'embedded')
    .digest('hex');
  const path = join(settings.dataDir, 'demo-database');
  const known = readCredentials(settings.dataDir);
  const isSame = existsSync(path) && readFileSync(path, 'utf8') === fingerprint;
  if (known?.ingestToken && known.apiToken && isSame) return known;
  let tokens;
  await step('demo tokens', async () => {
    tokens = await createTokens({ env, signal: stop.signal });
  });
  // Written at once: an interrupted start must not make another pair the next time.
  writeCredentials(settings.dataDir, { url: settings.publicUrl, accounts: [], ...tokens });
  writeFileSync(path, fingerprint, { mode: 0o600 });
  return tokens;
}

async function startServices(env, tokens) {
  const make = (name, script, more) =>
    new Service({
      name,
      script: join(root, script),
      env,
      dataDir: settings.dataDir,
      watch,
      ...more,
    });
  const api = make('API', 'apps/api/dist/main.http.js', { nodeFlags: SMALL_HEAP });
  const worker = make('worker', 'apps/api/dist/main.worker.js', { nodeFlags: SMALL_HEAP });
  const services = [api, worker];
  if (settings.sandbox)
    services.unshift(
      make('sandbox', 'apps/sandbox/dist/main.js', { env: sandboxEnvironment(env, tokens) }),
    );
  const extra = watch ? developmentServices({ settings, apiPort: apiPort() }) : [];
  running.unshift(...extra, ...services);
  const apiUrl = `http://${apiHost()}:${env.PORT}`;
  await step('services', async () => {
    for (const service of [...extra, ...services]) if (service !== worker) service.start();
    const home = `http://localhost:${settings.port + 1}`;
    const ready = [api.ready(() => answers(`${apiUrl}/health/ready`), stop.signal)];
    if (settings.sandbox) {
      ready.push(services[0].ready(() => answers(`${home}/accounts.json`), stop.signal));
    }
    await Promise.all(ready);
    return services
      .filter((service) => service !== worker)
      .map(({ name }) => name)
      .join(', ');
  });
  // Before the worker: its first sync takes the demo's grants from Perun, as one sum without a past.
  if (settings.sandbox) await finishDemo(env, tokens);
  await step('worker', async () => {
    worker.start();
    await worker.ready(() => Promise.resolve(true), stop.signal);
  });
  if (settings.sandbox) {
    // Leads and members see their projects once Perun has said that they are theirs.
    await step('first sync with Perun', () =>
      worker.ready(() => hasSynced(apiUrl, tokens), stop.signal),
    );
  }
}

/** In watch mode Vite has the port, and the API is behind it. */
function apiPort() {
  return watch ? settings.port + API_PORT_BEHIND_VITE : settings.port;
}

/** An address that reaches the API, whatever it listens on; an IPv6 one in brackets. */
function apiHost() {
  const host = ['0.0.0.0', '::'].includes(settings.host) ? '127.0.0.1' : settings.host;
  return host.includes(':') ? `[${host}]` : host;
}

function sandboxEnvironment(env, tokens) {
  return toolEnvironment({
    NODE_ENV: 'production',
    // Browsers come back from signing in to the public address; readings need no proxy on the way.
    PRODUCT_URL: settings.publicUrl,
    PRODUCT_INTAKE_URL: `http://${apiHost()}:${env.PORT}`,
    INGEST_TOKEN: tokens.ingestToken,
    SANDBOX_BASE_PORT: String(settings.port + 1),
    SANDBOX_DATA_DIR: join(settings.dataDir, 'sandbox'),
    SANDBOX_OIDC_CLIENT_SECRET: env.OIDC_CLIENT_SECRET,
    SANDBOX_TROUBLE: 'on',
  });
}

/** Takes accounts and grants from the running sandbox. */
async function finishDemo(env, tokens) {
  const home = `http://localhost:${settings.port + 1}`;
  const accounts = await (await fetch(`${home}/accounts.json`)).json();
  const grants = importable(await (await fetch(`${home}/grants.json`)).json());
  const seen = join(settings.dataDir, 'demo-grants');
  const hash = createHash('sha256')
    .update(`${settings.databaseUrl ?? ''}${grants}`)
    .digest('hex');
  if (!existsSync(seen) || readFileSync(seen, 'utf8') !== hash) {
    await step('demo grants', async () => {
      await runCli(['grant', 'import', '--file', '-'], { env, signal: stop.signal, input: grants });
    });
    writeFileSync(seen, hash, { mode: 0o600 });
  }
  tokens.accounts = Array.isArray(accounts) ? accounts : accounts.accounts;
  writeCredentials(settings.dataDir, { ...tokens, url: settings.publicUrl });
}

async function hasSynced(apiUrl, { apiToken }) {
  const answer = await fetch(`${apiUrl}/api/perun`, {
    headers: { authorization: `Bearer ${apiToken}` },
  });
  return answer.ok && (await answer.json()).lastSuccess !== null;
}

/** The sandbox speaks as a cloud's office does; the product's import has words of its own. */
function importable({ grants }) {
  return JSON.stringify({
    grants: grants.map(({ reference, project, credits, grantedAt, reason }) => ({
      key: reference,
      project,
      credits,
      effectiveAt: grantedAt,
      reason,
    })),
  });
}

function printScreen(tokens) {
  const here = (path) => relative(process.cwd(), path) || '.';
  const lines = [
    '',
    `  OS Credits runs at  ${settings.publicUrl}   (ready after ${seconds(performance.now() - startedAt)})`,
    '',
  ];
  if (tokens) {
    lines.push('  Sign in as');
    for (const { username, password, name, description } of tokens.accounts) {
      lines.push(
        `    ${String(username).padEnd(14)} password ${password}   ${description ?? name ?? ''}`,
      );
    }
    lines.push(
      '',
      `  Sandbox and mailbox http://localhost:${settings.port + 1}/`,
      `  Demo tokens         ${here(credentialsPath(settings.dataDir))}`,
    );
  }
  lines.push(
    `  API documentation   ${settings.publicUrl}/api/docs`,
    `  Logs                ${here(join(settings.dataDir, 'log'))}/`,
    `  Data                ${settings.databaseUrl ? 'the database of DATABASE_URL' : here(join(settings.dataDir, 'postgres'))}`,
    '',
    '  Ctrl-C stops everything.',
  );
  console.log(lines.join('\n'));
}

/** Sandbox, API and worker first, the database last, so that nothing loses what it is writing. */
async function stopAll() {
  if (running.length === 0) return;
  console.log(`\nStopping${stop.reason ? ` (${stop.reason})` : ''} …`);
  for (const service of running) {
    await service.stop(stop.impatient).catch((error) => console.error(`✗ ${error.message}`));
  }
  console.log('Stopped.');
}
