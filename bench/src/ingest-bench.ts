import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { HttpClient } from './http-client.js';
import type { EncodedLoad, LoadShape } from './load.js';
import { instantMillis, valueAt } from './load.js';
import { until, type Product } from './product.js';

/** Rows per second of `COPY` of the same readings, in the order in which they arrive, into a table with the same key. */
export async function copyBaseline(
  client: pg.Client,
  shape: LoadShape,
  startMillis: number,
): Promise<number> {
  await client.query(`drop table if exists copy_baseline`);
  await client.query(`create table copy_baseline (
    project_id int not null, series_id int not null, at timestamptz not null, batch_id bigint not null,
    value numeric not null, primary key (project_id, series_id, at))`);
  const chunks: Buffer[] = [];
  const seriesCount = shape.projects * 2;
  for (let instant = 1; instant <= shape.instants; instant += 1) {
    const at = new Date(instantMillis(startMillis, instant)).toISOString();
    for (let from = 0; from < seriesCount; from += 2000) {
      let text = '';
      for (let series = from; series < Math.min(from + 2000, seriesCount); series += 1) {
        text += `${(series % shape.projects) + 1}\t${series + 1}\t${at}\t${instant}\t${valueAt(series, instant)}\n`;
      }
      chunks.push(Buffer.from(text));
    }
  }
  await client.query('checkpoint');
  const started = performance.now();
  await pipeline(Readable.from(chunks), client.query(copyFrom('copy copy_baseline from stdin')));
  const seconds = (performance.now() - started) / 1000;
  const { rows } = await client.query<{ count: string }>('select count(*) from copy_baseline');
  await client.query('drop table copy_baseline');
  return Number(rows[0]?.count) / seconds;
}

export interface IngestResult {
  readonly readingsPerSecond: number;
  readonly acknowledgedPerSecond: number;
}

/** Sends a load and waits until all of it is rated. */
export async function ingest(
  product: Product,
  client: pg.Client,
  load: EncodedLoad,
  readingCount: number,
): Promise<IngestResult> {
  const http = new HttpClient(product.origin, product.ingestToken);
  await client.query('checkpoint');
  const before = await storedCount(client);
  const started = performance.now();
  await Promise.all(
    load.shards.map(async (requests) => {
      for (const body of requests) {
        for (;;) {
          const { status, text } = await http.send('POST', load.path, body, load.headers);
          if (status === 204) break;
          if (status !== 503) throw new Error(`${load.path} answered ${status}: ${text}`);
          await new Promise((done) => setTimeout(done, 100));
        }
      }
    }),
  );
  const acknowledged = performance.now();
  await until(async () => (await waitingCount(client)) === 0, 600_000);
  const rated = performance.now();
  http.close();
  const stored = (await storedCount(client)) - before;
  if (stored !== readingCount) throw new Error(`${stored} readings stored of ${readingCount}`);
  return {
    readingsPerSecond: readingCount / ((rated - started) / 1000),
    acknowledgedPerSecond: readingCount / ((acknowledged - started) / 1000),
  };
}

async function waitingCount(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: string }>('select count(*) from ingest_payload');
  return Number(rows[0]?.count);
}

/** What rating says it stored; counting the rows themselves would warm the cache. */
async function storedCount(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ total: string }>(
    `select total from rating_total where outcome = 'stored'`,
  );
  return Number(rows[0]?.total ?? 0);
}

/** Readings of the same series from before the load, straight into the table: history that is there already. */
export async function fillHistory(
  client: pg.Client,
  shape: LoadShape,
  startMillis: number,
  total: number,
): Promise<void> {
  const instants = Math.ceil(total / (shape.projects * 2));
  const first = new Date(instantMillis(startMillis, -instants));
  await client.query('select ensure_reading_partitions($1, now())', [first]);
  for (let instant = -instants; instant < 0; instant += 100) {
    const until = Math.min(0, instant + 100);
    await client.query(
      `insert into reading (project_id, series_id, at, batch_id, value)
       select s.project_id, s.id, to_timestamp($1::float8 / 1000) + i * interval '1 minute', 0, 0.5 + i + s.id
         from series s, generate_series($2::int, $3::int - 1) i`,
      [startMillis, instant, until],
    );
  }
  // Readings that have been there for a while have been vacuumed; doing it now keeps it out of the measurement.
  await client.query('vacuum (analyze) reading');
}
