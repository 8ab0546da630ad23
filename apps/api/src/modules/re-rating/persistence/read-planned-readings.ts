import type { ReRatingReading } from '@os-credits/contracts';
import type { Queries } from '../../../platform/database/index.js';
import type { PageRequest, PlannedReading } from '../application/re-rating.ports.js';

/**
 * $1 plan, $2 and $3 series and time behind which the page begins, $4 how many.
 */
const PLANNED_READINGS_SQL = `
select planned.series_id as "seriesId", p.name as project, coalesce(site.display_name, site.name) as site,
       m.friendly_name as metric, m.reading_unit as unit, planned.at, trim_scale(planned.value)::text as value,
       batch.received_at as "receivedAt", batch.wire, token.name as "tokenName",
       dismissed.dismissed_at as "dismissedAt", trim_scale(now.value)::text as "countsNow"
  from re_rating_reading planned
  join project p on p.id = planned.project_id
  join series s on s.project_id = planned.project_id and s.id = planned.series_id
  join site on site.id = s.site_id
  join metric m on m.id = s.metric_id
  left join dismissed_reading dismissed
    on (dismissed.project_id, dismissed.series_id, dismissed.at) = (planned.project_id, planned.series_id, planned.at)
       and dismissed.value = planned.value and dismissed.plan_id = planned.plan_id
  left join reading stored
    on (stored.project_id, stored.series_id, stored.at) = (planned.project_id, planned.series_id, planned.at)
       and stored.value = planned.value
  left join counted_reading now
    on (now.project_id, now.series_id, now.at) = (planned.project_id, planned.series_id, planned.at)
  left join ingest_batch batch on batch.id = coalesce(dismissed.batch_id, stored.batch_id)
  left join access_token token on token.id = batch.token_id
 where planned.plan_id = $1
   and ($2::int is null or (planned.series_id, planned.at) > ($2, $3::timestamptz))
 order by planned.series_id, planned.at
 limit $4`;

/** Readings that a plan dismisses, with where they came from and what counts in their place. */
export async function readPlannedReadings(
  queries: Queries,
  id: string,
  { after, limit }: PageRequest,
): Promise<PlannedReading[]> {
  const rows = await queries.query<{ seriesId: number } & ReRatingReading>(PLANNED_READINGS_SQL, [
    id,
    after?.[0] ?? null,
    after?.[1] ?? null,
    limit,
  ]);
  return rows.map(({ seriesId, ...reading }) => ({ seriesId, reading }));
}
