import { Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import {
  arrayLiteral,
  toTimestamp,
  type Queries,
  type Tx,
} from '../../../platform/database/index.js';
import type { Actor } from '../../audit/index.js';
import type { DismissedReading } from '../../rating/index.js';
import {
  ReRatingRepository,
  type LateTable,
  type ListedPlan,
  type NamedSeries,
  type PageRequest,
  type PlannedEntry,
  type PlannedLine,
  type PlannedProject,
  type PlannedReading,
  type PlannedWork,
  type StoredPlan,
} from '../application/re-rating.ports.js';
import { PLAN_SQL, toListedPlan, toStoredPlan, type PlanRow } from './plan-rows.js';
import { POST_LINES_SQL } from './post-lines.sql.js';
import { readPlannedReadings } from './read-planned-readings.js';

/** {@link ReRatingRepository} on PostgreSQL. */
@Injectable()
export class SqlReRatingRepository extends ReRatingRepository {
  async findSeries(
    queries: Queries,
    asked: Parameters<ReRatingRepository['findSeries']>[1],
  ): Promise<NamedSeries | null> {
    const [row] = await queries.query<NamedSeries>(
      `select p.id as "projectId", si.id as "siteId",
              (select count(*)::int
                 from (select from series s
                         join counted_reading r on r.project_id = s.project_id and r.series_id = s.id
                        where s.project_id = p.id and s.metric_id = $3 and ($2::text is null or s.site_id = si.id)
                          and r.at >= $4 and r.at < $5
                        limit $6) found) as "readingCount"
         from project p
         left join site si on si.name = $2
        where p.name = $1`,
      [asked.project, asked.site, asked.metricId, asked.from, asked.to, asked.countMax],
    );
    return row ?? null;
  }

  async lateTable(queries: Queries, costTableId: number): Promise<LateTable | null> {
    const [row] = await queries.query<LateTable>(
      `select id, title, status = 'published' as "isPublished", effective_from as "effectiveFrom",
              applies_from as "appliesFrom"
         from cost_table where id = $1`,
      [costTableId],
    );
    return row ?? null;
  }

  async insert(
    tx: Tx,
    plan: { id: string; work: PlannedWork; reason: string; author: Actor; at: Date },
  ): Promise<void> {
    const { work } = plan;
    await tx.query(
      `insert into re_rating_plan
              (id, cause, cost_table_id, metric_id, reading_unit, reading_factor, project_id, site_id, from_at,
               to_at, reason, author, author_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
      [
        plan.id,
        work.cause,
        work.cause === 'cost-table' ? work.costTableId : null,
        work.cause === 'cost-table' ? null : work.metricId,
        ...(work.cause === 'metric-unit' ? [work.readingUnit, work.readingFactor] : [null, null]),
        ...(work.cause === 'dismissed-readings' ? [work.projectId, work.siteId] : [null, null]),
        work.from,
        work.to,
        plan.reason,
        plan.author.name,
        plan.author.id,
        plan.at,
      ],
    );
  }

  async setJob(tx: Tx, id: string, what: 'plan' | 'apply', jobId: string): Promise<void> {
    await tx.query(`update re_rating_plan set ${what}_job_id = $2 where id = $1`, [id, jobId]);
  }

  async find(queries: Queries, id: string): Promise<StoredPlan | null> {
    const [row] = await queries.query<PlanRow>(`${PLAN_SQL} where p.id = $1`, [id]);
    return row === undefined ? null : toStoredPlan(row);
  }

  async lock(tx: Tx, id: string): Promise<StoredPlan | null> {
    await tx.query('select from re_rating_plan where id = $1 for update', [id]);
    return this.find(tx, id);
  }

  async list(
    queries: Queries,
    { state, cause }: Parameters<ReRatingRepository['list']>[1],
    { limit, after }: PageRequest,
  ): Promise<ListedPlan[]> {
    const rows = await queries.query<PlanRow>(
      `${PLAN_SQL}
        where ($1::text is null or p.state = $1) and ($5::text is null or p.cause = $5)
          and ($2::timestamptz is null or (p.created_at, p.id) < ($2, $3::uuid))
        order by p.created_at desc, p.id desc
        limit $4`,
      [state, after?.[0] ?? null, after?.[1] ?? null, limit, cause],
    );
    return rows.map(toListedPlan);
  }

  projects(
    queries: Queries,
    id: string,
    search: string | null,
    { limit, after }: PageRequest,
  ): Promise<PlannedProject[]> {
    return queries.query<PlannedProject>(
      `select p.id, p.name as project, trim_scale(r.old_credits)::text as "oldCredits",
              trim_scale(r.new_credits)::text as "newCredits", trim_scale(r.new_credits - r.old_credits)::text as difference,
              r.entry_count as "entryCount"
         from re_rating_project r join project p on p.id = r.project_id
        where r.plan_id = $1 and ($2::text is null or strpos(lower(p.name), lower($2)) > 0)
          and ($3::numeric is null
               or (-abs(r.new_credits - r.old_credits), r.project_id) > (-abs($3::numeric), $4::int))
        order by abs(r.new_credits - r.old_credits) desc, r.project_id
        limit $5`,
      [id, search, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
  }

  entries(
    queries: Queries,
    id: string,
    project: string,
    { limit, after }: PageRequest,
  ): Promise<PlannedEntry[]> {
    return queries.query<PlannedEntry>(
      `select l.series_id as "seriesId", l.hour, l.cost_table_id as "costTableId", t.title as "costTableTitle",
              coalesce(site.display_name, site.name) as site, m.friendly_name as metric, m.unit,
              trim_scale(l.rate)::text as rate, trim_scale(l.quantity)::text as quantity,
              trim_scale(-(l.quantity * l.rate))::text as credits
         from project p
         join re_rating_line l on l.project_id = p.id and l.plan_id = $1
         join series s on s.project_id = l.project_id and s.id = l.series_id
         join site on site.id = s.site_id
         join metric m on m.id = s.metric_id
         join cost_table t on t.id = l.cost_table_id
        where p.name = $2
          and ($3::timestamptz is null
               or (l.hour, l.series_id, l.cost_table_id) > ($3, $4::int, $5::int))
        order by l.hour, l.series_id, l.cost_table_id
        limit $6`,
      [id, project, after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, limit],
    );
  }

  readings(queries: Queries, id: string, page: PageRequest): Promise<PlannedReading[]> {
    return readPlannedReadings(queries, id, page);
  }

  async clear(tx: Tx, id: string): Promise<void> {
    await tx.query('delete from re_rating_line where plan_id = $1', [id]);
    await tx.query('delete from re_rating_reading where plan_id = $1', [id]);
    await tx.query('delete from re_rating_project where plan_id = $1', [id]);
  }

  async addProject(
    tx: Tx,
    id: string,
    projectId: number,
    { lines, dismissed }: Parameters<ReRatingRepository['addProject']>[3],
  ): Promise<void> {
    await tx.query(
      `insert into re_rating_line (project_id, plan_id, series_id, hour, cost_table_id, rate, quantity)
       select $2, $1, * from unnest($3::int[], $4::timestamptz[], $5::int[], $6::numeric[], $7::numeric[])`,
      [
        id,
        projectId,
        arrayLiteral(lines.map((line) => line.seriesId)),
        arrayLiteral(lines.map((line) => toTimestamp(line.hourMicros))),
        arrayLiteral(lines.map((line) => line.costTableId)),
        arrayLiteral(lines.map((line) => line.rate)),
        arrayLiteral(lines.map((line) => line.quantity)),
      ],
    );
    await tx.query(
      `insert into re_rating_reading (project_id, plan_id, series_id, at, value)
       select $2, $1, * from unnest($3::int[], $4::timestamptz[], $5::numeric[])`,
      [
        id,
        projectId,
        arrayLiteral(dismissed.map((one) => one.seriesId)),
        arrayLiteral(dismissed.map((one) => toTimestamp(one.reading.atMicros))),
        arrayLiteral(dismissed.map((one) => one.reading.value.toString())),
      ],
    );
    await tx.query(
      `insert into re_rating_project (project_id, plan_id, old_credits, new_credits, entry_count)
       select $2, $1, booked.credits, booked.credits + changed.credits, changed.entries
         from (select coalesce(sum(quantity * rate), 0) as credits, count(*)::int as entries,
                      min(hour) as from_hour, max(hour) as to_hour
                 from re_rating_line where project_id = $2 and plan_id = $1) changed,
              lateral
              (select coalesce(sum(quantity * rate), 0) as credits
                 from (select b.quantity, b.rate
                         from re_rating_plan p
                         cross join lateral (
                           select quantity, rate, hour from ledger_entry
                            where project_id = $2 and kind = 'charge'
                           union all
                           select quantity, rate, hour from open_charge where project_id = $2) b
                        where p.id = $1
                          and b.hour >= least(date_trunc('hour', p.from_at, 'UTC'), changed.from_hour)
                          and (b.hour < p.to_at or b.hour <= changed.to_hour)) use) booked`,
      [id, projectId],
    );
  }

  async linesOf(tx: Tx, id: string, projectId: number): Promise<PlannedLine[]> {
    const rows = await tx.query<Omit<PlannedLine, 'hourMicros'> & { hourMicros: string }>(
      `select series_id as "seriesId", (extract(epoch from hour) * 1000000)::bigint as "hourMicros",
              cost_table_id as "costTableId", rate::text, quantity::text
         from re_rating_line where project_id = $1 and plan_id = $2
        order by series_id, hour, cost_table_id`,
      [projectId, id],
    );
    return rows.map((row) => ({ ...row, hourMicros: Number(row.hourMicros) }));
  }

  async dismissedOf(tx: Tx, id: string, projectId: number): Promise<DismissedReading[]> {
    const rows = await tx.query<{ series_id: number; at_micros: string; value: string }>(
      `select series_id, (extract(epoch from at) * 1000000)::bigint as at_micros, value::text
         from re_rating_reading where project_id = $1 and plan_id = $2 order by series_id, at`,
      [projectId, id],
    );
    return rows.map((row) => ({
      projectId,
      seriesId: row.series_id,
      reading: { atMicros: Number(row.at_micros), value: Decimal.of(row.value) },
    }));
  }

  async plannedProjects(tx: Tx, id: string): Promise<number[]> {
    const rows = await tx.query<{ project_id: number }>(
      'select project_id from re_rating_project where plan_id = $1 order by project_id',
      [id],
    );
    return rows.map((row) => row.project_id);
  }

  async applyFrom(tx: Tx, costTableId: number, at: string): Promise<void> {
    await tx.query(`select set_config('os_credits.re_rating', 'on', true)`);
    await tx.query('update cost_table set applies_from = $2 where id = $1', [costTableId, at]);
    await tx.query(`select set_config('os_credits.re_rating', 'off', true)`);
  }

  async post(tx: Tx, id: string, actor: string, at: Date): Promise<number> {
    const [row] = await tx.query<{ posted: number }>(POST_LINES_SQL, [id, actor, at]);
    return row?.posted ?? 0;
  }

  async setState(
    tx: Tx,
    id: string,
    change: Parameters<ReRatingRepository['setState']>[2],
  ): Promise<void> {
    await tx.query(
      `update re_rating_plan
          set state = $2, problem = $3, decided_by = coalesce($4, decided_by),
              decided_at = coalesce($5, decided_at), decision_reason = coalesce($6, decision_reason),
              computed_at = coalesce($7, computed_at), applied_at = coalesce($8, applied_at)
        where id = $1`,
      [
        id,
        change.state,
        change.problem ?? null,
        change.decision?.by ?? null,
        change.decision?.at ?? null,
        change.decision?.reason ?? null,
        change.computedAt ?? null,
        change.appliedAt ?? null,
      ],
    );
  }

  async lockRating(tx: Tx): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('os_credits.rating'))`);
  }
}
