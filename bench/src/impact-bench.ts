import type pg from 'pg';
import { HttpClient } from './http-client.js';
import type { Product } from './product.js';

/** A cloud with a quarter of booked usage: projects × 2 metrics × 2 sites × days rows. */
export interface ImpactShape {
  readonly projects: number;
  readonly days: number;
}

export interface ImpactResult {
  readonly rowCount: number;
  /** Medians over alternating rounds, so that both meet the same machine. */
  readonly previewMs: number;
  readonly aggregateMs: number;
  readonly pageMs: number;
}

const ROUNDS = 5;

/** Projects with their series at two sites, and what each used on each day before today. */
export async function fillUsage(client: pg.Client, shape: ImpactShape): Promise<void> {
  await client.query(
    `insert into project (name, status) select 'project-' || lpad(i::text, 5, '0'), 'active'
       from generate_series(1, $1::int) i on conflict (name) do nothing`,
    [shape.projects],
  );
  await client.query(
    `insert into site (name) values ('site-a'), ('site-b') on conflict do nothing`,
  );
  await client.query(
    `insert into account (project_id, granted) select id, 100000 from project on conflict do nothing`,
  );
  await client.query(
    `insert into series (project_id, site_id, metric_id, first_at, last_at, last_value)
     select p.id, s.id, m.id, now() - interval '400 days', now(), 1
       from project p, site s, metric m where s.name in ('site-a', 'site-b')
     on conflict do nothing`,
  );
  await client.query(
    `insert into usage_day (project_id, day, series_id, quantity, credits)
     select s.project_id, (now() at time zone 'UTC')::date - d, s.id,
            24 + (s.id % 977) * 0.125 + d * 0.001, (24 + (s.id % 977) * 0.125 + d * 0.001) * 0.3
       from series s, generate_series(1, $1::int) d
      order by 1, 2, 3`,
    [shape.days],
  );
  // Usage that has been there for a while has been vacuumed.
  await client.query('vacuum (analyze) usage_day');
  await client.query('vacuum (analyze) series');
}

/** Drafts that differ from the table in force for every metric, one site, and a hundred projects. */
export async function makeDrafts(client: pg.Client, count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const { rows } = await client.query<{ id: number }>(
      `insert into cost_table (title, effective_from, created_by)
       values ('Benchmark', now() + interval '1 day', 'bench') returning id`,
    );
    const id = Number(rows[0]?.id);
    await client.query(
      `insert into cost_rate (cost_table_id, metric_id, site_id, project_id, rate)
       select $1::int, m.id, null::int, null::int, 0.45 from metric m
       union all
       select $1, m.id, s.id, null, 0.5 from metric m, site s where s.name = 'site-b'
       union all
       select $1, m.id, null, p.id, 0.1 from metric m, project p where p.id <= 100`,
      [id],
    );
    ids.push(id);
  }
  return ids;
}

/** The preview of a draft nobody has looked at yet, against a plain aggregate over the same rows, in turns. */
export async function previewAgainstAggregate(
  product: Product,
  client: pg.Client,
  shape: ImpactShape,
): Promise<ImpactResult> {
  const http = new HttpClient(product.origin, product.apiToken);
  const drafts = await makeDrafts(client, ROUNDS + 1);
  const { rows } = await client.query<{ from: string; to: string; count: string }>(
    `select ((now() at time zone 'UTC')::date - $1::int)::text as from, ((now() at time zone 'UTC')::date)::text as to,
            (select count(*) from usage_day) as count`,
    [shape.days],
  );
  const { from = '', to = '', count = '0' } = rows[0] ?? {};
  const show = async (id: number, page: string) => {
    const path = `/api/cost-tables/${id}/impact?from=${from}&to=${to}&limit=50${page}`;
    const started = performance.now();
    const { status, text } = await http.send('GET', path);
    const ms = performance.now() - started;
    const answer = JSON.parse(text) as { totals?: { affectedCount: number } };
    if (status !== 200 || answer.totals?.affectedCount !== shape.projects)
      throw new Error(`${path} answered ${status}: ${text.slice(0, 300)}`);
    return ms;
  };
  const aggregate = async () => {
    const started = performance.now();
    await client.query(
      `select project_id, sum(quantity), sum(credits) from usage_day
        where day >= $1::date and day < $2::date group by project_id`,
      [from, to],
    );
    return performance.now() - started;
  };
  // The first round reads the rows into memory, for both.
  await aggregate();
  await show(drafts[ROUNDS] ?? 0, '');
  const previews: number[] = [];
  const aggregates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    aggregates.push(await aggregate());
    previews.push(await show(drafts[round] ?? 0, ''));
  }
  const pageMs = await show(drafts[ROUNDS - 1] ?? 0, '&sort=runway');
  http.close();
  return {
    rowCount: Number(count),
    previewMs: median(previews),
    aggregateMs: median(aggregates),
    pageMs,
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
