import { Injectable, Logger } from '@nestjs/common';
import {
  arrayLiteral,
  Database,
  isDataRefused,
  timestampsLiteral,
  toTimestamp,
  type Queries,
  type Tx,
} from '../../../platform/database/index.js';
import { DomainError } from '../../../platform/problems/index.js';
import {
  IngestionRepository,
  type BilledMetric,
  type IntakeBatch,
  type KnownSeries,
  type QuarantinedReading,
  type SeriesIds,
  type StoredReading,
} from '../application/ingestion.ports.js';

const quarantineSql = (batch: string, rows: string) => `
insert into quarantined_reading
       (batch_id, received_at, wire, token_id, reason, detail, position, project_name, site_name, metric_name, at, value, raw)
select b.id, b.received_at, b.wire, b.token_id, q.reason, q.detail, q.position, q."projectName", q."siteName",
       q."metricName", q.at, q.value, q.raw
  from ${batch} b,
       jsonb_to_recordset(${rows}::jsonb) as q(reason text, detail text, position int, "projectName" text,
         "siteName" text, "metricName" text, at timestamptz, value text, raw text)`;

/** One statement, so that readings and quarantine are stored together or not at all, in one round trip. */
const STORE_SQL = `
with batch as (
  insert into ingest_batch (wire, token_id, reading_count, quarantined_count, job_id)
  values ($1, $2, $3, $4, $10)
  returning id, received_at, wire, token_id),
payload as (
  insert into ingest_payload (batch_id, reading_count, project_ids, series_ids, ats, values)
  select id, $3, $5::int[], $6::int[], $7::timestamptz[], $8::numeric[] from batch where $3 > 0),
quarantine as (${quarantineSql('batch', '$9')})
select id from batch`;

const QUARANTINE_MORE_SQL = quarantineSql(
  '(select id, received_at, wire, token_id from ingest_batch where id = $1)',
  '$2',
);

/**
 * Each asked reading is looked up by its key (`offset 0` keeps the planner from reading whole partitions
 * instead). What waits for rating has no index: all of it is looked through, and it is bounded.
 */
const findStoredSql = (waitingFilter: string) => `
with asked as (
  select * from unnest($1::int[], $2::int[], $3::timestamptz[]) as a(project_id, series_id, at))
select a.project_id, a.series_id, (extract(epoch from a.at) * 1000000)::bigint as at_micros, r.value::text,
       r.is_dismissed
  from asked a
 cross join lateral (
   select value, false as is_dismissed from counted_reading r
    where r.project_id = a.project_id and r.series_id = a.series_id and r.at = a.at
   union all
   select value, true from dismissed_reading d
    where d.project_id = a.project_id and d.series_id = a.series_id and d.at = a.at
   offset 0) r
union all
select w.project_id, w.series_id, (extract(epoch from w.at) * 1000000)::bigint, w.value::text, false
  from ingest_payload p
 cross join unnest(p.project_ids, p.series_ids, p.ats, p.values) as w(project_id, series_id, at, value)
  join asked using (project_id, series_id, at)
 where (not exists (select from dismissed_reading d
                     where d.project_id = w.project_id and d.series_id = w.series_id and d.at = w.at)
        or exists (select from ingest_batch b where b.id = p.batch_id and b.wire = 'released'))${waitingFilter}`;
const FIND_STORED_SQL = findStoredSql('');
/** Comparing arrays costs the product of their lengths, so it only pays for a few. */
const FIND_FEW_STORED_SQL = findStoredSql(' and p.series_ids && $2::int[]');
const FEW_READINGS = 100;

const logger = new Logger('Ingestion');

/** Bounds the size of one statement: PostgreSQL refuses a `jsonb` array above 256 MiB. */
const QUARANTINED_PER_STATEMENT = 5_000;
/** Years 0001 to 9999, which ISO 8601 writes with four digits; the raw text has other times too. */
const AT_MICROS_MIN = Date.parse('0001-01-01T00:00:00Z') * 1000;
const AT_MICROS_MAX = Date.parse('9999-12-31T23:59:59Z') * 1000;

/** Projects by name, former names included; a present name never stands among the former ones. */
const PROJECT_NAMES = `(select name, id from project union all select name, project_id from project_alias)`;

/** From here on reading the registry once costs less than looking each series up. */
const MANY_SERIES = 50;

/** Intake on PostgreSQL. */
@Injectable()
export class SqlIngestionRepository extends IngestionRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async billedMetrics(): Promise<ReadonlyMap<string, BilledMetric>> {
    const rows = await this.database.query<{
      id: number;
      name: string;
      active_from: string | null;
      active_to: string | null;
    }>(
      `select id, name, (extract(epoch from active_from) * 1000000)::bigint as active_from,
              (extract(epoch from active_to) * 1000000)::bigint as active_to
         from metric`,
    );
    return new Map(
      rows.map((row) => [
        row.name,
        {
          id: row.id,
          activeFromMicros: row.active_from === null ? -Infinity : Number(row.active_from),
          activeToMicros: row.active_to === null ? Infinity : Number(row.active_to),
        },
      ]),
    );
  }

  async namesVersion(): Promise<string> {
    const [row] = await this.database.query<{ version: string }>(
      `select count(*) || ' ' || coalesce(max(created_at), '-infinity') as version from project_alias`,
    );
    return row?.version ?? '';
  }

  ensureSeries(series: readonly KnownSeries[], tx?: Tx): Promise<SeriesIds[]> {
    return tx === undefined
      ? this.database.transaction((own) => ensureAll(own, series))
      : ensureAll(tx, series);
  }

  async findSeries(series: readonly KnownSeries[]): Promise<(SeriesIds | null)[]> {
    const rows = await this.database.query<{ project_id: number; id: number | null }>(
      `select s.project_id, s.id
         from unnest($1::text[], $2::text[], $3::int[]) with ordinality as k(project_name, site_name, metric_id, position)
         left join (series s join ${PROJECT_NAMES} p on p.id = s.project_id join site si on si.id = s.site_id)
           on p.name = k.project_name and si.name = k.site_name and s.metric_id = k.metric_id
        order by k.position`,
      [
        series.map((one) => one.projectName),
        series.map((one) => one.siteName),
        series.map((one) => one.metricId),
      ],
    );
    return rows.map(({ project_id: projectId, id }) =>
      id === null ? null : { projectId, seriesId: id },
    );
  }

  async store(batch: IntakeBatch, tx?: Tx): Promise<string> {
    try {
      return await this.storeAll(batch, tx);
    } catch (error) {
      throw isDataRefused(error) ? refused(error) : error;
    }
  }

  private storeAll(batch: IntakeBatch, tx?: Tx): Promise<string> {
    if (batch.quarantined.length <= QUARANTINED_PER_STATEMENT) {
      return storeWith(tx ?? this.database, batch, batch.quarantined);
    }
    return tx === undefined
      ? this.database.transaction((own) => storeInParts(own, batch))
      : storeInParts(tx, batch);
  }

  async backlogReadings(): Promise<number> {
    const [row] = await this.database.query<{ readings: string }>(
      'select coalesce(sum(reading_count), 0)::bigint as readings from ingest_payload',
    );
    return Number(row?.readings ?? 0);
  }

  async findStored(
    readings: Parameters<IngestionRepository['findStored']>[0],
    queries: Queries = this.database,
  ): Promise<StoredReading[]> {
    const rows = await queries.query<{
      project_id: number;
      series_id: number;
      at_micros: string;
      value: string;
      is_dismissed: boolean;
    }>(readings.length > FEW_READINGS ? FIND_STORED_SQL : FIND_FEW_STORED_SQL, [
      arrayLiteral(readings.map((one) => one.projectId)),
      arrayLiteral(readings.map((one) => one.seriesId)),
      timestampsLiteral(readings.map((one) => one.atMicros)),
    ]);
    return rows.map((row) => ({
      projectId: row.project_id,
      seriesId: row.series_id,
      atMicros: Number(row.at_micros),
      value: row.value,
      isDismissed: row.is_dismissed,
    }));
  }
}

/** Nothing that the parsers let through should come here; if it does, sending it again must not help. */
function refused(cause: Error): DomainError {
  logger.error({ err: cause }, 'the database refused readings that were taken for good');
  return new DomainError({
    code: 'malformed-body',
    kind: 'invalid',
    message: `Nothing was stored: the database refused the readings (${cause.message}).`,
    cause,
  });
}

async function storeInParts(tx: Tx, batch: IntakeBatch): Promise<string> {
  const { quarantined } = batch;
  const batchId = await storeWith(tx, batch, quarantined.slice(0, QUARANTINED_PER_STATEMENT));
  for (let from = QUARANTINED_PER_STATEMENT; from < quarantined.length;) {
    const part = quarantined.slice(from, from + QUARANTINED_PER_STATEMENT);
    await tx.query(QUARANTINE_MORE_SQL, [batchId, toQuarantineJson(part)]);
    from += part.length;
  }
  return batchId;
}

async function storeWith(
  queries: Queries,
  batch: IntakeBatch,
  quarantined: readonly QuarantinedReading[],
): Promise<string> {
  const [row] = await queries.query<{ id: string }>(STORE_SQL, [
    batch.wire,
    batch.tokenId,
    batch.projectIds.length,
    batch.quarantined.length,
    arrayLiteral(batch.projectIds),
    arrayLiteral(batch.seriesIds),
    timestampsLiteral(batch.atMicros),
    arrayLiteral(batch.values),
    toQuarantineJson(quarantined),
    batch.jobId ?? null,
  ]);
  if (row === undefined) throw new Error('the database did not say which batch it stored');
  return row.id;
}

/**
 * What was sent can hold anything; what PostgreSQL cannot is replaced, because a refusal would be answered
 * with an error that makes the sender repeat the request for ever.
 */
function toQuarantineJson(quarantined: readonly QuarantinedReading[]): string {
  return JSON.stringify(
    quarantined.map(({ atMicros, position, ...texts }) => ({
      ...Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, storable(text)])),
      position,
      at:
        atMicros === null || atMicros < AT_MICROS_MIN || atMicros > AT_MICROS_MAX
          ? null
          : toTimestamp(atMicros),
    })),
  );
}

/** PostgreSQL's `text` and `jsonb` take neither NUL nor halves of surrogate pairs. */
function storable(text: string | null): string | null {
  return text?.replaceAll('\0', '\uFFFD').toWellFormed() ?? null;
}

async function ensureAll(tx: Tx, series: readonly KnownSeries[]): Promise<SeriesIds[]> {
  const columns = [
    series.map((one) => one.projectName),
    series.map((one) => one.siteName),
    series.map((one) => one.metricId),
  ];
  // A cloud that reports for the first time brings thousands at once, before the tables have statistics;
  // the planner would compare each of them with every row.
  if (series.length > MANY_SERIES)
    await tx.query(`select set_config('enable_nestloop', 'off', true)`);
  await makeMissing(
    tx,
    columns,
    series.map((one) => one.siteDisplayName),
  );
  const rows = await tx.query<{ project_id: number; id: number }>(
    `select s.project_id, s.id
       from unnest($1::text[], $2::text[], $3::int[]) with ordinality as k(project_name, site_name, metric_id, position)
       join ${PROJECT_NAMES} p on p.name = k.project_name
       join site si on si.name = k.site_name
       join series s on s.project_id = p.id and s.site_id = si.id and s.metric_id = k.metric_id
      order by k.position`,
    columns,
  );
  return rows.map((row) => ({ projectId: row.project_id, seriesId: row.id }));
}

/** In name order, so that two requests with the same new projects wait for each other instead of deadlocking. */
async function makeMissing(
  tx: Tx,
  columns: (string | number)[][],
  siteDisplayNames: (string | null)[],
): Promise<void> {
  const [projects = [], sites = []] = columns;
  await tx.query(
    `insert into project (name)
     select name from unnest($1::text[]) name
      where not exists (select from project p where p.name = name.name)
        and not exists (select from project_alias a where a.name = name.name)
      group by name order by name
     on conflict (name) do nothing`,
    [projects],
  );
  await tx.query(
    `insert into account (project_id) select id from project where name = any($1::text[]) order by id
     on conflict (project_id) do nothing`,
    [projects],
  );
  await tx.query(
    `insert into site (name, display_name)
     select k.name, max(k.display_name)
       from unnest($1::text[], $2::text[]) as k(name, display_name)
      where not exists (select from site s where s.name = k.name
                           and (s.display_name is not null or k.display_name is null))
      group by k.name order by k.name
     on conflict (name) do update set display_name = excluded.display_name where site.display_name is null`,
    [sites, siteDisplayNames],
  );
  await tx.query(
    `insert into series (project_id, site_id, metric_id)
     select distinct p.id, si.id, k.metric_id
       from unnest($1::text[], $2::text[], $3::int[]) as k(project_name, site_name, metric_id)
       join ${PROJECT_NAMES} p on p.name = k.project_name
       join site si on si.name = k.site_name
      where not exists (select from series s where s.project_id = p.id and s.site_id = si.id and s.metric_id = k.metric_id)
      order by 1, 2, 3
     on conflict (project_id, site_id, metric_id) do nothing`,
    columns,
  );
}
