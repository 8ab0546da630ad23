import { Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { z } from 'zod';
import {
  type HeldCharge,
  type HeldChargeStatus,
  type listHeldChargesQuery,
  type ListHeldChargesResponse,
} from '@os-credits/contracts';
import { Database, type Tx } from '../../../platform/database/index.js';
import { decodeCursor, encodeCursor } from '../../../platform/http/index.js';
import { PriceIntervals, type HeldFilter } from '../../rating/index.js';
import { HeldChargeReader, type HeldChargeKey, type HeldChargeRow } from './held-charges.ports.js';
import { toHeldChargeId } from './held-charge-id.js';

const whole = z.int().min(0);
const pageKey = z.tuple([whole, whole, whole, whole]);

/** Growth that waits for a decision, or had one, with what it costs. */
@Injectable()
export class BrowseHeldCharges {
  constructor(
    private readonly database: Database,
    private readonly reader: HeldChargeReader,
    private readonly prices: PriceIntervals,
  ) {}

  list(query: z.output<typeof listHeldChargesQuery>): Promise<ListHeldChargesResponse> {
    const { status, limit, cursor, ...filter } = query;
    const before = keyOf(decodeCursor(cursor, pageKey));
    return this.database.transaction(
      async (tx) => {
        const rows = await this.reader.list(tx, { status, filter, before, limit: limit + 1 });
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        return {
          items: await this.toItems(tx, page),
          nextCursor:
            rows.length > limit && last !== undefined ? encodeCursor(sortKey(last)) : null,
          total: await this.sum(tx, status, filter),
        };
      },
      { isolation: 'repeatable read', isReadOnly: true },
    );
  }

  /** How many there are under a filter, and what they would cost. */
  total(status: HeldChargeStatus, filter: HeldFilter): Promise<ListHeldChargesResponse['total']> {
    return this.database.transaction((tx) => this.sum(tx, status, filter), {
      isolation: 'repeatable read',
      isReadOnly: true,
    });
  }

  private async toItems(tx: Tx, rows: readonly HeldChargeRow[]): Promise<HeldCharge[]> {
    const priced = await this.prices.run(tx, rows);
    return priced.map(({ interval, credits }) => ({
      id: toHeldChargeId(interval),
      status: interval.status,
      project: interval.project,
      site: interval.site,
      metric: interval.metric,
      metricFriendlyName: interval.metricFriendlyName,
      unit: interval.unit,
      from: interval.from,
      to: interval.to,
      quantity: Decimal.of(interval.quantity).toString(),
      limitPerHour: Decimal.of(interval.limitPerHour).toString(),
      credits: interval.status === 'superseded' ? null : credits.toString(),
      heldAt: interval.heldAt,
      decision:
        interval.decidedAt === null
          ? null
          : {
              at: interval.decidedAt,
              by: interval.decidedBy ?? '',
              reason: interval.decisionReason ?? '',
            },
    }));
  }

  private async sum(
    tx: Tx,
    status: HeldChargeStatus,
    filter: HeldFilter,
  ): Promise<ListHeldChargesResponse['total']> {
    const intervals = await this.reader.intervals(tx, status, filter);
    if (status === 'superseded') return { count: intervals.length, credits: '0' };
    const priced = await this.prices.run(tx, intervals);
    const credits = Decimal.sum(priced.map((one) => one.credits));
    return { count: intervals.length, credits: credits.toString() };
  }
}

function sortKey(row: HeldChargeRow): number[] {
  return [row.toMicros, row.projectId, row.seriesId, row.fromMicros];
}

function keyOf(key: z.output<typeof pageKey> | null): HeldChargeKey | null {
  if (key === null) return null;
  const [toMicros, projectId, seriesId, fromMicros] = key;
  return { toMicros, projectId, seriesId, fromMicros };
}
