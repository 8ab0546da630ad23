import { type Queries, type Tx } from '../../../platform/database/index.js';

/** One series as the product knows it. Ids are `null` until the database has it. */
export interface KnownSeries {
  readonly projectName: string;
  readonly siteName: string;
  /** What people call the site, where the labels say so; `null` otherwise. */
  readonly siteDisplayName: string | null;
  readonly metricName: string;
  readonly metricId: number;
  projectId: number | null;
  seriesId: number | null;
}

/** Ids of a series that the database has. */
export interface SeriesIds {
  readonly projectId: number;
  readonly seriesId: number;
}

/** A metric of which readings are taken: those of `[activeFromMicros, activeToMicros)`. */
export interface BilledMetric {
  readonly id: number;
  readonly activeFromMicros: number;
  readonly activeToMicros: number;
}

/** A reading that cannot be billed, as it goes to quarantine. */
export interface QuarantinedReading {
  readonly reason: string;
  readonly detail: string;
  readonly position: number | null;
  readonly projectName: string | null;
  readonly siteName: string | null;
  readonly metricName: string | null;
  readonly atMicros: number | null;
  readonly value: string | null;
  readonly raw: string | null;
}

/** What one request brought, ready to be made durable. Columns are of equal length. */
export interface IntakeBatch {
  readonly wire: string;
  /** `null` where it was imported by a job. */
  readonly tokenId: string | null;
  readonly jobId?: string;
  readonly projectIds: readonly number[];
  readonly seriesIds: readonly number[];
  readonly atMicros: readonly number[];
  readonly values: readonly string[];
  readonly quarantined: readonly QuarantinedReading[];
}

export interface StoredReading {
  readonly projectId: number;
  readonly seriesId: number;
  readonly atMicros: number;
  readonly value: string;
  /** Staff found that it does not count. */
  readonly isDismissed: boolean;
}

/** What ingestion reads and writes. */
export abstract class IngestionRepository {
  /** Metrics by name; one that is retired is among them for as long as late readings of it may come. */
  abstract billedMetrics(): Promise<ReadonlyMap<string, BilledMetric>>;
  /**
   * Finds series, making those (and their projects, sites, accounts) that do not exist; in the order asked for.
   * With `tx` they are there for good when that commits.
   */
  abstract ensureSeries(series: readonly KnownSeries[], tx?: Tx): Promise<SeriesIds[]>;
  /** Ids of those series that the database has, in the order asked for; makes nothing. */
  abstract findSeries(series: readonly KnownSeries[]): Promise<(SeriesIds | null)[]>;
  /**
   * Makes a batch durable: when this resolves it survives a crash; when it throws nothing was stored. With
   * `tx` it is durable when that commits.
   *
   * @returns id of the batch
   * @throws DomainError `malformed-body` where PostgreSQL refuses the data itself
   */
  abstract store(batch: IntakeBatch, tx?: Tx): Promise<string>;
  /** Another text whenever a project got another name, so that what a name means must be asked again. */
  abstract namesVersion(): Promise<string>;
  /** Readings that are acknowledged and not rated yet. */
  abstract backlogReadings(): Promise<number>;
  /**
   * Readings of these series and times that are stored, were dismissed, or are acknowledged and waiting. What
   * waits for an instant whose reading was dismissed is among them where staff released it.
   */
  abstract findStored(
    readings: readonly Pick<StoredReading, 'projectId' | 'seriesId' | 'atMicros'>[],
    queries?: Queries,
  ): Promise<StoredReading[]>;
}
