import { canonicalDecimal, formatLine } from '@os-credits/usage-wire';
import { mustEqualOracle } from '../stack/compare-ledger.js';
import { LedgerReader, type NamedReading } from '../stack/ledger-reader.js';
import { makeWorkplace } from '../stack/places.js';
import { Product } from '../stack/product.js';
import { proveLedger } from '../stack/prove-ledger.js';
import { type TestRun } from '../stack/test-run.js';
import { waitUntil } from '../stack/wait-until.js';
import { InfluxdbServer } from './influxdb-server.js';

const SITES = ['8676', '8675'];
const METRICS = ['project_vcpu_usage', 'project_mb_usage'];
const STEP_SECONDS = 600;
const STARTED_HOURS_AGO = 30;
/** Two hours of readings while the product runs. */
const INSTANTS_UP = 12;
/** An hour and a half that it misses: more than an hour, so that the gap is split at the hour marks. */
const INSTANTS_DOWN = 9;

/** A database of InfluxDB and how its subscription shows its token. */
const DATABASES = ['usage_basic', 'usage_parameter'] as const;

interface Scene {
  readonly run: TestRun;
  readonly product: Product;
  readonly ledger: LedgerReader;
  readonly influxdb: InfluxdbServer;
  /** What InfluxDB was given, and the part of it that the product was up to receive. */
  readonly written: NamedReading[];
  readonly delivered: NamedReading[];
  /** Seconds since the epoch, on the hour. */
  readonly beginSeconds: number;
  nextInstant: number;
}

/**
 * Usage goes into InfluxDB 1.x and comes to the product by subscriptions, which show the token as
 * Basic password and as `p=`. The product is killed, then stopped, while points are written.
 *
 * A subscription sends each request once and forgets it. What it lost, the next reading of the
 * cumulative counter makes up in the sum; forwarding all points again brings the readings themselves.
 */
export async function influxdbScenario(run: TestRun): Promise<void> {
  const workplace = makeWorkplace('real', 'influxdb');
  const product = await Product.start(workplace, { apis: 1, workers: 1 });
  try {
    const influxdb = await InfluxdbServer.start(workplace);
    const ledger = new LedgerReader(product.postgres.url);
    await subscribe(product, influxdb);
    const beginSeconds = Math.floor(Date.now() / 3_600_000 - STARTED_HOURS_AGO) * 3_600;
    const readings = { written: [], delivered: [], beginSeconds, nextInstant: 0 };
    await playInfluxdb({ run, product, ledger, influxdb, ...readings });
    await influxdb.stop();
  } finally {
    await product.abandon();
    workplace.remove();
  }
}

async function subscribe(product: Product, influxdb: InfluxdbServer): Promise<void> {
  const { host } = new URL(product.api.url);
  const token = product.createIngestToken('influxdb', 'all');
  const [basic, parameter] = DATABASES;
  await influxdb.createForwardedDatabase(basic, `http://influxdb:${token}@${host}`);
  await influxdb.createForwardedDatabase(parameter, `http://${host}/?u=influxdb&p=${token}`);
}

async function playInfluxdb(scene: Scene): Promise<void> {
  const { run, product, ledger, influxdb, written, delivered } = scene;
  await run.check('InfluxDB: a subscription delivers, with Basic and with p=', async () => {
    await writeAndReceive(scene);
    return `${await ledger.readingCount()} readings`;
  });
  await run.check('InfluxDB: goes on after kill -9 of the API', async () => {
    await product.api.kill();
    return outage(scene);
  });
  await run.check('InfluxDB: goes on after SIGTERM of the API', async () => {
    const end = await product.api.terminate();
    if (end.code !== 0) throw new Error(`the API ended with ${end.signal ?? end.code ?? '?'}`);
    return outage(scene);
  });
  await run.check('InfluxDB: the readings after an outage make up for it', async () => {
    const used = await ledger.usedCredits();
    mustEqualOracle(delivered, used);
    mustEqualOracle(written, used);
    return `${delivered.length} of ${written.length} readings give the sum of all`;
  });
  for (const database of DATABASES) await influxdb.forwardAgain(database);
  await proveLedger({ run, client: 'InfluxDB', product, ledger, sent: written });
}

/** Writes while the product is down until InfluxDB has given every request up, then while it is up again. */
async function outage(scene: Scene): Promise<string> {
  const { product, influxdb } = scene;
  const before = await Promise.all(DATABASES.map((name) => influxdb.subscriptionCounts(name)));
  await writeInstants(scene, INSTANTS_DOWN);
  await waitUntil('the subscriptions have given up what they could not send', async () => {
    const now = await Promise.all(DATABASES.map((name) => influxdb.subscriptionCounts(name)));
    return now.every(
      ({ writeFailures }, index) =>
        writeFailures >= (before[index]?.writeFailures ?? 0) + INSTANTS_DOWN,
    );
  });
  product.api.startAgain();
  await product.api.ready();
  await writeAndReceive(scene);
  return `${INSTANTS_DOWN} requests per subscription were lost, as InfluxDB 1.x does`;
}

async function writeAndReceive(scene: Scene): Promise<void> {
  const { ledger, delivered } = scene;
  delivered.push(...(await writeInstants(scene, INSTANTS_UP)));
  await waitUntil(
    `${delivered.length} readings are stored and rated`,
    async () =>
      (await ledger.readingCount()) >= delivered.length && (await ledger.waitingCount()) === 0,
  );
}

/** Writes the next instants of every series, one request per instant and database. */
async function writeInstants(scene: Scene, count: number): Promise<NamedReading[]> {
  const sent: NamedReading[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const instant = scene.nextInstant;
    const seconds = scene.beginSeconds + instant * STEP_SECONDS;
    for (const database of DATABASES) {
      const lines = [];
      for (const site of SITES) {
        for (const metric of METRICS) {
          const project = `${database}-lab`;
          const value = counterAt(instant, site, metric);
          lines.push(lineOf({ project, site, metric, value }, seconds));
          const canonical = canonicalDecimal(value);
          if (typeof canonical !== 'string') throw new Error(canonical.detail);
          sent.push({ project, site, metric, atMicros: seconds * 1_000_000, value: canonical });
        }
      }
      await scene.influxdb.write(database, lines);
    }
    scene.nextInstant += 1;
  }
  scene.written.push(...sent);
  return sent;
}

/** A growing counter with nine places; fifteen digits in all, which a double keeps. */
function counterAt(instant: number, site: string, metric: string): string {
  const perInstant = BigInt(Number(site) * 123_457 + metric.length * 7_654_321);
  const nanos = 100_000_000_000_000n + BigInt(instant) * perInstant;
  return `${nanos / 1_000_000_000n}.${(nanos % 1_000_000_000n).toString().padStart(9, '0')}`;
}

function lineOf(reading: Omit<NamedReading, 'atMicros'>, seconds: number): string {
  return formatLine({
    measurement: reading.metric,
    tags: [
      ['location_id', reading.site],
      ['project_name', reading.project],
    ],
    fields: [['value', reading.value]],
    timestamp: seconds,
  });
}
