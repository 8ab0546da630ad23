import { type HistoryResponse } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';

/** Rows of the CSV file: exact, unrounded decimals and half-open UTC periods, one header row. */
export function historyCsvRows(
  history: HistoryResponse,
  headings: { from: string; to: string; total: string; remaining: string; credits: string },
): string[][] {
  const header = [
    headings.from,
    headings.to,
    ...history.groups.map((group) => `${group.name} (${headings.credits})`),
    headings.total,
    headings.remaining,
  ];
  const rows = history.buckets.map((bucket) => [
    bucket.from,
    bucket.to,
    ...history.groups.map((group) => bucket.credits[group.key] ?? '0'),
    bucket.total,
    bucket.remainingAtEnd,
  ]);
  return [header, ...rows];
}

export type HistorySummary = {
  highest: HistoryResponse['buckets'][number] | null;
  topGroup: { name: string; credits: string } | null;
};

/** What one sentence about a history needs: the period with the most use, the group with the most. */
export function historySummary(history: HistoryResponse): HistorySummary {
  const used = history.buckets.filter((bucket) => !Decimal.of(bucket.total).isZero());
  const highest = used.reduce<HistoryResponse['buckets'][number] | null>(
    (top, bucket) =>
      top === null || Decimal.of(bucket.total).compare(Decimal.of(top.total)) > 0 ? bucket : top,
    null,
  );
  const sums = history.groups.map((group) => ({
    name: group.name,
    credits: Decimal.sum(
      history.buckets.map((bucket) => Decimal.of(bucket.credits[group.key] ?? '0')),
    ),
  }));
  const top = sums.reduce<(typeof sums)[number] | null>(
    (best, each) => (best === null || each.credits.compare(best.credits) > 0 ? each : best),
    null,
  );
  return {
    highest,
    topGroup:
      top && !top.credits.isZero() ? { name: top.name, credits: top.credits.toString() } : null,
  };
}

export type ChartRow = {
  from: string;
  isOpen: boolean;
  values: Record<string, number>;
};

/**
 * Rows for drawing. Pixels are not amounts, so numbers are enough here and only here.
 *
 * @param extraBuckets starts of buckets to come, which have no bars
 */
export function chartRows(
  history: HistoryResponse,
  extraBuckets: readonly string[] = [],
): ChartRow[] {
  const rows = history.buckets.map((bucket) => ({
    from: bucket.from,
    isOpen: bucket.isOpen,
    values: Object.fromEntries(
      history.groups.map((group) => [group.key, Number(bucket.credits[group.key] ?? '0')]),
    ),
  }));
  return [...rows, ...extraBuckets.map((from) => ({ from, isOpen: false, values: {} }))];
}
