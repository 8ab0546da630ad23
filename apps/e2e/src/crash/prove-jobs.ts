import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { mustBeSameReadings, mustEqualOracle } from '../stack/compare-ledger.js';
import { type LedgerReader } from '../stack/ledger-reader.js';
import { type PerunSimulator } from '../stack/perun-simulator.js';
import { type Product } from '../stack/product.js';
import { type TestRun } from '../stack/test-run.js';
import { waitUntil } from '../stack/wait-until.js';
import { type ImportFiles } from './import-files.js';
import { type JobRunReader } from './job-runs.js';
import { type RandomStream } from './random-stream.js';

const OVER_TIMEOUT_MS = 300_000;
const MEMORY_KIB_MAX = 300 * 1024;

/** What the crashes happen to, and what looks at it. */
export interface JobsStage {
  readonly run: TestRun;
  readonly product: Product;
  readonly perun: PerunSimulator;
  readonly ledger: LedgerReader;
  readonly runs: JobRunReader;
  readonly random: RandomStream;
}

/** What must be so after all crashes: as if there had been none. */
export async function proveJobs(stage: JobsStage, files: readonly ImportFiles[]): Promise<void> {
  const { run, product, ledger } = stage;
  const sent = files.flatMap(({ readings }) => readings);
  await run.check('what the imports report adds up, across all attempts', () =>
    mustReport(stage, files),
  );
  await run.check('every reading arrived once, and nothing else', async () => {
    await waitUntil(
      'nothing waits for rating',
      async () => (await ledger.waitingCount()) === 0 && (await ledger.unpostedCount()) === 0,
      OVER_TIMEOUT_MS,
    );
    mustBeSameReadings(sent, await ledger.readings());
    const used = await ledger.usedCredits();
    const { projectsWithUse } = mustEqualOracle(sent, used);
    return `${sent.length} readings, ${projectsWithUse} accounts equal the oracle to the last digit`;
  });
  await run.check('no grant is doubled or lost', () => mustHaveGrants(stage, files));
  await run.check('files that are imported again book nothing', () =>
    mustBookNothing(stage, files),
  );
  await run.check('after one more sync Perun shows the ledger', () => mustShowLedger(stage));
  await run.check('verify finds no difference', () => Promise.resolve(product.verify()));
  await run.check('the workers kept within 300 MiB', () => Promise.resolve(mustBeSmall(product)));
  await run.check('the product stops in order', async () => {
    await product.stop();
    return 'exit code 0';
  });
}

async function mustReport({ runs }: JobsStage, files: readonly ImportFiles[]): Promise<string> {
  const results = (await runs.all()).filter(({ type }) => type === 'import-readings');
  for (const [round, { readings, lineCount }] of files.entries()) {
    const { read, accepted, duplicates } = results[round]?.result ?? {};
    const isRight =
      read === lineCount &&
      accepted === readings.length &&
      duplicates === lineCount - readings.length;
    if (isRight) continue;
    throw new Error(
      `round ${round}: ${JSON.stringify(results[round]?.result)} of ${lineCount} lines with ${readings.length} readings`,
    );
  }
  const grants = (await runs.all()).filter(({ type }) => type === 'import-grants');
  for (const [round, { grantCount }] of files.entries()) {
    if (grants[round]?.result?.['posted'] === grantCount) continue;
    throw new Error(
      `round ${round}: ${JSON.stringify(grants[round]?.result)} of ${grantCount} grants`,
    );
  }
  const outcomes = [...(await runs.outcomes())].map(([outcome, count]) => `${count} ${outcome}`);
  return `attempts: ${outcomes.join(', ')}`;
}

async function mustHaveGrants(
  { ledger, perun }: JobsStage,
  files: readonly ImportFiles[],
): Promise<string> {
  const expected = new Map<string, bigint>();
  for (const { name, granted } of await perun.groups())
    if (granted !== null) expected.set(name, BigInt(granted));
  for (const { granted } of files) {
    for (const [project, credits] of granted)
      expected.set(project, (expected.get(project) ?? 0n) + credits);
  }
  const found = await ledger.grantedCredits();
  const wrong = [...expected].filter(
    ([project, credits]) => found.get(project) !== String(credits),
  );
  if (wrong.length > 0) {
    const texts = wrong.map(
      ([project, credits]) =>
        `${project}: ${found.get(project) ?? 'nothing'} instead of ${credits}`,
    );
    throw new Error(texts.join('; '));
  }
  return `${expected.size} accounts`;
}

async function mustBookNothing(
  { product, runs }: JobsStage,
  files: readonly ImportFiles[],
): Promise<string> {
  for (const { readingsFile, readings, lineCount, grantsFile, grantCount } of files.slice(0, 3)) {
    const imported = await runs.find(
      jobId(
        await product.run(
          'jobs',
          'run',
          'import-readings',
          '--wait',
          '--file',
          `file=${readingsFile}`,
        ),
      ),
    );
    const { accepted, duplicates } = imported.result ?? {};
    if (accepted !== 0 || duplicates !== lineCount)
      throw new Error(`of ${readings.length} readings: ${JSON.stringify(imported.result)}`);
    const granted = await runs.find(
      jobId(
        await product.run('jobs', 'run', 'import-grants', '--wait', '--file', `file=${grantsFile}`),
      ),
    );
    if (granted.result?.['posted'] !== 0 || granted.result['alreadyPosted'] !== grantCount)
      throw new Error(JSON.stringify(granted.result));
  }
  return 'accepted 0, posted 0';
}

async function mustShowLedger({ product, perun, ledger }: JobsStage): Promise<string> {
  const used = await syncedCredits(product, ledger);
  const groups = await perun.groups();
  const wrong = groups.filter(
    (group) => (group.used ?? '0.00') !== rounded(used.get(group.name) ?? '0'),
  );
  if (wrong.length === 0) return `${groups.length} groups`;
  throw new Error(
    wrong
      .map(
        ({ name, used: shown }) =>
          `${name}: ${shown ?? 'nothing'} instead of ${used.get(name) ?? '0'}`,
      )
      .join('; '),
  );
}

/** Syncs; once more where an hour was posted meanwhile, of which the sync may not know. */
async function syncedCredits(
  product: Product,
  ledger: LedgerReader,
): Promise<ReadonlyMap<string, string>> {
  const before = await ledger.postedCredits();
  await product.run('jobs', 'run', 'perun-sync', '--wait');
  const after = await ledger.postedCredits();
  return isDeepStrictEqual(before, after) ? after : syncedCredits(product, ledger);
}

/** Half-even to two places, as credits are handed to Perun. */
function rounded(credits: string): string {
  const [whole = '0', fraction = ''] = credits.split('.');
  const cents = BigInt(whole + fraction.padEnd(2, '0').slice(0, 2));
  const rest = fraction.slice(2).replace(/0+$/, '');
  const isUp = rest > '5' || (rest === '5' && cents % 2n === 1n);
  const text = String(isUp ? cents + 1n : cents).padStart(3, '0');
  return `${text.slice(0, -2)}.${text.slice(-2)}`;
}

function jobId(printed: string): string {
  const id = /Job ([0-9a-f-]{36}) is queued/.exec(printed)?.[1];
  if (id === undefined) throw new Error(`no new job: ${printed}`);
  return id;
}

function mustBeSmall(product: Product): string {
  const peaks = product.workers.map(({ pid }) => {
    const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? NaN);
  });
  const text = peaks.map((peak) => `${Math.round(peak / 1024)} MiB`).join(', ');
  if (peaks.every((peak) => peak <= MEMORY_KIB_MAX)) return text;
  throw new Error(text);
}
