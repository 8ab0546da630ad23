import { type Timestamps } from '../application/plan/pulled.js';

/** By the name of the site: metric to time of the last rated reading. */
export type SiteReadings = Readonly<Record<string, Timestamps>>;

/**
 * Times of the last rated readings of a project `p`, by site and metric, in the form that os_credits
 * wrote: `2026-11-22 13:00:00.000000`, UTC without a zone.
 */
export const LAST_READINGS_SQL = `
  (select jsonb_object_agg(site.name, site.times)
     from (select si.name, jsonb_object_agg(m.name,
                    to_char(s.last_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')) as times
             from series s
             join site si on si.id = s.site_id
             join metric m on m.id = s.metric_id
            where s.project_id = p.id and s.last_at is not null
            group by si.name) site)`;

/** A resource is a site, by the name that the settings give it. */
export function readingsByResource(
  readings: SiteReadings | null,
  resources: readonly { readonly id: number; readonly site: string }[],
): ReadonlyMap<number, Timestamps> {
  return new Map(
    resources.flatMap(({ id, site }) => {
      const times = readings?.[site];
      return times === undefined ? [] : [[id, times] as const];
    }),
  );
}
