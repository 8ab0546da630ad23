import {
  arrayLiteral,
  Database,
  timestampsLiteral,
  type Tx,
} from '../../../../platform/database/index.js';
import {
  IngestionRepository,
  type KnownSeries,
  type QuarantinedReading,
} from '../ingestion.ports.js';
import {
  canonical,
  instantKey,
  knownInstants,
  takenBy,
  type KnownInstant,
} from '../known-instants.js';
import { type SeriesRegistry } from '../series-registry.js';
import { sortOut, type Candidate, type SortedOut } from './sort-out.js';

/** Who brings the readings of an import. */
export interface ImportOrigin {
  readonly wire: string;
  readonly jobId: string;
}

/** Where the readings of an import go. */
export interface ImportTarget {
  /**
   * Tells which readings are new and keeps them, with those that cannot be billed. `saved` runs before that is
   * durable, in the same transaction where there is one; what it throws undoes the batch.
   */
  take(
    candidates: readonly Candidate[],
    quarantined: readonly QuarantinedReading[],
    saved: (sorted: SortedOut, tx: Tx) => Promise<void>,
  ): Promise<SortedOut>;
}

/** The intake that senders use, too: what is taken waits for rating. */
export class IntakeTarget implements ImportTarget {
  constructor(
    private readonly database: Database,
    private readonly repository: IngestionRepository,
    private readonly registry: SeriesRegistry,
    private readonly origin: ImportOrigin,
  ) {}

  async take(
    candidates: readonly Candidate[],
    quarantined: readonly QuarantinedReading[],
    saved: (sorted: SortedOut, tx: Tx) => Promise<void>,
  ): Promise<SortedOut> {
    await this.registry.identify(candidates.map((one) => one.series));
    return this.database.transaction(async (tx) => {
      const keys = candidates.map((one) => ({ ...idsOf(one.series), atMicros: one.atMicros }));
      const stored = keys.length === 0 ? [] : await this.repository.findStored(keys, tx);
      const sorted = sortOut(candidates, candidateKey, knownInstants(stored));
      await this.store(tx, sorted, quarantined);
      await saved(sorted, tx);
      return sorted;
    });
  }

  private async store(
    tx: Tx,
    { fresh, conflicts }: SortedOut,
    quarantined: readonly QuarantinedReading[],
  ): Promise<void> {
    if (fresh.length + conflicts.length + quarantined.length === 0) return;
    const ids = fresh.map((one) => idsOf(one.series));
    await this.repository.store(
      {
        ...this.origin,
        tokenId: null,
        projectIds: ids.map((one) => one.projectId),
        seriesIds: ids.map((one) => one.seriesId),
        atMicros: fresh.map((one) => one.atMicros),
        values: fresh.map((one) => one.value),
        quarantined: [...quarantined, ...conflicts],
      },
      tx,
    );
  }
}

/**
 * Takes nothing and reports the same. Readings of earlier lines, which would be in the database by then, are
 * in a temporary table that ends with the transaction.
 */
export class DryRunTarget implements ImportTarget {
  private readonly numbers = new Map<KnownSeries, number>();
  /** Several objects may stand for one series: a project has former names. */
  private readonly numbersByIdentity = new Map<string, number>();

  private constructor(
    private readonly tx: Tx,
    private readonly repository: IngestionRepository,
  ) {}

  static async open(tx: Tx, repository: IngestionRepository): Promise<DryRunTarget> {
    await tx.query(
      `create temporary table import_reading
         (series_number int, at timestamptz, value numeric, primary key (series_number, at)) on commit drop`,
    );
    return new DryRunTarget(tx, repository);
  }

  async take(
    candidates: readonly Candidate[],
    _quarantined: readonly QuarantinedReading[],
    saved: (sorted: SortedOut, tx: Tx) => Promise<void>,
  ): Promise<SortedOut> {
    await this.number(candidates.map((one) => one.series));
    const known = new Map([...(await this.stored(candidates)), ...(await this.seen(candidates))]);
    const sorted = sortOut(candidates, (one) => this.keyOf(one.series, one.atMicros), known);
    await this.remember(sorted.fresh);
    await saved(sorted, this.tx);
    return sorted;
  }

  /** Finds the ids of series that are new here, as far as the database has them. */
  private async number(series: readonly KnownSeries[]): Promise<void> {
    const added = [...new Set(series)].filter((one) => !this.numbers.has(one));
    if (added.length === 0) return;
    const ids = await this.repository.findSeries(added);
    for (const [index, one] of added.entries()) {
      one.projectId = ids[index]?.projectId ?? null;
      one.seriesId = ids[index]?.seriesId ?? null;
      const identity = identityOf(one);
      const number = this.numbersByIdentity.get(identity) ?? this.numbersByIdentity.size;
      this.numbersByIdentity.set(identity, number);
      this.numbers.set(one, number);
    }
  }

  private async stored(candidates: readonly Candidate[]): Promise<Map<string, KnownInstant>> {
    const asked = candidates.flatMap(({ series, atMicros }) =>
      series.projectId === null || series.seriesId === null
        ? []
        : [{ projectId: series.projectId, seriesId: series.seriesId, atMicros }],
    );
    if (asked.length === 0) return new Map();
    const stored = await this.repository.findStored(asked, this.tx);
    const known = knownInstants(stored);
    return new Map(
      candidates.flatMap(({ series, atMicros }) => {
        if (series.seriesId === null) return [];
        const instant = known.get(instantKey({ ...idsOf(series), atMicros }));
        return instant === undefined ? [] : [[this.keyOf(series, atMicros), instant] as const];
      }),
    );
  }

  private async seen(candidates: readonly Candidate[]): Promise<[string, KnownInstant][]> {
    const rows = await this.tx.query<{ series_number: number; at_micros: string; value: string }>(
      `select series_number, (extract(epoch from at) * 1000000)::bigint as at_micros, value::text
         from import_reading
         join unnest($1::int[], $2::timestamptz[]) as asked(series_number, at) using (series_number, at)`,
      this.columns(candidates),
    );
    return rows.map((row) => [
      `${row.series_number}.${row.at_micros}`,
      takenBy(canonical(row.value)),
    ]);
  }

  private async remember(fresh: readonly Candidate[]): Promise<void> {
    if (fresh.length === 0) return;
    await this.tx.query(
      `insert into import_reading select * from unnest($1::int[], $2::timestamptz[], $3::numeric[])`,
      [...this.columns(fresh), arrayLiteral(fresh.map((one) => one.value))],
    );
  }

  private columns(candidates: readonly Candidate[]): string[] {
    return [
      arrayLiteral(candidates.map((one) => this.numbers.get(one.series) ?? 0)),
      timestampsLiteral(candidates.map((one) => one.atMicros)),
    ];
  }

  private keyOf(series: KnownSeries, atMicros: number): string {
    return `${this.numbers.get(series) ?? 0}.${atMicros}`;
  }
}

function identityOf({ projectId, seriesId, projectName, siteName, metricId }: KnownSeries): string {
  return JSON.stringify(
    projectId === null ? [projectName, siteName, metricId] : [projectId, seriesId],
  );
}

function idsOf({ projectId, seriesId, projectName }: KnownSeries) {
  if (projectId === null || seriesId === null)
    throw new Error(`a series of ${projectName} was not identified`);
  return { projectId, seriesId };
}

function candidateKey({ series, atMicros }: Candidate): string {
  return instantKey({ ...idsOf(series), atMicros });
}
