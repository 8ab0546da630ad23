import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault, Stopped } from './fault.mjs';

const START_TIMEOUT_MS = 180_000;
const PORTS = 7;

/**
 * Starts the whole product with its sandbox on free ports and a fresh data directory, the same way
 * as `npm start` does.
 *
 * @returns {Promise<{ env: object, stop: () => Promise<void> }>} `env` tells tests where it is
 */
export async function startStack(signal) {
  const port = await freePorts();
  const dataDir = mkdtempSync(join(tmpdir(), 'os-credits-stack-'));
  const inherited = { ...process.env };
  // The tests want a database of their own, also where a developer has set one.
  delete inherited.DATABASE_URL;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'supervise.mjs')], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...inherited,
      PORT: String(port),
      DATA_DIR: dataDir,
      SANDBOX: 'on',
      // The journeys make metrics and tables of their own.
      SANDBOX_GPUS: 'off',
      HOST: '127.0.0.1',
      // A journey publishes with four eyes, another one alone.
      PUBLISH_FOUR_EYES_CREDITS: '1000',
      // A reading that is a moment early waits in quarantine, and can be released a moment later.
      INGEST_AHEAD_MINUTES_MAX: '0',
    },
  });
  const ended = new Promise((done) => child.once('exit', done));
  const stop = async () => {
    if (child.connected) child.send('stop', () => undefined);
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await untilReady(child, ended, signal);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    stop,
    env: {
      OS_CREDITS_URL: `http://localhost:${port}`,
      OS_CREDITS_SANDBOX_URL: `http://localhost:${port + 1}`,
      OS_CREDITS_PERUN_URL: `http://127.0.0.1:${port + 6}`,
      OS_CREDITS_DATA_DIR: dataDir,
      OS_CREDITS_CREDENTIALS: join(dataDir, 'demo-credentials.json'),
    },
  };
}

async function untilReady(child, ended, signal) {
  let output = '';
  const ready = new Promise((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-16_384);
        if (output.includes('OS Credits runs at')) done('ready');
      });
    }
  });
  const late = new Promise((done) => setTimeout(done, START_TIMEOUT_MS, 'late').unref());
  const stopped = new Promise((done) =>
    signal.addEventListener('abort', () => done('stopped'), { once: true }),
  );
  const outcome = await Promise.race([ready, late, stopped, ended.then(() => 'ended')]);
  if (outcome === 'stopped') throw new Stopped();
  if (outcome !== 'ready')
    throw new Fault(`The product did not start for the tests (${outcome}).`, output.slice(-3_000));
}

/** The first of seven ports in a row that are free. */
async function freePorts() {
  for (let base = 18_080; base < 30_000; base += 10) {
    const free = await Promise.all(
      Array.from({ length: PORTS }, (_, index) => isFree(base + index)),
    );
    if (free.every(Boolean)) return base;
  }
  throw new Fault('No seven free ports in a row between 18080 and 30000.');
}

function isFree(port) {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => done(true)),
    );
  });
}
