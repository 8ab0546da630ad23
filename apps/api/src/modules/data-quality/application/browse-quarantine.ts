import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  type ListQuarantineResponse,
  type listQuarantineQuery,
  type QuarantinedReading,
  type QuarantineGroupsResponse,
  type quarantineGroupsQuery,
} from '@os-credits/contracts';
import { decodeCursor, encodeCursor } from '../../../platform/http/index.js';
import { explainDetail } from './explain-detail.js';
import { QuarantineRepository, type QuarantinedRow } from './quarantine.ports.js';

const GROUPS_MAX = 500;
const idKey = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/** What is in quarantine, reading by reading and in groups. */
@Injectable()
export class BrowseQuarantine {
  constructor(private readonly repository: QuarantineRepository) {}

  async list(query: z.output<typeof listQuarantineQuery>): Promise<ListQuarantineResponse> {
    const { status, limit, cursor, ...selection } = query;
    const rows = await this.repository.list({
      status,
      selection,
      beforeId: decodeCursor(cursor, idKey)?.[0] ?? null,
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const hasMore = rows.length > limit && last !== undefined;
    return { items: page.map(toApi), nextCursor: hasMore ? encodeCursor([last.id]) : null };
  }

  async groups(query: z.output<typeof quarantineGroupsQuery>): Promise<QuarantineGroupsResponse> {
    const { status, by, ...selection } = query;
    const dimensions = [...new Set(by)];
    const { groups, totalCount } = await this.repository.groups({
      status,
      selection,
      by: dimensions,
      limit: GROUPS_MAX + 1,
    });
    return {
      by: dimensions,
      groups: groups.slice(0, GROUPS_MAX).map((group) => ({
        ...group,
        exampleExplanation: explainDetail(group.exampleDetail),
      })),
      totalCount,
      isComplete: groups.length <= GROUPS_MAX,
    };
  }
}

function toApi(row: QuarantinedRow): QuarantinedReading {
  const { resolvedAt, resolvedBy, resolutionReason, releaseOutcome, ...reading } = row;
  return {
    ...reading,
    explanation: explainDetail(row.detail),
    canRelease: [row.project, row.site, row.metric, row.at, row.value].every(
      (part) => part !== null,
    ),
    resolution:
      resolvedAt === null
        ? null
        : {
            at: resolvedAt,
            by: resolvedBy ?? '',
            reason: resolutionReason,
            outcome: releaseOutcome,
          },
  };
}
