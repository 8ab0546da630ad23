import pg from 'pg';

/** A reading by the names that it was sent under. */
export interface NamedReading {
  readonly project: string;
  readonly site: string;
  readonly metric: string;
  /** Microseconds since the epoch. */
  readonly atMicros: number;
  /** Canonical decimal. */
  readonly value: string;
}

/** What the product holds, read past the product. */
export class LedgerReader {
  constructor(private readonly databaseUrl: string) {}

  /** Every reading that rating has stored. */
  async readings(): Promise<NamedReading[]> {
    const rows = await this.rows<Omit<NamedReading, 'atMicros'> & { at: string }>(
      `select p.name as project, si.name as site, m.name as metric,
              (extract(epoch from r.at) * 1000000)::bigint::text as at, trim_scale(r.value)::text as value
         from reading r
         join series s on s.project_id = r.project_id and s.id = r.series_id
         join project p on p.id = s.project_id
         join site si on si.id = s.site_id
         join metric m on m.id = s.metric_id`,
    );
    return rows.map(({ at, ...rest }) => ({ ...rest, atMicros: Number(at) }));
  }

  async readingCount(): Promise<number> {
    return this.count('select count(*)::int as count from reading');
  }

  /** Acknowledged requests that rating has not taken yet. */
  async waitingCount(): Promise<number> {
    return this.count('select count(*)::int as count from ingest_payload');
  }

  async ledgerEntryCount(): Promise<number> {
    return this.count('select count(*)::int as count from ledger_entry');
  }

  /** Charges of hours that are over, with the five minutes' grace, and not in the ledger yet. */
  async unpostedCount(): Promise<number> {
    return this.count(
      `select count(*)::int as count from open_charge
        where hour < date_trunc('hour', now() - interval '5 minutes')`,
    );
  }

  async quarantinedCount(): Promise<number> {
    return this.count('select count(*)::int as count from quarantined_reading');
  }

  /** Credits that each project has used, posted and open, as exact decimals. */
  async usedCredits(): Promise<Map<string, string>> {
    const rows = await this.rows<{ name: string; credits: string }>(
      `select p.name, (a.used + a.open)::text as credits from account a join project p on p.id = a.project_id`,
    );
    return new Map(rows.map(({ name, credits }) => [name, credits]));
  }

  /** Credits that each project has used according to its ledger, hours that are not over left out. */
  async postedCredits(): Promise<Map<string, string>> {
    const rows = await this.rows<{ name: string; credits: string }>(
      `select p.name, a.used::text as credits from account a join project p on p.id = a.project_id`,
    );
    return new Map(rows.map(({ name, credits }) => [name, credits]));
  }

  /** Credits that each project was granted, as exact decimals without trailing zeros. */
  async grantedCredits(): Promise<Map<string, string>> {
    const rows = await this.rows<{ name: string; credits: string }>(
      `select p.name, trim_scale(a.granted)::text as credits from account a join project p on p.id = a.project_id`,
    );
    return new Map(rows.map(({ name, credits }) => [name, credits]));
  }

  private async count(sql: string): Promise<number> {
    const [row] = await this.rows<{ count: number }>(sql);
    return row?.count ?? 0;
  }

  /** Asks the database itself. A connection per question: the server is killed and restarted between them. */
  async rows<Row>(sql: string): Promise<Row[]> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      connectionTimeoutMillis: 30_000,
      query_timeout: 60_000,
    });
    // Without a listener, a connection that breaks between two messages would end the test.
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(sql)).rows as Row[];
    } finally {
      await client.end();
    }
  }
}
