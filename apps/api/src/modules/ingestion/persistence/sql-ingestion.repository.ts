import { Injectable } from '@nestjs/common';
import {
  arrayLiteral,
  Database,
  timestampsLiteral,
  toTimestamp,
  type Tx,
} from '../../../platform/database/index.js';
import {
  IngestionRepository,
  type IntakeBatch,
  type KnownSeries,
  type SeriesIds,
  type StoredReading,
} from '../application/ingestion.ports.js';

/** One statement, so that readings and quarantine are stored together or not at all, in one round trip. */
const STORE_SQL = `
with batch as (
  insert into ingest_batch (wire, token_id, reading_count, quarantined_count)
  values ($1, $2, $3, $4)
  returning id, received_at, wire, token_id),
payload as (
  insert into ingest_payload (batch_id, reading_count, project_ids, series_ids, ats, values)
  select id, $3, $5::int[], $6::int[], $7::timestamptz[], $8::numeric[] from batch where $3 > 0)
insert into quarantined_reading
       (batch_id, received_at, wire, token_id, reason, detail, position, project_name, site_name, metric_name, at, value, raw)
select b.id, b.received_at, b.wire, b.token_id, q.reason, q.detail, q.position, q."projectName", q."siteName",
       q."metricName", q.at, q.value, q.raw
  from batch b,
       jsonb_to_recordset($9::jsonb) as q(reason text, detail text, position int, "projectName" text,
         "siteName" text, "metricName" text, at timestamptz, value text, raw text)`;

const FIND_STORED_SQL = `
with asked as (
  select * from unnest($1::int[], $2::int[], $3::timestamptz[]) as a(project_id, series_id, at))
select project_id, series_id, (extract(epoch from at) * 1000000)::bigint as at_micros, value::text
  from asked join reading using (project_id, series_id, at)
union all
select w.project_id, w.series_id, (extract(epoch from w.at) * 1000000)::bigint, w.value::text
  from ingest_payload p
 cross join unnest(p.project_ids, p.series_ids, p.ats, p.values) as w(project_id, series_id, at, value)
  join asked using (project_id, series_id, at)
 where p.series_ids && $2::int[]`;

/** Intake on PostgreSQL. */
@Injectable()
export class SqlIngestionRepository extends IngestionRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async billedMetrics(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ id: number; name: string }>(
      `select id, name from metric
        where (active_from is null or active_from <= now()) and (active_to is null or active_to > now())`,
    );
    return new Map(rows.map((row) => [row.name, row.id]));
  }

  async ensureSeries(series: readonly KnownSeries[]): Promise<SeriesIds[]> {
    return this.database.transaction(async (tx) => {
      const columns = [
        series.map((one) => one.projectName),
        series.map((one) => one.siteName),
        series.map((one) => one.metricId),
      ];
      await makeMissing(tx, columns);
      const rows = await tx.query<{ project_id: number; id: number }>(
        `select s.project_id, s.id
           from unnest($1::text[], $2::text[], $3::int[]) with ordinality as k(project_name, site_name, metric_id, position)
           join project p on p.name = k.project_name
           join site si on si.name = k.site_name
           join series s on s.project_id = p.id and s.site_id = si.id and s.metric_id = k.metric_id
          order by k.position`,
        columns,
      );
      return rows.map((row) => ({ projectId: row.project_id, seriesId: row.id }));
    });
  }

  async store(batch: IntakeBatch): Promise<void> {
    const quarantined = batch.quarantined.map(({ atMicros, ...rest }) => ({
      ...rest,
      at: atMicros === null ? null : toTimestamp(atMicros),
    }));
    await this.database.query(STORE_SQL, [
      batch.wire,
      batch.tokenId,
      batch.projectIds.length,
      quarantined.length,
      arrayLiteral(batch.projectIds),
      arrayLiteral(batch.seriesIds),
      timestampsLiteral(batch.atMicros),
      arrayLiteral(batch.values),
      JSON.stringify(quarantined),
    ]);
  }

  async backlogReadings(): Promise<number> {
    const [row] = await this.database.query<{ readings: string }>(
      'select coalesce(sum(reading_count), 0)::bigint as readings from ingest_payload',
    );
    return Number(row?.readings ?? 0);
  }

  async findStored(readings: readonly Omit<StoredReading, 'value'>[]): Promise<StoredReading[]> {
    const rows = await this.database.query<{
      project_id: number;
      series_id: number;
      at_micros: string;
      value: string;
    }>(FIND_STORED_SQL, [
      arrayLiteral(readings.map((one) => one.projectId)),
      arrayLiteral(readings.map((one) => one.seriesId)),
      timestampsLiteral(readings.map((one) => one.atMicros)),
    ]);
    return rows.map((row) => ({
      projectId: row.project_id,
      seriesId: row.series_id,
      atMicros: Number(row.at_micros),
      value: row.value,
    }));
  }
}

/** In name order, so that two requests with the same new projects wait for each other instead of deadlocking. */
async function makeMissing(tx: Tx, columns: (string | number)[][]): Promise<void> {
  const [projects = [], sites = []] = columns;
  await tx.query(
    `insert into project (name)
     select name from unnest($1::text[]) name
      where not exists (select from project p where p.name = name.name)
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
    `insert into site (name)
     select name from unnest($1::text[]) name
      where not exists (select from site s where s.name = name.name)
      group by name order by name
     on conflict (name) do nothing`,
    [sites],
  );
  await tx.query(
    `insert into series (project_id, site_id, metric_id)
     select distinct p.id, si.id, k.metric_id
       from unnest($1::text[], $2::text[], $3::int[]) as k(project_name, site_name, metric_id)
       join project p on p.name = k.project_name
       join site si on si.name = k.site_name
      where not exists (select from series s where s.project_id = p.id and s.site_id = si.id and s.metric_id = k.metric_id)
      order by 1, 2, 3
     on conflict (project_id, site_id, metric_id) do nothing`,
    columns,
  );
}
