import { LedgerReader } from '../stack/ledger-reader.js';
import { makeWorkplace } from '../stack/places.js';
import { Product } from '../stack/product.js';
import { proveLedger } from '../stack/prove-ledger.js';
import { TestRun } from '../stack/test-run.js';
import { jobsScenario } from './jobs-scenario.js';
import { Killing } from './killing.js';
import { PushingClient } from './pushing-client.js';
import { RandomStream } from './random-stream.js';
import { UsageSource } from './usage-source.js';
import { WIRES } from './write-request.js';

const isCi = ['1', 'true'].includes(process.env['CI'] ?? '');
const crashes = wholeNumber('CRASHES', isCi ? 12 : 50);
const jobCrashes = wholeNumber('CRASHES', 8);
/** `ingest` or `jobs`: only that scenario. */
const only = process.env['ONLY'] ?? '';
const seed = wholeNumber('SEED', Math.floor(Math.random() * 1_000_000));
const SOURCES = ['alpha', 'beta', 'gamma'];

const run = new TestRun('crash');
run.say(`${crashes} crashes; CRASHES=${crashes} SEED=${seed} repeats the choices of this run`);
if (only !== 'jobs') await run.scenario(`${crashes} random kill -9`, crashScenario);
if (only !== 'ingest') {
  const random = new RandomStream(seed).branch('jobs');
  await run.scenario(`${jobCrashes} kill -9 of workers at their jobs`, () =>
    jobsScenario(run, random, jobCrashes),
  );
}
run.finish();

/** Two API processes and two workers on one PostgreSQL; two clients per source, one for each wire format. */
async function crashScenario(): Promise<void> {
  const workplace = makeWorkplace('crash', 'product');
  const random = new RandomStream(seed);
  const product = await Product.start(workplace, { apis: 2, workers: 2 });
  try {
    const answers = new Map<string, number>();
    const clients = makeClients(product, random, (answer) => {
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    });
    const pushing = Promise.all(clients.map((client) => client.run()));
    const killing = new Killing(product, random.branch('killing'));
    await run.check('every crash is survived', async () => {
      await Promise.race([pushing, killAll(killing, answers)]);
      for (const client of clients) client.stop();
      await killing.allBack();
      await pushing;
      return `${crashes} crashes`;
    });
    await run.check('clients are answered 204, or 503 to try again, and nothing else', () =>
      Promise.resolve(mustBeRetryable(answers)),
    );
    const ledger = new LedgerReader(product.postgres.url);
    const sent = clients.flatMap((client) => client.acknowledged);
    await proveLedger({ run, client: 'crashes', product, ledger, sent });
  } finally {
    await product.abandon();
    workplace.remove();
  }
}

function makeClients(
  product: Product,
  random: RandomStream,
  onAnswer: (answer: string) => void,
): PushingClient[] {
  const token = product.createIngestToken('crash test', 'all');
  const urls = product.apis.map(({ url }) => url);
  return SOURCES.flatMap((name) => {
    const source = new UsageSource(name, random.branch(name));
    return Object.entries(WIRES).map(([format, wires]) => {
      const client = `${name}-${format}`;
      const own = random.branch(client);
      return new PushingClient({ name: client, source, wires, urls, token, random: own, onAnswer });
    });
  });
}

async function killAll(killing: Killing, answers: ReadonlyMap<string, number>): Promise<void> {
  for (let count = 1; count <= crashes; count += 1) {
    const victim = await killing.killOne(() => answers.get('204') ?? 0);
    run.say(`  crash ${count}: ${victim}; ${answers.get('204') ?? 0} batches acknowledged`);
  }
}

/** A broken connection says nothing; an answer must be one on which clients try again. */
function mustBeRetryable(answers: ReadonlyMap<string, number>): string {
  const text = [...answers].map(([answer, count]) => `${count} × ${answer}`).join(', ');
  const bad = [...answers.keys()].filter(
    (answer) => /^\d/.test(answer) && !/^(204|503)$/.test(answer),
  );
  if (bad.length > 0) throw new Error(`unexpected answers: ${text}`);
  return text;
}

function wholeNumber(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw new Error(`${name} must be a whole number, not "${text}"`);
  }
  return value;
}
