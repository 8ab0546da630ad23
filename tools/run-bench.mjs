import { Fault, report, Stopped } from './fault.mjs';
import { step } from './progress.mjs';
import { mustRun, run } from './run-command.mjs';
import { StopRequest } from './stop-request.mjs';
import { root, toolEnvironment } from './toolchain.mjs';
import { build, compiler, install } from './workspace.mjs';

const FUZZ_ITERATIONS = '1000000';

/** `npm run bench` and `npm run fuzz`: installs and builds what changed, then runs the program. */
const programs = {
  bench: ['bench/dist/bench.js'],
  fuzz: ['--expose-gc', 'bench/dist/fuzz-wire.js', '--iterations', FUZZ_ITERATIONS],
};
const stop = new StopRequest();

try {
  const [name, ...args] = process.argv.slice(2);
  await install(stop.signal);
  await build(stop.signal);
  const env = toolEnvironment();
  await step('measuring programs', async () => {
    await mustRun('The build', process.execPath, [compiler, '-b', 'bench'], {
      cwd: root,
      env,
      signal: stop.signal,
    });
  });
  const words = [...programs[name], ...args];
  const { code, signal } = await run(process.execPath, words, {
    cwd: root,
    env,
    signal: stop.signal,
    echo: true,
  });
  if (code !== 0) throw new Fault(`npm run ${name} failed (${signal ?? `exit code ${code}`}).`);
} catch (error) {
  process.exitCode = report(error) || (error instanceof Stopped ? 130 : 0);
}
