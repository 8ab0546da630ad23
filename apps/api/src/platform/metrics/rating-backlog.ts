import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import { Metrics } from './metrics.js';

/** Reads what only the database knows into the gauges, at the time of a scrape. */
@Injectable()
export class RatingBacklog {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** Leaves the gauges as they are where the database cannot be asked: a scrape must not fail for it. */
  async refresh(): Promise<void> {
    try {
      const [backlog] = await this.database.query<{ lag: number; readings: string }>(
        `select coalesce(extract(epoch from now() - min(b.received_at)), 0)::float8 as lag,
                coalesce(sum(p.reading_count), 0)::bigint as readings
           from ingest_payload p join ingest_batch b on b.id = p.batch_id`,
      );
      const totals = await this.database.query<{ outcome: string; total: string }>(
        'select outcome, total from rating_total',
      );
      this.metrics.ratingLagSeconds.set(Math.max(0, backlog?.lag ?? 0));
      this.metrics.ratingBacklogReadings.set(Number(backlog?.readings ?? 0));
      for (const { outcome, total } of totals) {
        this.metrics.ratedReadings.set({ outcome }, Number(total));
      }
      this.metrics.databaseUp.set(1);
    } catch {
      this.metrics.databaseUp.set(0);
    }
  }
}
