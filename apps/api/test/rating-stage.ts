import { createTestDatabase, type TestDatabase } from '@os-credits/testing';
import { CloseHours, PostGrant } from '../src/modules/ledger/index.js';
import { SqlLedgerRepository } from '../src/modules/ledger/persistence/sql-ledger.repository.js';
import { RatePending } from '../src/modules/rating/application/rate-pending.use-case.js';
import { ReadingUpkeep } from '../src/modules/rating/application/reading-upkeep.use-case.js';
import {
  VerifyLedger,
  type Verification,
} from '../src/modules/rating/application/verify-ledger.use-case.js';
import { columnsOf } from '../src/modules/rating/persistence/columns.js';
import { SqlRatingRepository } from '../src/modules/rating/persistence/sql-rating.repository.js';
import { SqlVerificationReads } from '../src/modules/rating/persistence/sql-verification.reads.js';
import { publishRates, type TestRate } from './publish-rates.js';
import { PgDatabase, toTimestamp, type SqlValue } from '../src/platform/database/index.js';

export interface SeriesKey {
  readonly projectId: number;
  readonly seriesId: number;
}

/** Rating and ledger on a database of their own, without HTTP: readings go in, charges come out. */
export class RatingStage {
  readonly rater: RatePending;
  readonly closeHours: CloseHours;
  readonly postGrant: PostGrant;
  readonly upkeep: ReadingUpkeep;
  private readonly verifier: VerifyLedger;

  private constructor(
    private readonly testDatabase: TestDatabase,
    readonly database: PgDatabase,
  ) {
    this.rater = new RatePending(database, new SqlRatingRepository(database));
    this.closeHours = new CloseHours(database, new SqlLedgerRepository());
    this.postGrant = new PostGrant(database, new SqlLedgerRepository());
    this.upkeep = new ReadingUpkeep(database);
    this.verifier = new VerifyLedger(database, new SqlVerificationReads());
  }

  static async open(): Promise<RatingStage> {
    const testDatabase = await createTestDatabase();
    return new RatingStage(
      testDatabase,
      new PgDatabase({ DATABASE_URL: testDatabase.url, DATABASE_POOL_SIZE: 4 }),
    );
  }

  /** Connection string of the stage's database, for processes beside it. */
  get url(): string {
    return this.testDatabase.url;
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.testDatabase.drop();
  }

  /** Publishes a cost table with these rates beside those of the last one. */
  publishRates(rates: readonly TestRate[], appliesFrom?: string): Promise<void> {
    const sql = (text: string, values: unknown[]) =>
      this.database.query(text, values as SqlValue[]);
    return publishRates(sql, rates, appliesFrom);
  }

  /** A series of a project, both made if missing. */
  async series(project: string, metric = 'project_vcpu_usage', site = '8676'): Promise<SeriesKey> {
    await this.database.query(`insert into site (name) values ($1) on conflict do nothing`, [site]);
    const [row] = await this.database.query<{ project_id: number; id: number }>(
      `with p as (insert into project (name) values ($1)
                  on conflict (name) do update set name = excluded.name returning id),
            a as (insert into account (project_id) select id from p on conflict do nothing)
       insert into series (project_id, site_id, metric_id)
       select p.id, si.id, m.id from p, site si, metric m where si.name = $2 and m.name = $3
       returning project_id, id`,
      [project, site, metric],
    );
    if (row === undefined) throw new Error(`no metric ${metric}`);
    return { projectId: row.project_id, seriesId: row.id };
  }

  /** Makes readings durable as one batch and rates all that waits. */
  async rate(
    key: SeriesKey,
    readings: readonly (readonly [atMicros: number, value: string])[],
    wire = 'test',
  ): Promise<void> {
    if (readings.length > 0) await this.accept(key, readings, wire);
    while ((await this.rater.execute()).takenCount > 0);
  }

  /** Makes readings durable as one batch, which waits for rating. */
  async accept(
    key: SeriesKey,
    readings: readonly (readonly [atMicros: number, value: string])[],
    wire = 'test',
  ): Promise<void> {
    await this.database.query(
      `with b as (insert into ingest_batch (wire, reading_count) values ($6, $1) returning id)
       insert into ingest_payload select id, $1, $2, $3, $4, $5 from b`,
      [
        readings.length,
        ...columnsOf(
          readings,
          () => key.projectId,
          () => key.seriesId,
          ([at]) => toTimestamp(at),
          ([, value]) => value,
        ),
        wire,
      ],
    );
  }

  /** What a project has used, posted and open. */
  async used(project: string): Promise<string> {
    const [row] = await this.database.query<{ used: string }>(
      `select trim_scale(used + open)::text as used from account join project p on p.id = project_id where p.name = $1`,
      [project],
    );
    return row?.used ?? 'no account';
  }

  verify(project: string | null = null): Promise<Verification> {
    return this.verifier.execute(project);
  }
}
