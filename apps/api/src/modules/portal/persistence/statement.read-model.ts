import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../../platform/database/index.js';
import {
  StatementReader,
  type DayRow,
  type EntryRow,
  type StatementRequest,
} from '../application/portal.ports.js';
import { DAY_LINES_SQL } from './statement-days.sql.js';
import { ENTRY_LINES_SQL } from './statement-entries.sql.js';

/** A row that only says that the project exists has no kind. */
type OrNoLine<Row extends { kind: unknown }> = Omit<Row, 'kind'> & { kind: Row['kind'] | null };

/** The account as a statement, newest first, with the running balance. */
@Injectable()
export class StatementReadModel extends StatementReader {
  constructor(private readonly database: Database) {
    super();
  }

  entries(request: StatementRequest): Promise<EntryRow[] | null> {
    return this.lines<EntryRow>(ENTRY_LINES_SQL, request);
  }

  days(request: StatementRequest): Promise<DayRow[] | null> {
    return this.lines<DayRow>(DAY_LINES_SQL, request);
  }

  private async lines<Row extends { kind: unknown }>(
    sql: string,
    request: StatementRequest,
  ): Promise<Row[] | null> {
    const rows = await this.database.query<OrNoLine<Row>>(sql, valuesOf(request));
    if (rows.length === 0) return null;
    return rows.filter((row): row is Row & OrNoLine<Row> => row.kind !== null);
  }
}

function valuesOf({ viewer, name, from, to, before, limit }: StatementRequest): SqlValue[] {
  return [
    viewer.seesAll,
    [...viewer.leads, ...viewer.memberOf],
    name,
    from,
    to,
    before?.at ?? null,
    before?.rank ?? null,
    before?.id ?? null,
    before?.subId ?? null,
    limit,
  ];
}
