import { join } from 'node:path';
import { freePort, isSame, rational } from '@os-credits/testing';
import { LedgerReader } from '../stack/ledger-reader.js';
import { makeWorkplace } from '../stack/places.js';
import { Product } from '../stack/product.js';
import { proveLedger } from '../stack/prove-ledger.js';
import { startSandbox } from '../stack/sandbox.js';
import { StaffSession } from '../stack/staff-session.js';
import { type TestRun } from '../stack/test-run.js';
import { waitUntil } from '../stack/wait-until.js';
import { ExporterCloud } from './exporter-cloud.js';
import { bielefeldOf, PrometheusServer } from './prometheus-server.js';
import { chooseExporter, UsageExporter } from './usage-exporter.js';

const START_DATE = '2020-07-01';
/** Whoever escapes names wrongly on the way would lose this one. */
const PROJECT = 'Grüne "Wiese" {7}';
/** Scrapes after a restart of the exporter. */
const SCRAPES = 2;

/** An hour of 4 vCPU and 16 GiB, in one second, so that nobody has to wait for it. */
const SECOND_OF_AN_HOUR = { vcpus: 4 * 3600, gib: 16 * 3600 };

interface Scene {
  readonly run: TestRun;
  /** What ran as exporter, for the names of checks. */
  readonly who: string;
  readonly product: Product;
  readonly ledger: LedgerReader;
  readonly staff: StaffSession;
  readonly cloud: ExporterCloud;
  readonly exporter: UsageExporter;
  readonly prometheus: PrometheusServer;
}

/** A size weight: up to this size a unit counts so often. */
type Thresholds = readonly (readonly [value: string, weight: string])[];

/**
 * The usage exporter of the de.NBI cloud takes start date and size weights from the product;
 * Prometheus scrapes it and sends to the product. A cost table with other weights, published by staff,
 * changes what machines count that start afterwards, and nothing that was counted before.
 */
export async function exporterScenario(run: TestRun): Promise<void> {
  const workplace = makeWorkplace('real', 'exporter');
  const choice = chooseExporter(process.env);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const sandbox = await startSandbox(workplace, url);
  const product = await Product.start(
    workplace,
    { apis: 1, workers: 1, ports: [port] },
    {
      PUBLIC_URL: url,
      OIDC_ISSUER: sandbox.provider.issuer,
      OIDC_CLIENT_SECRET: sandbox.provider.clientSecret,
      ACCOUNTING_START_DATE: START_DATE,
    },
  );
  try {
    const cloud = new ExporterCloud(join(workplace.directory, 'cloud'));
    const exporter = await UsageExporter.start(workplace, choice, cloud, url);
    const prometheus = await PrometheusServer.start(workplace, [
      bielefeldOf(product, exporter.port),
    ]);
    await sandbox.ready();
    const staff = await StaffSession.signIn(url, 'ada.admin');
    const ledger = new LedgerReader(product.postgres.url);
    const who = `usage exporter (${choice.name})`;
    const scene = { run, who, product, ledger, staff, cloud, exporter, prometheus };
    await playExporter(scene);
    await playRestart(scene);
  } finally {
    await product.abandon();
    workplace.remove();
  }
}

async function playExporter(scene: Scene): Promise<void> {
  const { run, who, cloud, exporter } = scene;
  await run.check(`${who}: starts, and cuts totals at our start date`, async () => {
    const [fromSeconds, toSeconds] = [
      secondsOf('2020-06-30T22:00Z'),
      secondsOf('2020-07-01T02:00Z'),
    ];
    cloud.add(PROJECT, { vcpus: 1, gib: 1, fromSeconds, toSeconds });
    await exporter.showing(PROJECT, { vcpu: 2, mb: 2 });
    await used(scene, '0');
    return '2 of 4 hours count';
  });
  await run.check(`${who}: counts with the weights of a cost table just published`, async () => {
    const vcpu: Thresholds = [
      ['2', '1'],
      ['4', '2'],
    ];
    const seconds = await publishWeights(scene, vcpu, [['8192', '2']]);
    runAnHour(cloud, seconds);
    await exporter.showing(PROJECT, { vcpu: 2 + 8, mb: 2 + 32 });
    return 'vcpu +8, mb +32';
  });
  await run.check(`${who}: scraped and sent, that is a charge of 17.6 credits`, () =>
    used(scene, '17.6'),
  );
  await run.check(`${who}: a changed weight changes only what starts after it`, async () => {
    const vcpu: Thresholds = [
      ['2', '2'],
      ['4', '3'],
    ];
    const seconds = await publishWeights(scene, vcpu, [['8192', '3']]);
    runAnHour(cloud, seconds);
    await exporter.showing(PROJECT, { vcpu: 10 + 12, mb: 34 + 48 });
    return `vcpu +12, mb +48; the ledger shows ${await used(scene, '44')}`;
  });
}

/** The totals begin at the start date again, so a restart must not be seen in any account. */
async function playRestart(scene: Scene): Promise<void> {
  const { run, who, product, ledger, exporter, prometheus } = scene;
  await run.check(`${who}: its restart moves no account`, async () => {
    const { length } = await prometheus.readings();
    await exporter.restart();
    await waitUntil('the exporter is scraped again', async () => {
      const now = await prometheus.readings();
      return now.length >= length + SCRAPES * 2;
    });
    return used(scene, '44');
  });
  await exporter.stop();
  await waitUntil('Prometheus finds no exporter any more', () => prometheus.isIdle());
  const scraped = await prometheus.readings();
  await proveLedger({ run, client: who, product, ledger, sent: scraped });
  await prometheus.stop();
}

/**
 * Publishes a cost table with the usual rates and these weights, as staff do.
 *
 * @returns since when the weights hold, in whole seconds since the epoch, as exporters read it
 */
async function publishWeights(
  { staff, product }: Scene,
  vcpu: Thresholds,
  mb: Thresholds,
): Promise<number> {
  const weightsOf = (metric: string, list: Thresholds): object[] =>
    list.map(([value, weight]) => ({ metric, value, weight }));
  const draft = await staff.post<{ id: number; version: number }>('/api/cost-tables', {
    title: `Weights up to ${vcpu.at(-1)?.[1]}`,
    effectiveFrom: new Date().toISOString(),
    rates: [
      { metric: 'project_vcpu_usage', rate: '1' },
      { metric: 'project_mb_usage', rate: '0.3' },
    ],
    weights: [...weightsOf('project_vcpu_usage', vcpu), ...weightsOf('project_mb_usage', mb)],
  });
  const { table } = await staff.post<{ table: { appliesFrom: string } }>(
    `/api/cost-tables/${draft.id}/publication`,
    { version: draft.version, reason: 'other machines have become dear' },
  );
  const seconds = Math.ceil(Date.parse(table.appliesFrom) / 1000);
  const wanted = `"resource_set_timestamp":${seconds},`;
  await waitUntil('the weights are public', async () => {
    const answer = await fetch(`${product.api.url}/public/creditsweights/`);
    return (await answer.text()).includes(wanted);
  });
  return seconds;
}

/** A machine from the very second since which the weights hold. */
function runAnHour(cloud: ExporterCloud, fromSeconds: number): void {
  cloud.add(PROJECT, { ...SECOND_OF_AN_HOUR, fromSeconds, toSeconds: fromSeconds + 1 });
}

/** Waits until the project has used so many credits, to the last digit. */
async function used({ ledger }: Scene, credits: string): Promise<string> {
  await waitUntil(`${PROJECT} has used ${credits} credits`, async () => {
    const found = (await ledger.usedCredits()).get(PROJECT);
    return found !== undefined && isSame(rational(found), rational(credits));
  });
  return `${credits} credits`;
}

function secondsOf(instant: string): number {
  return Date.parse(instant) / 1000;
}
