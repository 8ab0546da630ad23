import type pg from 'pg';
import { formatLine } from '@os-credits/usage-wire';
import { HttpClient } from './http-client.js';
import { until, type Product } from './product.js';

export interface Latencies {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Requests at a fixed pace, whether or not earlier ones have been answered, as independent people send them. */
async function atPace(
  perSecond: number,
  seconds: number,
  send: (index: number) => Promise<void>,
): Promise<number[]> {
  const times: number[] = [];
  const pending: Promise<void>[] = [];
  const started = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const due = started + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    pending.push(
      send(index).then(() => {
        times.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(pending);
  return times.sort((a, b) => a - b);
}

function quantiles(sorted: readonly number[]): Latencies {
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** 500 readings a second in five requests, until stopped: what a cloud of 15 000 series scraped twice a minute sends. */
function backgroundLoad(product: Product): { stop: () => Promise<void> } {
  const http = new HttpClient(product.origin, product.ingestToken);
  let isRunning = true;
  const run = async () => {
    for (let turn = 0; isRunning; turn += 1) {
      const due = performance.now() + 200;
      const lines = Array.from({ length: 100 }, (_, index) => {
        const series = (turn * 100 + index) % 15_000;
        return line(
          `project-${String(series % 7500).padStart(5, '0')}`,
          series < 7500 ? 'project_vcpu_usage' : 'project_mb_usage',
          2_000_000 + turn,
        );
      });
      const { status, text } = await http.send(
        'POST',
        '/write?precision=ms',
        Buffer.from(lines.join('\n')),
      );
      if (status !== 204) throw new Error(`background load: ${status} ${text}`);
      const wait = due - performance.now();
      if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    }
  };
  const running = run();
  return {
    stop: async () => {
      isRunning = false;
      await running;
      http.close();
    },
  };
}

function line(project: string, measurement: string, value: number): string {
  return formatLine({
    measurement,
    tags: [
      ['location_id', '8676'],
      ['project_name', project],
    ],
    fields: [['value', String(value)]],
    timestamp: String(Date.now()),
  });
}

/** A year of daily usage for every project, and grants, so that reads have something to read. */
export async function fillAccounts(client: pg.Client): Promise<void> {
  await client.query(`
    insert into usage_day (project_id, day, series_id, quantity, credits)
    select s.project_id, (now() at time zone 'UTC')::date - d, s.id, 24, 24
      from series s, generate_series(1, 365) d
     where s.project_id <= 1000
    on conflict do nothing`);
  await client.query(`
    with posted as (
      insert into ledger_entry (project_id, kind, effective_at, credits, source, actor, idempotency_key)
      select id, 'grant', now() - interval '1 year', 20000 + id, 'bench', 'bench', 'bench' from project
      returning project_id, credits)
    update account a set granted = a.granted + p.credits from posted p where p.project_id = a.project_id`);
  await client.query('analyze');
}

/** Reads under load: quantiles by route, in one run. */
export async function readLatencies(
  product: Product,
  seconds: number,
): Promise<Record<string, Latencies>> {
  const http = new HttpClient(product.origin, product.apiToken);
  const to = new Date();
  const from = new Date(to.getTime() - 365 * 86_400_000);
  const projectPath = (index: number) =>
    `/api/projects/project-${String((index * 37) % 1000).padStart(5, '0')}`;
  const routes: Record<string, (index: number) => string> = {
    ping: () => '/ping',
    balance: (index) => `${projectPath(index)}/balance`,
    history: (index) =>
      `${projectPath(index)}/history?from=${from.toISOString()}&to=${to.toISOString()}&bucket=day`,
    projects: () => '/api/projects',
  };
  const result: Record<string, Latencies> = {};
  const load = backgroundLoad(product);
  try {
    for (const [name, path] of Object.entries(routes)) {
      const get = async (index: number) => {
        const { status, text } = await http.send('GET', path(index));
        if (status !== 200)
          throw new Error(`${path(index)} answered ${status}: ${text.slice(0, 200)}`);
      };
      await atPace(50, 2, get);
      result[name] = quantiles(await atPace(50, seconds, get));
    }
  } finally {
    await load.stop();
    http.close();
  }
  return result;
}

/** From sending a reading to seeing its balance through the API, while 500 readings a second come in. */
export async function movedLatency(product: Product, samples: number): Promise<Latencies> {
  const write = new HttpClient(product.origin, product.ingestToken);
  const read = new HttpClient(product.origin, product.apiToken);
  const load = backgroundLoad(product);
  const times: number[] = [];
  const used = async () =>
    (
      JSON.parse((await read.send('GET', '/api/projects/latency%20probe/balance')).text) as {
        used?: string;
      }
    ).used;
  const post = async (value: number) => {
    const { status } = await write.send(
      'POST',
      '/write?precision=ms',
      Buffer.from(line('latency probe', 'project_vcpu_usage', value)),
    );
    if (status !== 204) throw new Error(`write answered ${status}`);
  };
  try {
    await post(1);
    await until(async () => (await used()) === '0');
    for (let sample = 1; sample <= samples; sample += 1) {
      const started = performance.now();
      await post(1 + sample);
      await until(async () => (await used()) === String(sample));
      times.push(performance.now() - started);
    }
  } finally {
    await load.stop();
    write.close();
    read.close();
  }
  return quantiles(times.sort((a, b) => a - b));
}
