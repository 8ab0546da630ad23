import { LedgerReader } from '../stack/ledger-reader.js';
import { makeWorkplace, type Workplace } from '../stack/places.js';
import { Product } from '../stack/product.js';
import { proveLedger } from '../stack/prove-ledger.js';
import { type Sandbox, startSandbox } from '../stack/sandbox.js';
import { type TestRun } from '../stack/test-run.js';
import { waitUntil } from '../stack/wait-until.js';
import { bielefeldOf, PrometheusServer } from './prometheus-server.js';

/** Scrapes before, during and after each outage. */
const SCRAPES = 5;

interface Scene {
  readonly run: TestRun;
  readonly product: Product;
  readonly ledger: LedgerReader;
  readonly exporters: Sandbox;
  readonly prometheus: PrometheusServer;
}

/**
 * Debian's Prometheus scrapes two sites and sends one to `/api/v1/write`, the other to `/write`,
 * each with a token of that site only. The API is killed, then stopped, while it goes on scraping.
 */
export async function prometheusScenario(run: TestRun): Promise<void> {
  const workplace = makeWorkplace('real', 'prometheus');
  const product = await Product.start(workplace, { apis: 1, workers: 1 });
  try {
    const exporters = await startSandbox(workplace);
    await exporters.ready();
    const prometheus = await startPrometheus(workplace, product, exporters);
    const ledger = new LedgerReader(product.postgres.url);
    await playPrometheus({ run, product, ledger, exporters, prometheus });
  } finally {
    await product.abandon();
    workplace.remove();
  }
}

async function startPrometheus(
  workplace: Workplace,
  product: Product,
  { ports }: Sandbox,
): Promise<PrometheusServer> {
  return PrometheusServer.start(workplace, [
    bielefeldOf(product, ports.bielefeld),
    {
      location: 'giessen',
      locationId: '8675',
      exporterPort: ports.giessen,
      writeUrl: `${product.api.url}/write`,
      token: product.createIngestToken('prometheus of giessen', '8675'),
    },
  ]);
}

async function playPrometheus(scene: Scene): Promise<void> {
  const { run, product, ledger, exporters, prometheus } = scene;
  await run.check('Prometheus: readings of both sites arrive', async () => {
    await arrived(scene, SCRAPES);
    return `${await ledger.readingCount()} readings`;
  });
  await run.check('Prometheus: goes on after kill -9 of the API', async () => {
    await product.api.kill();
    return outage(scene);
  });
  await run.check('Prometheus: goes on after SIGTERM of the API', async () => {
    const end = await product.api.terminate();
    if (end.code !== 0) throw new Error(`the API ended with ${end.signal ?? end.code ?? '?'}`);
    return outage(scene);
  });
  await exporters.stop();
  await waitUntil('Prometheus finds no exporter any more', () => prometheus.isIdle());
  const scraped = await prometheus.readings();
  await proveLedger({ run, client: 'Prometheus', product, ledger, sent: scraped });
  await prometheus.stop();
}

/** Lets Prometheus scrape and fail to send for a while, then brings the API back and waits until it has caught up. */
async function outage(scene: Scene): Promise<string> {
  const { product, ledger, prometheus } = scene;
  const scrapesBefore = await prometheus.scrapeCount();
  const retriedBefore = await prometheus.retriedSamples();
  const storedBefore = await ledger.readingCount();
  await waitUntil('Prometheus has scraped and retried during the outage', async () => {
    const retried = await prometheus.retriedSamples();
    const hasRetried = retried.every((count, index) => count > (retriedBefore[index] ?? 0));
    return hasRetried && (await prometheus.scrapeCount()) >= scrapesBefore + SCRAPES;
  });
  product.api.startAgain();
  await product.api.ready();
  await arrived(scene, scrapesBefore + 2 * SCRAPES);
  return `${(await ledger.readingCount()) - storedBefore} readings caught up`;
}

/** Waits for so many scrapes, and until as many readings are stored as Prometheus had then. */
async function arrived({ ledger, prometheus }: Scene, scrapes: number): Promise<void> {
  await waitUntil(
    `Prometheus has scraped ${scrapes} times`,
    async () => (await prometheus.scrapeCount()) >= scrapes,
  );
  const { length } = await prometheus.readings();
  await waitUntil(
    `${length} readings are stored`,
    async () => (await ledger.readingCount()) >= length,
  );
}
