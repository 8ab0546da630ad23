import { invalidRequest } from '../../../platform/problems/index.js';
import { type HistoryBucket } from './portal.ports.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How much one answer may hold; more would be slow to draw and to read. */
const SPAN_DAYS_MAX: Readonly<Record<HistoryBucket, number>> = { hour: 62, day: 800, month: 3660 };

export interface Bucket {
  readonly from: string;
  readonly to: string;
}

/**
 * The whole buckets that cover `[from, to)`, oldest first.
 *
 * @throws DomainError `invalid-request` where the range is empty or too long for the bucket size
 */
export function bucketsOf(from: string, to: string, bucket: HistoryBucket): Bucket[] {
  const fromMs = Date.parse(from);
  const toMs = Date.parse(to);
  if (fromMs >= toMs) throw fault('/query/to', 'empty-range', 'must be later than from');
  const days = SPAN_DAYS_MAX[bucket];
  if (toMs - fromMs > days * DAY_MS) {
    const hint = bucket === 'month' ? '' : `; take ${bucket === 'hour' ? 'day' : 'month'} buckets`;
    const detail = `is more than ${days} days after from, the most for ${bucket} buckets${hint}`;
    throw fault('/query/to', 'range-too-long', detail);
  }
  const buckets: Bucket[] = [];
  for (let startMs = startOf(fromMs, bucket); startMs < toMs;) {
    const endMs = endOf(startMs, bucket);
    buckets.push({ from: new Date(startMs).toISOString(), to: new Date(endMs).toISOString() });
    startMs = endMs;
  }
  return buckets;
}

function startOf(ms: number, bucket: HistoryBucket): number {
  if (bucket === 'month') {
    const date = new Date(ms);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  }
  const length = bucket === 'hour' ? HOUR_MS : DAY_MS;
  return Math.floor(ms / length) * length;
}

function endOf(startMs: number, bucket: HistoryBucket): number {
  if (bucket !== 'month') return startMs + (bucket === 'hour' ? HOUR_MS : DAY_MS);
  const date = new Date(startMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

function fault(pointer: string, code: string, detail: string): Error {
  return invalidRequest([{ pointer, code, detail }]);
}
