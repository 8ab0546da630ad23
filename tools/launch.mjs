import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { report } from './fault.mjs';
import { step } from './progress.mjs';
import { onParentGone, StopRequest } from './stop-request.mjs';
import { bringNode } from './toolchain.mjs';

/**
 * Runs one of the tools under a new enough Node and stays as its parent: passes signals on, asks it
 * to end when npm is gone, and ends with its exit code. Works from Node 20 on, before any install.
 */
export async function launch(script, args = process.argv.slice(2)) {
  const stop = new StopRequest();
  if (process.env.npm_lifecycle_event) onParentGone(() => stop.ask('npm ended'));
  try {
    const node = await bringNode({
      onBring: (work) => step('Node.js', work),
      signal: stop.signal,
    });
    stop.check();
    process.exitCode = await follow(node, [join(import.meta.dirname, script), ...args], stop);
  } catch (error) {
    process.exitCode = report(error);
  }
}

async function follow(node, words, stop) {
  const child = spawn(node, words, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, OS_CREDITS_LAUNCHED: '1' },
  });
  const passOn = () => child.connected && child.send('stop', () => undefined);
  stop.signal.addEventListener('abort', passOn);
  stop.impatient.addEventListener('abort', passOn);
  const code = await new Promise((done) => {
    child.once('error', (error) => {
      console.error(`✗ ${node} does not run: ${error.message}`);
      done(1);
    });
    child.once('exit', (exitCode, signal) => {
      if (signal && !stop.isAsked)
        console.error(`\n✗ The tool was ended from outside (${signal}).`);
      done(exitCode ?? 1);
    });
  });
  return code;
}
