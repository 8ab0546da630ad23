import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/index.js';
import {
  StatementProjects,
  type StatementProjectsFilter,
} from '../application/statement/statement-projects.js';

const SELECTED = `($1::text is null or status = $1) and ($2::text is null or name = $2)`;

@Injectable()
export class SqlStatementProjects extends StatementProjects {
  constructor(private readonly database: Database) {
    super();
  }

  async namesAfter(
    { status, project }: StatementProjectsFilter,
    name: string | null,
    limit: number,
  ): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `select name from project
        where ${SELECTED} and ($3::text is null or name > $3)
        order by name limit $4`,
      [status, project, name, limit],
    );
    return rows.map((row) => row.name);
  }

  async count({ status, project }: StatementProjectsFilter): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `select count(*)::int as count from project where ${SELECTED}`,
      [status, project],
    );
    return row?.count ?? 0;
  }
}
