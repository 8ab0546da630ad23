import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault, Stopped } from './fault.mjs';

const TAIL_BYTES = 8_192;
const KILL_AFTER_MS = 3_000;
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

/**
 * Runs a command to its end in a process group of its own, so that a stop reaches its children too.
 * On Linux it also dies with its parent.
 *
 * @returns {Promise<{ code: number | null, signal: string | null, tail: string, stdout: string }>}
 */
export async function run(command, args, options = {}) {
  const { cwd, env = process.env, signal, logFile, input, echo = false } = options;
  if (signal?.aborted) throw new Stopped();
  const guarded = setpriv ? [setpriv, '--pdeathsig', 'KILL', command, ...args] : [command, ...args];
  const child = spawn(guarded[0], guarded.slice(1), {
    cwd,
    env,
    detached: true,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  if (input !== undefined) child.stdin.on('error', () => undefined).end(input);
  const output = collectOutput(child, logFile, echo);
  const stop = () => killGroup(child);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const end = await new Promise((done, fail) => {
      child.once('error', fail);
      child.once('close', (code, endSignal) => done({ code, signal: endSignal }));
    });
    if (signal?.aborted) throw new Stopped();
    return { ...end, ...output() };
  } catch (error) {
    if (error.code === 'ENOENT') throw new Fault(`The command ${command} was not found.`);
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Like `run`, but anything else than exit code 0 is a fault that shows the end of the output. */
export async function mustRun(title, command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  const where = options.logFile ? ` Its whole output is in ${options.logFile}.` : '';
  throw new Fault(
    `${title} failed (${result.signal ?? `exit code ${result.code}`}).${where}`,
    result.tail.trim().split('\n').slice(-15).join('\n'),
  );
}

function collectOutput(child, logFile, echo) {
  if (logFile) mkdirSync(dirname(logFile), { recursive: true });
  const file = logFile ? createWriteStream(logFile) : undefined;
  let tail = '';
  let stdout = '';
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8');
    child[name].on('data', (text) => {
      tail = (tail + text).slice(-TAIL_BYTES);
      if (name === 'stdout') stdout += text;
      if (echo) process[name].write(text);
      file?.write(text);
    });
  }
  return () => {
    file?.end();
    return { tail, stdout };
  };
}

/** Ends a command and everything it started: asked first, killed a little later. */
export function killGroup(child) {
  const send = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // The group is gone already.
    }
  };
  send('SIGTERM');
  const timer = setTimeout(() => send('SIGKILL'), KILL_AFTER_MS);
  child.once('close', () => {
    clearTimeout(timer);
    // The command itself is gone; what it left behind goes with it.
    send('SIGKILL');
  });
}
