import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import { VISIBLE_PROJECT, visibleProjectValues, type ProjectRequest } from '../../portal/index.js';
import { ProjectSeriesReader, type ProjectSeriesRow } from '../application/project-series.ports.js';

@Injectable()
export class ProjectSeriesReadModel extends ProjectSeriesReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(request: ProjectRequest): Promise<ProjectSeriesRow[] | null> {
    const rows = await this.database.query<
      Omit<ProjectSeriesRow, 'site'> & { site: string | null }
    >(
      `with ${VISIBLE_PROJECT}
       select coalesce(si.display_name, si.name) as site, m.name as metric,
              m.friendly_name as "metricFriendlyName", s.last_at as "lastReadingAt",
              k.rhythm_seconds as "rhythmSeconds"
         from p
         left join series s on s.project_id = p.id
         left join site si on si.id = s.site_id
         left join metric m on m.id = s.metric_id
         left join series_rhythm k on k.project_id = s.project_id and k.series_id = s.id
        order by 1, m.friendly_name`,
      visibleProjectValues(request),
    );
    if (rows.length === 0) return null;
    return rows.filter((row): row is typeof row & ProjectSeriesRow => row.site !== null);
  }
}
