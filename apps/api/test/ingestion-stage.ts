import { readFileSync } from 'node:fs';
import { request as httpRequest, type Agent, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { createTestDatabase, fixedClock, type TestDatabase } from '@os-credits/testing';
import { compressSync } from 'snappy';
import { AccessTokens } from '../src/modules/auth/index.js';
import { CloseHours, PostGrant } from '../src/modules/ledger/index.js';
import { SqlLedgerRepository } from '../src/modules/ledger/persistence/sql-ledger.repository.js';
import { RatePending } from '../src/modules/rating/index.js';
import { SqlRatingRepository } from '../src/modules/rating/persistence/sql-rating.repository.js';
import { PgDatabase } from '../src/platform/database/index.js';
import { startTestApp, TestClock, type TestApp } from './test-app.js';

/** An answer as it came; `body` is parsed where it is JSON. */
export interface WriteAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

export interface WriteRequest {
  readonly method?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** `null` = send none; without it the stage's token for every site. */
  readonly token?: string | null;
  readonly agent?: Agent;
}

export interface QuarantineRow {
  readonly reason: string;
  readonly position: number | null;
  readonly project_name: string | null;
  readonly site_name: string | null;
  readonly metric_name: string | null;
  readonly value: string | null;
  readonly raw: string | null;
  readonly detail: string;
  readonly wire: string;
  readonly at: string | null;
}

/** The built application on a database of its own, with an ingest token and a rater beside it. */
export class IngestionStage {
  private constructor(
    readonly database: TestDatabase,
    readonly app: TestApp,
    readonly sql: PgDatabase,
    readonly token: string,
  ) {}

  /** @param now what the application's clock shows; the real time where left out */
  static async open(
    environment: Readonly<Record<string, string>> = {},
    now?: string,
    database?: TestDatabase,
  ): Promise<IngestionStage> {
    database ??= await createTestDatabase();
    const app = await startTestApp(
      database.url,
      environment,
      now === undefined ? undefined : new TestClock(fixedClock(now)),
    );
    const sql = new PgDatabase({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: 4 });
    return new IngestionStage(database, app, sql, await makeToken(app, null));
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.sql.close();
    await this.database.drop();
  }

  tokenFor(siteNames: readonly string[] | null, expiresAt: Date | null = null): Promise<string> {
    return makeToken(this.app, siteNames, expiresAt);
  }

  send(path: string, request: WriteRequest = {}): Promise<WriteAnswer> {
    return send(this.app.url, path, { token: this.token, ...request });
  }

  /** Line protocol, with nothing said about its type. */
  lines(text: string, query = ''): Promise<WriteAnswer> {
    return this.send(`/write${query}`, { body: text });
  }

  remoteWrite(
    message: Uint8Array,
    version: '1.0' | '2.0' = '1.0',
    token = this.token,
  ): Promise<WriteAnswer> {
    return this.send('/api/v1/write', {
      token,
      body: compressSync(Buffer.from(message)),
      headers: remoteWriteHeaders(version),
    });
  }

  readings(readings: readonly unknown[], token = this.token): Promise<WriteAnswer> {
    return this.send('/api/v1/readings', {
      token,
      body: JSON.stringify({ readings }),
      headers: { 'content-type': 'application/json' },
    });
  }

  /** Rates all that waits, as the worker does. */
  async rate(): Promise<void> {
    const rater = new RatePending(this.sql, new SqlRatingRepository(this.sql));
    while ((await rater.execute()).takenCount > 0);
  }

  /** Gives a project credits; the same amount once. */
  async grant(projectName: string, credits: string, at = '2018-12-01T00:00:00Z'): Promise<void> {
    await new PostGrant(this.sql, new SqlLedgerRepository()).execute({
      projectName,
      credits,
      effectiveAt: new Date(at),
      source: 'test',
      reason: null,
      actor: 'test',
      idempotencyKey: `grant ${credits}`,
    });
  }

  /** Posts the charges of hours that were over at an instant; tells how many. */
  closeHours(now: Date): Promise<number> {
    return new CloseHours(this.sql, new SqlLedgerRepository()).execute(now);
  }

  /** Credits used after rating, open charges included. */
  async used(project: string): Promise<string | null> {
    await this.rate();
    const [row] = await this.sql.query<{ used: string }>(
      `select trim_scale(used + open)::text as used from account
         join project on project.id = project_id where name = $1`,
      [project],
    );
    return row?.used ?? null;
  }

  /** Project, site, metric, time and value of every reading that is stored, after rating. */
  async stored(project: string): Promise<string[]> {
    await this.rate();
    const rows = await this.sql.query<{ line: string }>(
      `select concat_ws(' ', si.name, m.friendly_name, r.at, trim_scale(r.value)) as line
         from reading r join series s on s.id = r.series_id and s.project_id = r.project_id
         join project p on p.id = s.project_id join site si on si.id = s.site_id
         join metric m on m.id = s.metric_id
        where p.name = $1 order by si.name, m.id, r.at`,
      [project],
    );
    return rows.map(({ line }) => line);
  }

  async quarantine(): Promise<QuarantineRow[]> {
    return this.sql.query<QuarantineRow>('select * from quarantined_reading order by id');
  }

  /** Rows of every table that a write may touch. */
  async traces(): Promise<number> {
    const [row] = await this.sql.query<{ rows: number }>(
      `select ((select count(*) from ingest_batch) + (select count(*) from ingest_payload)
             + (select count(*) from quarantined_reading) + (select count(*) from project)
             + (select count(*) from site) + (select count(*) from series))::int as rows`,
    );
    return row?.rows ?? 0;
  }

  /** One counter of `/metrics`; 0 where it has not moved. */
  async metric(line: string): Promise<number> {
    const { text } = await this.send('/metrics', { method: 'GET', token: null });
    const found = text.split('\n').find((one) => one.startsWith(`${line} `));
    return found === undefined ? 0 : Number(found.slice(line.length + 1));
  }
}

/** Headers of Prometheus 2.42 (1.0) and of the 2.0 specification. */
export function remoteWriteHeaders(version: '1.0' | '2.0'): Record<string, string> {
  return {
    'content-encoding': 'snappy',
    'content-type':
      version === '1.0'
        ? 'application/x-protobuf'
        : 'application/x-protobuf;proto=io.prometheus.write.v2.Request',
    'x-prometheus-remote-write-version': version === '1.0' ? '0.1.0' : '2.0.0',
  };
}

/** A request body as it was recorded from a real Prometheus or InfluxDB. */
export function recorded(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, 'fixtures', name));
}

export function send(
  origin: string,
  path: string,
  { method = 'POST', body = '', headers = {}, token = null, agent }: WriteRequest,
): Promise<WriteAnswer> {
  return new Promise((resolve, reject) => {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const request = httpRequest(
      `${origin}${path}`,
      {
        method,
        ...(agent === undefined ? {} : { agent }),
        headers: {
          'content-length': String(bytes.length),
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const isJson = /[/+]json/.test(response.headers['content-type'] ?? '');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
          });
        });
      },
    );
    request.on('error', reject);
    request.end(bytes);
  });
}

async function makeToken(
  app: TestApp,
  siteNames: readonly string[] | null,
  expiresAt: Date | null = null,
): Promise<string> {
  const { secret } = await app.app
    .get(AccessTokens)
    .create({ kind: 'ingest', name: 'test', createdBy: 'test', siteNames, expiresAt });
  return secret;
}
