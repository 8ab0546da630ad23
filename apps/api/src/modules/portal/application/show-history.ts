import { Injectable } from '@nestjs/common';
import { Decimal } from '@os-credits/credits';
import { type HistoryQuery, type HistoryResponse } from '@os-credits/contracts';
import { bucketsOf, type Bucket } from './buckets.js';
import { projectNotFound } from './portal.errors.js';
import { HistoryReader, type HistoryRow } from './portal.ports.js';
import { plain } from './project-summary.js';
import { type Viewer } from './viewer.js';

@Injectable()
export class ShowHistory {
  constructor(private readonly reader: HistoryReader) {}

  async run(viewer: Viewer, name: string, query: HistoryQuery): Promise<HistoryResponse> {
    const buckets = bucketsOf(query.from, query.to, query.bucket);
    const from = buckets[0]?.from ?? query.from;
    const to = buckets.at(-1)?.to ?? query.to;
    const { bucket, by } = query;
    const rows = await this.reader.rows({ viewer, name, from, to, bucket, by });
    const opening = rows.find((row) => row.part === 'opening');
    if (opening === undefined) throw projectNotFound(name);
    const filled = fillBuckets(buckets, rows, Decimal.of(opening.credits), by);
    const total = Decimal.sum(filled.map((filledBucket) => Decimal.of(filledBucket.total)));
    return {
      project: name,
      from,
      to,
      bucket,
      by,
      groups: groupsOf(rows),
      buckets: filled,
      total: total.toString(),
    };
  }
}

function groupsOf(rows: readonly HistoryRow[]): HistoryResponse['groups'] {
  const groups = new Map<string, HistoryResponse['groups'][number]>();
  for (const { groupKey: key, groupName, unit } of rows) {
    if (key !== null) groups.set(key, { key, name: groupName ?? key, unit });
  }
  return [...groups.values()].sort((a, b) => a.key.localeCompare(b.key, 'en'));
}

/** Every bucket, also those in which nothing happened, with the balance carried from one to the next. */
function fillBuckets(
  buckets: readonly Bucket[],
  rows: readonly HistoryRow[],
  opening: Decimal,
  by: 'metric' | 'site',
): HistoryResponse['buckets'] {
  const byStart = Map.groupBy(rows, (row) => row.bucket);
  let balance = opening;
  return buckets.map(({ from, to }) => {
    const inside = byStart.get(from) ?? [];
    const uses = inside.filter((row) => row.part === 'use');
    const others = inside.filter((row) => row.part === 'other');
    const total = sumOf(uses);
    balance = balance.minus(total).plus(sumOf(others));
    return {
      from,
      to,
      credits: byGroup(uses, (row) => row.credits),
      quantity: by === 'metric' ? byGroup(uses, (row) => row.quantity ?? '0') : {},
      total: total.toString(),
      remainingAtEnd: balance.toString(),
      isOpen: uses.some((row) => row.isOpen),
    };
  });
}

function sumOf(rows: readonly HistoryRow[]): Decimal {
  return Decimal.sum(rows.map((row) => Decimal.of(row.credits)));
}

function byGroup(
  rows: readonly HistoryRow[],
  amountOf: (row: HistoryRow) => string,
): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [row.groupKey ?? '', plain(amountOf(row))]));
}
