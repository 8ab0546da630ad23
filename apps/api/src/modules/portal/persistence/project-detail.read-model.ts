import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import {
  ProjectDetailReader,
  type OverviewRow,
  type ProjectDetailRow,
  type ProjectRequest,
  type SeriesRow,
} from '../application/portal.ports.js';
import { OVERVIEW_COLUMNS, overviewJoins } from './project-overview.sql.js';
import { VISIBLE_PROJECT, visibleProjectValues } from './visible-project.sql.js';

@Injectable()
export class ProjectDetailReadModel extends ProjectDetailReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(
    request: ProjectRequest & { readonly trendFrom: string; readonly now: Date },
  ): Promise<ProjectDetailRow | null> {
    const [row] = await this.database.query<OverviewRow & { series: SeriesRow[] }>(
      `with ${VISIBLE_PROJECT}, page as (
         select p.id, p.name, project.status, coalesce(a.granted, 0) as granted,
                coalesce(a.used, 0) as used, coalesce(a.open, 0) as open
           from p join project on project.id = p.id left join account a on a.project_id = p.id
       )
       select ${OVERVIEW_COLUMNS}, coalesce(parts.series, '[]') as series
         from page ${overviewJoins('$4')}
         left join lateral (
           select json_agg(json_build_object(
                    'site', coalesce(site.display_name, site.name),
                    'metric', m.name, 'metricFriendlyName', m.friendly_name, 'unit', m.unit,
                    'firstReadingAt', to_char(s.first_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                    'lastReadingAt', to_char(s.last_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                    'rate', trim_scale(w.rate)::text)
                  order by site.name, m.friendly_name) as series
             from series s
             join site on site.id = s.site_id
             join metric m on m.id = s.metric_id
             left join series_rate_window w on w.project_id = s.project_id and w.series_id = s.id
                                           and w.valid_from <= $5 and w.valid_to > $5
            where s.project_id = page.id
         ) parts on true`,
      [...visibleProjectValues(request), request.trendFrom, request.now],
    );
    if (row === undefined) return null;
    const { series, ...overview } = row;
    return { overview, series };
  }
}
