import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import {
  ProjectListReader,
  type ProjectListRequest,
  type ProjectListRow,
} from '../application/portal.ports.js';
import { OVERVIEW_COLUMNS, overviewJoins, visibleTo } from './project-overview.sql.js';

const RANK = `case when coalesce(a.granted, 0) > 0 then 0 else 1 end`;
const SHARE = `case when coalesce(a.granted, 0) > 0 then round((a.used + a.open) / a.granted, 12) else 0 end`;

/** The screen "My projects": one statement, whose expensive parts only touch the rows of the page. */
@Injectable()
export class ProjectListReadModel extends ProjectListReader {
  constructor(private readonly database: Database) {
    super();
  }

  rows(request: ProjectListRequest): Promise<ProjectListRow[]> {
    const { viewer, after, sort } = request;
    const order = sort === 'name' ? 'name' : 'rank, share desc, name';
    return this.database.query<ProjectListRow>(
      `with visible as (
         select p.id, p.name, p.status, coalesce(a.granted, 0) as granted, coalesce(a.used, 0) as used,
                coalesce(a.open, 0) as open, ${RANK} as rank, ${SHARE} as share
           from project p left join account a on a.project_id = p.id
          where ${visibleTo(1)}
            and ($3::text is null or p.name ilike '%' || $3 || '%')
            and ($4::text is null or p.status = $4)
       ), page as (
         select * from visible where ${afterCondition(sort)} order by ${order} limit $8
       )
       select ${OVERVIEW_COLUMNS}, page.rank, page.share
         from page ${overviewJoins('$9')}
        order by ${order.replace(/\b(name|rank|share)\b/g, 'page.$1')}`,
      [
        viewer.seesAll,
        [...viewer.leads, ...viewer.memberOf],
        request.search === undefined || request.search === '' ? null : escapeLike(request.search),
        request.status ?? null,
        after?.name ?? null,
        after?.rank ?? null,
        after?.share ?? null,
        request.limit,
        request.trendFrom,
      ],
    );
  }
}

function afterCondition(sort: 'attention' | 'name'): string {
  // The casts also tell PostgreSQL the types of placeholders that the other sort order leaves unused.
  return sort === 'name'
    ? `($5::text is null or name > $5) and ($6::int is null or true) and ($7::numeric is null or true)`
    : `($5::text is null or (rank, -share, name) > ($6::int, -($7::numeric), $5))`;
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
