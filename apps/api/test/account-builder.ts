import { Decimal } from '@os-credits/credits';
import pg from 'pg';

/** A ledger entry as a test wants it; `credits` is signed. */
export interface OtherEntry {
  readonly kind: 'grant' | 'adjustment' | 'reversal';
  readonly at: string;
  readonly credits: string;
}

/** Fills accounts the way rating and closing would: entries, rollup and sums agree. */
export class AccountBuilder {
  private readonly pool: pg.Pool;
  private reversalCount = 0;

  constructor(databaseUrl: string) {
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: 2, options: '-c timezone=UTC' });
    // Dropping the database may reach a connection that is just closing; nobody waits for it any more.
    this.pool.on('error', () => undefined);
  }

  async project(name: string, status = 'active'): Promise<number> {
    const id = await this.one(`insert into project (name, status) values ($1, $2) returning id`, [
      name,
      status,
    ]);
    await this.pool.query('insert into account (project_id) values ($1)', [id]);
    return id;
  }

  /** A series of `project_vcpu_usage` (1 credit per unit) or `project_mb_usage` (0.3). */
  async series(
    projectId: number,
    site: string,
    metric: 'project_vcpu_usage' | 'project_mb_usage' = 'project_vcpu_usage',
    span: { readonly firstAt?: string; readonly lastAt?: string } = {},
  ): Promise<number> {
    const siteId = await this.one(
      `insert into site (name) values ($1) on conflict (name) do update set name = excluded.name returning id`,
      [site],
    );
    return this.one(
      `insert into series (project_id, site_id, metric_id, first_at, last_at)
       select $1, $2, id, $4, $5 from metric where name = $3 returning id`,
      [projectId, siteId, metric, span.firstAt ?? null, span.lastAt ?? null],
    );
  }

  async other(projectId: number, entry: OtherEntry): Promise<number> {
    // An entry is reversed once; which one it was does not matter here.
    const corrects = entry.kind === 'reversal' ? (this.reversalCount += 1) : null;
    const id = await this.one(
      `insert into ledger_entry (project_id, kind, effective_at, credits, reason, source, corrects_id)
       values ($1, $2, $3, $4, 'because', 'test', $5) returning id`,
      [projectId, entry.kind, entry.at, entry.credits, corrects],
    );
    const column = entry.kind === 'grant' ? 'granted' : 'used';
    const effect =
      entry.kind === 'grant' ? entry.credits : Decimal.of(entry.credits).negated().toString();
    await this.pool.query(
      `update account set ${column} = ${column} + $2::numeric where project_id = $1`,
      [projectId, effect],
    );
    return id;
  }

  /** Use of a series in an hour, posted. */
  async charge(
    projectId: number,
    seriesId: number,
    hour: string,
    quantity: string,
    rate = '1',
  ): Promise<number> {
    const id = await this.one(
      `insert into ledger_entry (project_id, kind, effective_at, credits, series_id, hour, cost_table_id,
                                 rate, quantity, from_at, to_at)
       select $1, 'charge', $3::timestamptz + interval '1 hour', -($4::numeric * $5::numeric), $2, $3, t.id,
              $5, $4, $3, $3::timestamptz + interval '1 hour'
         from cost_table t where t.title = 'Default' returning id`,
      [projectId, seriesId, hour, quantity, rate],
    );
    await this.pool.query(
      `insert into usage_day as u (project_id, day, series_id, quantity, credits)
       values ($1, ($3::timestamptz at time zone 'UTC')::date, $2, $4, $4::numeric * $5::numeric)
       on conflict (project_id, day, series_id) do update
         set quantity = u.quantity + excluded.quantity, credits = u.credits + excluded.credits`,
      [projectId, seriesId, hour, quantity, rate],
    );
    await this.pool.query(
      'update account set used = used + $2::numeric * $3::numeric where project_id = $1',
      [projectId, quantity, rate],
    );
    return id;
  }

  /** Use of a series in an hour that is not in the ledger yet. */
  async open(
    projectId: number,
    seriesId: number,
    hour: string,
    quantity: string,
    rate = '1',
  ): Promise<void> {
    await this.pool.query(
      `insert into open_charge (project_id, series_id, hour, cost_table_id, rate, quantity, from_at, to_at,
                                reading_count)
       select $1, $2, $3, t.id, $5, $4, $3, $3::timestamptz + interval '30 minutes', 1
         from cost_table t where t.title = 'Default'`,
      [projectId, seriesId, hour, quantity, rate],
    );
    await this.pool.query(
      'update account set open = open + $2::numeric * $3::numeric where project_id = $1',
      [projectId, quantity, rate],
    );
  }

  async reading(projectId: number, seriesId: number, at: string, value: string): Promise<void> {
    await this.pool.query(
      `select ensure_reading_partitions($1::timestamptz, $1::timestamptz + interval '1 day')`,
      [at],
    );
    await this.pool.query(
      `with batch as (insert into ingest_batch (wire, reading_count) values ('line-protocol', 1) returning id)
       insert into reading (project_id, series_id, at, batch_id, value)
       select $1, $2, $3, id, $4 from batch`,
      [projectId, seriesId, at, value],
    );
  }

  async sql(text: string, values: unknown[] = []): Promise<unknown[]> {
    return (await this.pool.query<Record<string, unknown>>(text, values)).rows;
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async one(text: string, values: unknown[]): Promise<number> {
    const { rows } = await this.pool.query<{ id: number | string }>(text, values);
    const [row] = rows;
    if (row === undefined) throw new Error(`no row from: ${text}`);
    return Number(row.id);
  }
}
