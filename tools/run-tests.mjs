import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  canInstallPackages,
  findChromium,
  installChromium,
  installPackages,
  missingPackages,
} from './debian-packages.mjs';
import { Fault, report, Stopped } from './fault.mjs';
import { seconds, step } from './progress.mjs';
import { run } from './run-command.mjs';
import { StopRequest } from './stop-request.mjs';
import { countReport, layers } from './test-layers.mjs';
import { startStack } from './test-stack.mjs';
import { root, toolEnvironment } from './toolchain.mjs';
import { build, install } from './workspace.mjs';

const reports = join(root, 'reports');
const stop = new StopRequest();
const isCi = ['1', 'true'].includes(process.env.CI ?? '');

try {
  const chosen = chooseLayers(process.argv.slice(2));
  mkdirSync(reports, { recursive: true });
  await install(stop.signal);
  const results = [];
  for (const layer of chosen) {
    stop.check();
    results.push(await runLayer(layer));
  }
  finish(results);
} catch (error) {
  process.exitCode = report(error) || 130;
}

function chooseLayers(names) {
  const unknown = names.find((name) => !layers.some((layer) => layer.name === name));
  if (unknown !== undefined) {
    throw new Fault(
      `There is no test layer "${unknown}"; there are ${layers.map(({ name }) => name).join(', ')}.`,
    );
  }
  return names.length === 0 ? layers : layers.filter(({ name }) => names.includes(name));
}

async function runLayer(layer) {
  const startedAt = performance.now();
  const result = { name: layer.name, passed: 0, failed: 0 };
  let stack;
  try {
    const skipReason = await prepare(layer);
    if (skipReason !== undefined) return { ...result, note: skipReason };
    if (layer.stack) {
      await step('product for the tests', async () => {
        stack = await startStack(stop.signal);
      });
    }
    Object.assign(result, await runCommands(layer, stack?.env ?? {}));
  } catch (error) {
    if (error instanceof Stopped) throw error;
    report(error);
    Object.assign(result, { failed: result.failed + 1, note: 'could not run' });
  } finally {
    await stack?.stop();
  }
  return { ...result, durationMs: performance.now() - startedAt };
}

/** @returns why the layer cannot run here, where that is allowed; in CI nothing is skipped */
async function prepare(layer) {
  if (layer.needsBuild) await build(stop.signal);
  if (layer.browser && findChromium() === undefined) {
    await step('Chromium', () => installChromium(stop.signal));
  }
  const missing = missingPackages(layer.packages ?? []);
  if (missing.length === 0) return undefined;
  if (canInstallPackages()) {
    await step(`packages ${missing.join(', ')}`, () => installPackages(missing, stop.signal));
    return undefined;
  }
  const lack = `${missing.join(' and ')} missing, and only root on Debian can install`;
  if (isCi) throw new Fault(`The layer ${layer.name} is required in CI: ${lack}.`);
  console.log(`\n!!! SKIPPED: ${layer.name}: ${lack} !!!\n`);
  return `SKIPPED: ${lack}`;
}

async function runCommands(layer, stackEnvironment) {
  const reportPath = join(reports, `${layer.name}.json`);
  rmSync(reportPath, { force: true });
  const fill = (text) => text.replace('{report}', reportPath);
  const own = Object.fromEntries(
    Object.entries(layer.env ?? {}).map(([name, value]) => [name, fill(value)]),
  );
  const chromium = layer.browser ? { CHROMIUM_PATH: findChromium() } : {};
  const env = toolEnvironment({ FORCE_COLOR: '0', ...own, ...stackEnvironment, ...chromium });
  const checks = await eachOf(layer.commands, layer.sideBySide ?? 1, (command, index) => {
    const isOnly = layer.commands.length === 1;
    const logName = isOnly ? `${layer.name}.log` : `${layer.name}-${index + 1}.log`;
    const words = [command.words[0], ...command.words.slice(1).map(fill)];
    return runCommand(layer, command.title, words, { env, logFile: join(reports, logName) });
  });
  const isClean = checks.every(({ ok }) => ok);
  if (layer.count !== undefined) {
    const counts = countReport(layer, reportPath);
    // A runner that ends badly although its report names no failure has hidden something.
    return isClean || counts.failed > 0
      ? counts
      : { ...counts, failed: 1, note: 'ended with an error' };
  }
  writeFileSync(reportPath, `${JSON.stringify({ checks }, null, 2)}\n`);
  const passed = checks.filter(({ ok }) => ok).length;
  return { passed, failed: checks.length - passed };
}

/** One command of a layer, with its line of progress and, where it fails, the end of its output. */
async function runCommand(layer, title, words, { env, logFile }) {
  const check = { name: title, ok: false };
  const options = { cwd: layer.cwd ?? root, env, signal: stop.signal, logFile };
  await step(title === layer.name ? title : `${layer.name}: ${title}`, async () => {
    const result = await run(process.execPath, words, options);
    check.ok = result.code === 0;
    if (check.ok) return '';
    console.log(`\n${lastLines(result.tail, 60)}\n`);
    return `FAILED (${result.signal ?? `exit code ${result.code}`})`;
  });
  return check;
}

/** Works through the items in their order, at most `width` at once. */
async function eachOf(items, width, work) {
  const results = [];
  const queue = items.entries();
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}

function lastLines(text, count) {
  return text.trim().split('\n').slice(-count).join('\n').replace(/^/gm, '    ');
}

/** The table of layers and, as the very last line, the sum that scripts read. */
function finish(results) {
  console.log(
    `\n  ${'layer'.padEnd(14)}${'passed'.padStart(8)}${'failed'.padStart(8)}${'time'.padStart(9)}`,
  );
  for (const { name, passed, failed, durationMs, note } of results) {
    const time = durationMs === undefined ? '' : seconds(durationMs);
    console.log(
      `  ${name.padEnd(14)}${String(passed).padStart(8)}${String(failed).padStart(8)}${time.padStart(9)}${note ? `  ${note}` : ''}`,
    );
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  writeFileSync(join(reports, 'summary.json'), `${JSON.stringify({ results }, null, 2)}\n`);
  if (sum('failed') > 0 || sum('passed') === 0) process.exitCode = 1;
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
}
