import { type HistoryResponse } from '@os-credits/contracts';
import { type UsageHistoryParams } from '../usage-history.params.js';

type Bucket = HistoryResponse['bucket'];

/** Half-open `[from, to)` in UTC, aligned to whole buckets, so that a query key lasts a bucket long. */
export type HistoryRange = { from: string; to: string; bucket: Bucket };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const presetDays = { '24h': 1, '7d': 7, '30d': 30, '90d': 90, '1y': 365 } as const;
const presetBuckets = {
  '24h': 'hour',
  '7d': 'day',
  '30d': 'day',
  '90d': 'day',
  '1y': 'month',
} as const;

/** The longest range, in days, that a bucket is offered for: beyond it bars are thinner than a pixel. */
const daysMax: Record<Bucket, number> = { hour: 14, day: 400, month: 4000 };

/** Turns the address into a range; a custom one that ends before it begins falls back to 30 days. */
export function historyRange(params: UsageHistoryParams, nowMs: number): HistoryRange {
  const { fromMs, toMs, automatic } = limitsOf(params, nowMs);
  const days = (toMs - fromMs) / dayMs;
  const wanted = params.bucket === 'auto' ? automatic : params.bucket;
  const bucket = days > daysMax[wanted] ? automatic : wanted;
  return {
    from: iso(floorTo(fromMs, bucket)),
    to: iso(ceilTo(Math.min(toMs, nowMs), bucket)),
    bucket,
  };
}

/** Buckets that make sense for the chosen range. */
export function bucketsOffered(params: UsageHistoryParams, nowMs: number): Bucket[] {
  const { fromMs, toMs } = limitsOf(params, nowMs);
  const days = (toMs - fromMs) / dayMs;
  return (['hour', 'day', 'month'] as const).filter((bucket) => days <= daysMax[bucket]);
}

type Limits = { fromMs: number; toMs: number; automatic: Bucket };

function limitsOf(params: UsageHistoryParams, nowMs: number): Limits {
  if (params.range === 'custom' && params.from !== undefined && params.to !== undefined) {
    const fromMs = Date.parse(params.from);
    const toMs = Date.parse(params.to) + dayMs;
    if (fromMs < toMs && fromMs < nowMs)
      return { fromMs, toMs, automatic: automaticFor(fromMs, toMs) };
  }
  const preset = params.range === 'custom' ? '30d' : params.range;
  const fromMs =
    preset === '24h'
      ? ceilTo(nowMs, 'hour') - dayMs
      : ceilTo(nowMs, 'day') - presetDays[preset] * dayMs;
  return { fromMs, toMs: nowMs, automatic: presetBuckets[preset] };
}

function automaticFor(fromMs: number, toMs: number): Bucket {
  const days = (toMs - fromMs) / dayMs;
  if (days <= 3) return 'hour';
  return days <= 190 ? 'day' : 'month';
}

function floorTo(ms: number, bucket: Bucket): number {
  if (bucket === 'hour') return Math.floor(ms / hourMs) * hourMs;
  if (bucket === 'day') return Math.floor(ms / dayMs) * dayMs;
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function ceilTo(ms: number, bucket: Bucket): number {
  const floor = floorTo(ms, bucket);
  if (floor === ms) return ms;
  if (bucket === 'hour') return floor + hourMs;
  if (bucket === 'day') return floor + dayMs;
  const date = new Date(floor);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
