import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@os-credits/database';
import pg from 'pg';
import { fillUsage, previewAgainstAggregate } from './impact-bench.js';
import { copyBaseline, fillHistory, ingest } from './ingest-bench.js';
import { fillAccounts, movedLatency, readLatencies } from './latency-bench.js';
import { lineProtocolLoad, remoteWriteLoad, type EncodedLoad, type LoadShape } from './load.js';
import { startSlowPerun, SYNC_CONCURRENCIES, syncOnce, useCredits } from './sync-bench.js';
import { startProduct, treeCpuSeconds, type Product } from './product.js';

/**
 * `npm run bench`: every figure is a ratio inside one run on this machine, on the embedded PostgreSQL with
 * its durable settings; client, server and database share the cores. `BENCH_SCALE=0.1` is a quick look.
 */
const SCALE = Number(process.env['BENCH_SCALE'] ?? '1');
const SHAPE: LoadShape = {
  projects: Math.round(10_000 * SCALE),
  instants: 50,
  batchSize: 2000,
  shards: 5,
};
const READINGS = SHAPE.projects * 2 * SHAPE.instants;
const HISTORY_READINGS = Math.round(20_000_000 * SCALE);
const LATENCY_SECONDS = SCALE < 1 ? 5 : 20;

interface Measure {
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: string;
  readonly isMet?: boolean;
}

const measures: Measure[] = [];
function record(
  measure: string,
  value: number,
  unit: string,
  target?: { text: string; isMet: boolean },
): void {
  const rounded = Math.round(value * 1000) / 1000;
  measures.push({
    measure,
    value: rounded,
    unit,
    ...(target === undefined ? {} : { target: target.text, isMet: target.isMet }),
  });
  const verdict =
    target === undefined ? '' : `   target ${target.text}: ${target.isMet ? 'met' : 'NOT met'}`;
  console.log(`${measure.padEnd(74)} ${String(rounded).padStart(12)} ${unit}${verdict}`);
}
const atLeast = (value: number, limit: number) => ({ text: `>= ${limit}`, isMet: value >= limit });
const atMost = (value: number, limit: number) => ({ text: `<= ${limit}`, isMet: value <= limit });

async function withDatabase<Result>(
  work: (context: {
    product: Product;
    client: pg.Client;
    postgres: EmbeddedPostgres;
  }) => Promise<Result>,
  settings: Readonly<Record<string, string>> = {},
): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'os-credits-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  const product = await startProduct(postgres.url, settings);
  // A superuser, because only that may force a checkpoint.
  const client = new pg.Client({ connectionString: sameDatabase(postgres) });
  await client.connect();
  try {
    return await work({ product, client, postgres });
  } finally {
    await product.stop();
    await client.end();
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function sameDatabase(postgres: EmbeddedPostgres): string {
  const url = new URL(postgres.superuserUrl);
  url.pathname = new URL(postgres.url).pathname;
  return url.href;
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const loads = {
  'remote_write 1.0': remoteWriteLoad,
  'line protocol': lineProtocolLoad,
} satisfies Record<
  string,
  (shape: LoadShape, startMillis: number, instants: readonly number[]) => EncodedLoad
>;

/** The minute, an hour and a half ago, so that the load crosses hours and ends before now. */
const startMillis = Math.floor((Date.now() - 90 * 60_000) / 60_000) * 60_000;

async function ingestRun(name: keyof typeof loads): Promise<{ plain: number; copy: number }> {
  return withDatabase(async ({ product, client, postgres }) => {
    const encode = loads[name];
    const copyBefore = await copyBaseline(client, SHAPE, startMillis);
    // The first instant makes projects and series; from then on it is the steady state of a running cloud.
    await ingest(product, client, encode(SHAPE, startMillis, [0]), SHAPE.projects * 2);
    const load = encode(SHAPE, startMillis, range(1, SHAPE.instants));
    const cpuBefore = cpuOf(product, postgres);
    const { readingsPerSecond, acknowledgedPerSecond } = await ingest(
      product,
      client,
      load,
      READINGS,
    );
    const cpuAfter = cpuOf(product, postgres);
    const copyAfter = await copyBaseline(client, SHAPE, startMillis);
    const copy = (copyBefore + copyAfter) / 2;
    record(`COPY of the same readings (mean of before and after; ${name})`, copy, 'rows/s');
    record(`${name}: acknowledged (durable)`, acknowledgedPerSecond, 'readings/s');
    record(`${name}: durable and rated`, readingsPerSecond, 'readings/s');
    record(
      `${name}: durable and rated / COPY`,
      readingsPerSecond / copy,
      '',
      atLeast(readingsPerSecond / copy, 0.25),
    );
    for (const part of ['api', 'worker', 'postgres', 'client'] as const) {
      const micros = ((cpuAfter[part] - cpuBefore[part]) * 1_000_000) / READINGS;
      record(`${name}: processor time per reading, ${part}`, micros, 'µs');
    }
    const memory = product.peakMemory();
    record(
      `${name}: peak resident memory of the API`,
      memory.apiMib,
      'MiB',
      atMost(memory.apiMib, 300),
    );
    record(
      `${name}: peak resident memory of the worker`,
      memory.workerMib,
      'MiB',
      atMost(memory.workerMib, 300),
    );
    if (name === 'remote_write 1.0') await latencies(product, client);
    return { plain: readingsPerSecond, copy };
  });
}

function cpuOf(product: Product, postgres: EmbeddedPostgres) {
  return {
    ...product.cpuSeconds(),
    postgres: treeCpuSeconds(postgres.pid),
    client: process.cpuUsage().user / 1_000_000 + process.cpuUsage().system / 1_000_000,
  };
}

async function latencies(product: Product, client: pg.Client): Promise<void> {
  await fillAccounts(client);
  const results = await readLatencies(product, LATENCY_SECONDS);
  const ping = results['ping']?.p99Ms ?? NaN;
  for (const [route, limit] of [
    ['ping', 0],
    ['balance', 5],
    ['history', 10],
    ['projects', 15],
  ] as const) {
    const { p50Ms = NaN, p99Ms = NaN } = results[route] ?? {};
    record(`${route}: p50 at 50 requests/s while 500 readings/s come in`, p50Ms, 'ms');
    record(`${route}: p99`, p99Ms, 'ms');
    if (limit > 0)
      record(`${route}: p99 / p99 of ping`, p99Ms / ping, '', atMost(p99Ms / ping, limit));
  }
  const moved = await movedLatency(product, SCALE < 1 ? 50 : 300);
  record('reading sent to balance moved, p50', moved.p50Ms, 'ms');
  record('reading sent to balance moved, p99', moved.p99Ms, 'ms', atMost(moved.p99Ms, 2000));
}

async function withHistory(): Promise<void> {
  const rate = async (history: number) =>
    withDatabase(async ({ product, client }) => {
      await ingest(product, client, remoteWriteLoad(SHAPE, startMillis, [0]), SHAPE.projects * 2);
      if (history > 0) await fillHistory(client, SHAPE, startMillis, history);
      const load = remoteWriteLoad(SHAPE, startMillis, range(1, SHAPE.instants));
      const { readingsPerSecond } = await ingest(product, client, load, READINGS);
      if (history > 0) await sizes(client);
      return readingsPerSecond;
    });
  const empty = await rate(0);
  const full = await rate(HISTORY_READINGS);
  record('remote_write 1.0 with none stored', empty, 'readings/s');
  record(`remote_write 1.0 with ${HISTORY_READINGS} stored`, full, 'readings/s');
  record('with history / without', full / empty, '', atLeast(full / empty, 0.9));
}

async function sizes(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ bytes: string; readings: string }>(
    `select (select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'reading'::regclass) as bytes,
            (select count(*) from reading) as readings`,
  );
  record(
    'disk per reading, with indexes',
    Number(rows[0]?.bytes) / Number(rows[0]?.readings),
    'bytes',
  );
  // A project-year of two series: an entry per hour and a rollup row per day.
  await client.query(`
    insert into ledger_entry (project_id, kind, effective_at, credits, series_id, hour, cost_table_id, rate, quantity, from_at, to_at)
    select s.project_id, 'charge', h + interval '1 hour', -(4.016666666666666 * 0.3), s.id, h, 1, 0.3, 4.016666666666666, h, h + interval '1 hour'
      from series s, generate_series(now() - interval '365 days', now(), interval '1 hour') h
     where s.project_id <= 20`);
  const { rows: ledger } = await client.query<{ bytes: string }>(
    `select pg_total_relation_size('ledger_entry')::float8
            / (select count(*) from ledger_entry where kind = 'charge') * 8760 * 2 as bytes`,
  );
  record(
    'disk per project-year of charges (2 series), with indexes',
    Number(ledger[0]?.bytes) / 1024 / 1024,
    'MiB',
  );
}

/** What a draft of a cost table would do to every project, over 90 days of their usage. */
async function impact(): Promise<void> {
  const shape = { projects: SHAPE.projects, days: 90 };
  await withDatabase(async ({ product, client }) => {
    await fillUsage(client, shape);
    const { rowCount, previewMs, aggregateMs, pageMs } = await previewAgainstAggregate(
      product,
      client,
      shape,
    );
    const limitMs = Math.max(3000, 3 * aggregateMs);
    record(`impact preview: plain aggregate over ${rowCount} rows, median`, aggregateMs, 'ms');
    record('impact preview: 90 days of every project, median', previewMs, 'ms', {
      text: `<= 3000 or 3 x the aggregate (${Math.round(limitMs)})`,
      isMet: previewMs <= limitMs,
    });
    record('impact preview / plain aggregate', previewMs / aggregateMs, '');
    record('impact preview: another order of the same', pageMs, 'ms');
    const { apiMib } = product.peakMemory();
    record('impact preview: peak resident memory of the API', apiMib, 'MiB', atMost(apiMib, 300));
  });
}

/** A sync with a Perun that takes 20 ms for each answer: how close it comes to what the calls cost alone. */
async function sync(concurrency: number): Promise<void> {
  const at = `sync, ${concurrency} at once:`;
  const latencyMs = 20;
  const groups = SHAPE.projects;
  const perun = await startSlowPerun(groups, latencyMs, concurrency);
  const idealSeconds = (calls: number) => (calls * latencyMs) / concurrency / 1000;
  try {
    await withDatabase(async ({ product, client }) => {
      const first = await syncOnce(product, client, perun);
      record(`${at} the first one, ${groups} groups, all new: calls`, first.calls, '');
      record(`${at} the first one: duration`, first.seconds, 's');
      const changed = await useCredits(client, 10);
      const run = await syncOnce(product, client, perun);
      const ideal = idealSeconds(run.calls);
      record(`${at} ${groups} groups, ${changed} changed: calls`, run.calls, '', {
        text: `<= resources + 2 + changed groups (${2 + 2 + changed})`,
        isMet: run.calls <= 2 + 2 + changed,
      });
      record(`${at} duration`, run.seconds, 's');
      record(`${at} of it until all is read`, run.readSeconds, 's');
      record(`${at} processor time of the worker`, run.workerCpu, 's');
      record(`${at} processor time of the simulated Perun`, run.perunCpu, 's');
      record(`${at} calls x latency / concurrency`, ideal, 's');
      record(`${at} duration / ideal`, run.seconds / ideal, '', atMost(run.seconds / ideal, 1.3));
      const { workerMib } = product.peakMemory();
      record(`${at} peak resident memory of the worker`, workerMib, 'MiB', atMost(workerMib, 300));
    }, perun.settings);
  } finally {
    await perun.stop();
  }
}

console.log(
  `${cpus().length} cores (${cpus()[0]?.model ?? ''}), ${READINGS} readings: ${SHAPE.projects} projects x 2 metrics x ${SHAPE.instants} instants\n`,
);
// `bench.js ingest "line protocol"` runs one part of it, for whoever works on that part.
const [, , only, onlyLoad] = process.argv;
if (only === undefined || only === 'ingest')
  for (const name of Object.keys(loads) as (keyof typeof loads)[])
    if (onlyLoad === undefined || onlyLoad === name) await ingestRun(name);
if (only === undefined || only === 'history') await withHistory();
if (only === undefined || only === 'impact') await impact();
if (only === undefined || only === 'sync')
  for (const concurrency of SYNC_CONCURRENCIES) await sync(concurrency);
if (only === undefined && SCALE === 1) {
  const results = {
    measuredAt: new Date().toISOString(),
    machine: { cores: cpus().length, model: cpus()[0]?.model },
    measures,
  };
  writeFileSync(
    resolve(import.meta.dirname, '../results.json'),
    `${JSON.stringify(results, null, 2)}\n`,
  );
}
const missed = measures.filter((one) => one.isMet === false);
console.log(
  missed.length === 0 ? '\nEvery target is met.' : `\n${missed.length} targets are not met.`,
);
