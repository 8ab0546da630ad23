import { Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { z } from 'zod';
import {
  exactInstantParameter,
  type DataQualityEvent,
  type listDataQualityEventsQuery,
  type ListDataQualityEventsResponse,
} from '@os-credits/contracts';
import { decodeCursor, encodeCursor } from '../../../platform/http/index.js';
import { DataQualityEvents, type EventRow } from './events.ports.js';

const pageKey = z.tuple([
  exactInstantParameter,
  z.int().min(0).max(1),
  z.string().regex(/^\d{1,18}$/),
]);

/** Resets, gaps and silent sites. */
@Injectable()
export class BrowseEvents {
  constructor(private readonly events: DataQualityEvents) {}

  async list(
    query: z.output<typeof listDataQualityEventsQuery>,
  ): Promise<ListDataQualityEventsResponse> {
    const { status, limit, cursor, ...filter } = query;
    const key = decodeCursor(cursor, pageKey);
    const before = key && { noticedAt: key[0], rank: key[1], id: key[2] };
    const [rows, counts] = await Promise.all([
      this.events.list({ status, filter, before, limit: limit + 1 }),
      this.events.counts(status),
    ]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const hasMore = rows.length > limit && last !== undefined;
    return {
      items: page.map(toApi),
      nextCursor: hasMore ? encodeCursor([last.noticedAt, last.rank, last.id]) : null,
      counts,
    };
  }
}

function toApi(row: EventRow): DataQualityEvent {
  return {
    id: `${row.rank === 1 ? 'site' : 'series'}.${row.id}`,
    kind: row.kind,
    status: row.status,
    project: row.project,
    site: row.site,
    metric: row.metric,
    metricFriendlyName: row.metricFriendlyName,
    from: row.from,
    to: row.to,
    fromValue: row.fromValue && Decimal.of(row.fromValue).toString(),
    toValue: row.toValue && Decimal.of(row.toValue).toString(),
    rhythmSeconds: row.rhythmSeconds === null ? null : Number(row.rhythmSeconds),
    noticedAt: row.noticedAt,
    acknowledgement:
      row.acknowledgedAt === null
        ? null
        : { at: row.acknowledgedAt, by: row.acknowledgedBy ?? '', note: row.note },
  };
}
