import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { type listProjectsQuery, type ListProjectsResponse } from '@os-credits/contracts';
import { Clock } from '../../../platform/clock/index.js';
import { decodeCursor, encodeCursor } from '../../../platform/http/index.js';
import { ProjectListReader, type ProjectListKey, type ProjectListRow } from './portal.ports.js';
import { toSummary, trendStart } from './project-summary.js';
import { type Viewer } from './viewer.js';

const decimal = z.string().regex(/^\d+(\.\d+)?$/);
const attentionKey = z.tuple([z.literal('a'), z.int().min(0).max(1), decimal, z.string()]);
const nameKey = z.tuple([z.literal('n'), z.string()]);

/** Projects a viewer may see, a page at a time. */
@Injectable()
export class ListProjects {
  constructor(
    private readonly reader: ProjectListReader,
    private readonly clock: Clock,
  ) {}

  async run(
    viewer: Viewer,
    query: z.output<typeof listProjectsQuery>,
  ): Promise<ListProjectsResponse> {
    const now = this.clock.now();
    const rows = await this.reader.rows({
      viewer,
      search: query.search,
      status: query.status,
      sort: query.sort,
      after: keyOf(query.sort, query.cursor),
      limit: query.limit + 1,
      trendFrom: trendStart(now),
    });
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => toSummary(row, viewer, now)),
      nextCursor:
        rows.length > page.length && last !== undefined ? cursorOf(query.sort, last) : null,
    };
  }
}

function keyOf(sort: 'attention' | 'name', cursor: string | undefined): ProjectListKey | null {
  if (sort === 'name') {
    const key = decodeCursor(cursor, nameKey);
    return key && { rank: 0, share: '0', name: key[1] };
  }
  const key = decodeCursor(cursor, attentionKey);
  return key && { rank: key[1], share: key[2], name: key[3] };
}

function cursorOf(sort: 'attention' | 'name', row: ProjectListRow): string {
  return encodeCursor(sort === 'name' ? ['n', row.name] : ['a', row.rank, row.share, row.name]);
}
