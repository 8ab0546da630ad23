import { Injectable } from '@nestjs/common';
import type {
  listReRatingPlansQuery,
  ListReRatingPlansResponse,
  reRatingEntriesQuery,
  ReRatingEntriesResponse,
  reRatingProjectsQuery,
  ReRatingProjectsResponse,
  reRatingReadingsQuery,
  ReRatingReadingsResponse,
} from '@os-credits/contracts';
import { z } from 'zod';
import { Database } from '../../../platform/database/index.js';
import { decodeCursor, encodeCursor } from '../../../platform/http/index.js';
import type { Actor } from '../../audit/index.js';
import { planNotFound } from './re-rating.errors.js';
import { ReRatingPlans } from './re-rating-plans.js';
import { ReRatingRepository } from './re-rating.ports.js';

const planKey = z.tuple([z.string(), z.string()]);
const projectKey = z.tuple([z.string(), z.int()]);
const readingKey = z.tuple([z.int(), z.string()]);
const entryKey = z.tuple([z.string(), z.int(), z.int()]);

/** Lists of plans and of what they change, page by page. */
@Injectable()
export class ReRatingQueries {
  constructor(
    private readonly database: Database,
    private readonly repository: ReRatingRepository,
    private readonly plans: ReRatingPlans,
  ) {}

  async list(
    query: z.output<typeof listReRatingPlansQuery>,
    viewer: Actor,
  ): Promise<ListReRatingPlansResponse> {
    const after = decodeCursor(query.cursor, planKey);
    const found = await this.repository.list(
      this.database,
      { state: query.state ?? null, cause: query.cause ?? null },
      { limit: query.limit + 1, after },
    );
    const plans = found.slice(0, query.limit).map((listed) => this.plans.seenBy(viewer, listed));
    return {
      plans,
      nextCursor: nextCursor(found, query.limit, ({ plan }) => [plan.createdAt, plan.id]),
    };
  }

  async projects(
    id: string,
    query: z.output<typeof reRatingProjectsQuery>,
  ): Promise<ReRatingProjectsResponse> {
    await this.requirePlan(id);
    const after = decodeCursor(query.cursor, projectKey);
    const found = await this.repository.projects(this.database, id, query.search ?? null, {
      limit: query.limit + 1,
      after,
    });
    return {
      projects: found
        .slice(0, query.limit)
        .map(({ project, oldCredits, newCredits, difference, entryCount }) => ({
          project,
          oldCredits,
          newCredits,
          difference,
          entryCount,
        })),
      nextCursor: nextCursor(found, query.limit, (row) => [row.difference, row.id]),
    };
  }

  async entries(
    id: string,
    query: z.output<typeof reRatingEntriesQuery>,
  ): Promise<ReRatingEntriesResponse> {
    await this.requirePlan(id);
    const after = decodeCursor(query.cursor, entryKey);
    const found = await this.repository.entries(this.database, id, query.project, {
      limit: query.limit + 1,
      after,
    });
    return {
      entries: found.slice(0, query.limit).map((row) => ({
        site: row.site,
        metric: row.metric,
        unit: row.unit,
        hour: row.hour,
        costTable: { id: row.costTableId, title: row.costTableTitle },
        rate: row.rate,
        quantity: row.quantity,
        credits: row.credits,
      })),
      nextCursor: nextCursor(found, query.limit, (row) => [
        row.hour,
        row.seriesId,
        row.costTableId,
      ]),
    };
  }

  async readings(
    id: string,
    query: z.output<typeof reRatingReadingsQuery>,
  ): Promise<ReRatingReadingsResponse> {
    await this.requirePlan(id);
    const after = decodeCursor(query.cursor, readingKey);
    const found = await this.repository.readings(this.database, id, {
      limit: query.limit + 1,
      after,
    });
    return {
      readings: found.slice(0, query.limit).map((row) => row.reading),
      nextCursor: nextCursor(found, query.limit, (row) => [row.seriesId, row.reading.at]),
    };
  }

  private async requirePlan(id: string): Promise<void> {
    if ((await this.repository.find(this.database, id)) === null) throw planNotFound(id);
  }
}

/** A page was asked for with one row more than it shows; that row says that there is a next page. */
function nextCursor<Row>(
  found: readonly Row[],
  limit: number,
  keyOf: (row: Row) => (string | number)[],
): string | null {
  const last = found[limit - 1];
  return found.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null;
}
