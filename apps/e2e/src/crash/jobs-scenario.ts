import { setTimeout as delay } from 'node:timers/promises';
import { LedgerReader } from '../stack/ledger-reader.js';
import { PerunSimulator } from '../stack/perun-simulator.js';
import { makeWorkplace, type Workplace } from '../stack/places.js';
import { Product, type ProductProcess } from '../stack/product.js';
import { type TestRun } from '../stack/test-run.js';
import { waitUntil } from '../stack/wait-until.js';
import { writeImportFiles, type ImportFiles } from './import-files.js';
import { JobRunReader, type RunRow } from './job-runs.js';
import { proveJobs, type JobsStage as Stage } from './prove-jobs.js';
import { type RandomStream } from './random-stream.js';

/** So few that no run uses up its attempts. */
const CRASHES_PER_ROUND = 4;
const OVER_TIMEOUT_MS = 300_000;
const PERUN_LATENCY_MS = 100;
/** What Perun grants: more than any project uses, because a grant below that would wait for a person. */
const PERUN_GRANT = 1_000_000_000n;

/** Workers are killed while they import readings and grants and sync with Perun, all at the same time. */
export async function jobsScenario(
  run: TestRun,
  random: RandomStream,
  crashes: number,
): Promise<void> {
  const workplace = makeWorkplace('crash', 'jobs');
  const rounds = Math.ceil(crashes / CRASHES_PER_ROUND);
  const files = Array.from({ length: rounds }, (_, round) =>
    writeImportFiles(workplace.directory, round, random.branch(`round ${round}`)),
  );
  const perun = await PerunSimulator.start(workplace, {
    groups: 2 * rounds,
    latencyMs: PERUN_LATENCY_MS,
  });
  const product = await startProduct(workplace, perun);
  try {
    const ledger = new LedgerReader(product.postgres.url);
    const stage = { run, product, perun, ledger, runs: new JobRunReader(ledger), random };
    await run.check('every crash of a worker is survived by its jobs', () =>
      killThrough(stage, files, crashes),
    );
    await proveJobs(stage, files);
  } finally {
    await product.abandon();
    await perun.stop();
    workplace.remove();
  }
}

function startProduct(workplace: Workplace, perun: PerunSimulator): Promise<Product> {
  return Product.start(
    workplace,
    { apis: 1, workers: 2 },
    {
      PERUN_MODE: 'simulated',
      PERUN_URL: perun.url,
      JOB_LEASE_SECONDS: '3',
      // An import waits for rating after every block, so that crashes find it at work.
      INGEST_BACKLOG_READINGS_MAX: '20000',
      // As the container and the launcher start it.
      NODE_OPTIONS: '--max-semi-space-size=4 --max-old-space-size=400',
    },
  );
}

/** @returns what was killed and what it hit */
async function killThrough(
  stage: Stage,
  files: readonly ImportFiles[],
  crashes: number,
): Promise<string> {
  let left = crashes;
  let hits = 0;
  for (const [round, file] of files.entries()) {
    await startRound(stage, file);
    for (let count = 0; count < CRASHES_PER_ROUND && left > 0; count += 1) {
      const hit = await killOne(stage);
      if (hit === null) break;
      left -= 1;
      if (hit.length > 0) hits += 1;
      stage.run.say(
        `  crash ${crashes - left} in round ${round}: a worker with ${hit.join(', ') || 'no job'}`,
      );
    }
    await mustEndWell(stage);
  }
  if (hits === 0) throw new Error('no crash hit a job');
  return `${crashes - left} crashes, ${hits} of them hit jobs`;
}

async function startRound({ product, perun, random }: Stage, file: ImportFiles): Promise<void> {
  for (const group of file.projects) {
    await perun.grant(group, String(PERUN_GRANT + BigInt(random.between(1, 1_000_000))));
  }
  await Promise.all([
    product.run('jobs', 'run', 'import-readings', '--file', `file=${file.readingsFile}`),
    product.run(
      'jobs',
      'run',
      'import-grants',
      '--file',
      `file=${file.grantsFile}`,
      '--json',
      '{"unknownProjects": "create"}',
    ),
    product.run('jobs', 'run', 'perun-sync'),
  ]);
}

/**
 * Kills a worker, one that is at a job where there is one, and starts it again at once.
 *
 * @returns types of the jobs that it was at; `null` where nothing is left to be disturbed
 */
async function killOne(stage: Stage): Promise<string[] | null> {
  const { product, runs, random } = stage;
  const isWorth = await waitUntil('a worker is at a job, or all are over', async () => {
    await runs.skipPauses();
    const active = await runs.active();
    if (active.length === 0) return 'over';
    return product.workers.some((worker) => jobsOf(worker, active).length > 0) && 'at work';
  });
  if (isWorth === 'over') return null;
  // A random instant within whatever it is doing.
  await delay(random.between(0, 400));
  const running = (await runs.active()).filter(({ state }) => state === 'running');
  const busy = product.workers.filter((worker) => jobsOf(worker, running).length > 0);
  const victim = random.pick(busy.length > 0 ? busy : product.workers);
  const hit = jobsOf(victim, running);
  await victim.kill();
  victim.startAgain();
  return hit;
}

function jobsOf(worker: ProductProcess, running: readonly RunRow[]): string[] {
  return running
    .filter(({ lease_worker: holder }) => holder?.split(':').at(1) === String(worker.pid))
    .map(({ type }) => type);
}

/** Every run comes to an end, and to a good one. */
async function mustEndWell({ runs }: Stage): Promise<void> {
  await waitUntil(
    'every job is over',
    async () => {
      await runs.skipPauses();
      return (await runs.active()).length === 0;
    },
    OVER_TIMEOUT_MS,
  );
  const bad = (await runs.all()).filter(({ state }) => state !== 'succeeded');
  if (bad.length === 0) return;
  const texts = bad.map(
    ({ type, state, error_message: error }) => `${type} ${state}: ${error ?? ''}`,
  );
  throw new Error(`not every job succeeded: ${texts.join('; ')}`);
}
