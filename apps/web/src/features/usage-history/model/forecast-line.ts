import { type HistoryResponse } from '@os-credits/contracts';
import { type LinePoint } from './remaining-line.js';

/** A straight line from the present to the end of the credits, or to where the axis ends before it. */
export type ForecastLine = {
  from: LinePoint;
  to: LinePoint;
  reachesZero: boolean;
  /** Starts of the empty buckets that the axis is extended by, oldest first. */
  extraBuckets: string[];
};

/** The axis grows by this part of the shown buckets at most: the past is what the chart is for. */
const extensionShare = 0.3;

/**
 * The forecast for a chart that reaches to the present, null when the end is further away than the
 * shown period is long: the line would be flat and say nothing.
 *
 * @param exhaustedAt when nothing remains at the present pace
 */
export function forecastLine(options: {
  history: HistoryResponse;
  present: LinePoint;
  exhaustedAt: string;
  nowMs: number;
}): ForecastLine | null {
  const { history, present, exhaustedAt, nowMs } = options;
  const count = history.buckets.length;
  const last = history.buckets.at(-1);
  if (!last || nowMs < Date.parse(last.from) || nowMs > Date.parse(last.to)) return null;
  const bucketMs = Date.parse(last.to) - Date.parse(last.from);
  const zeroAt = present.position + (Date.parse(exhaustedAt) - nowMs) / bucketMs;
  if (zeroAt <= present.position || zeroAt > 2 * count) return null;
  const extensionMax = Math.max(1, Math.floor(count * extensionShare));
  const extension = Math.min(extensionMax, Math.max(0, Math.ceil(zeroAt) - count));
  const end = Math.min(zeroAt, count + extension);
  const left = (zeroAt - end) / (zeroAt - present.position);
  return {
    from: present,
    to: { position: end, remaining: present.remaining * left },
    reachesZero: end === zeroAt,
    extraBuckets: Array.from({ length: extension }, (_, index) =>
      bucketAfter(last, history.bucket, index),
    ),
  };
}

function bucketAfter(
  last: { from: string; to: string },
  bucket: HistoryResponse['bucket'],
  steps: number,
): string {
  const end = new Date(last.to);
  if (bucket === 'month') {
    return new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + steps, 1)).toISOString();
  }
  const lengthMs = end.getTime() - Date.parse(last.from);
  return new Date(end.getTime() + steps * lengthMs).toISOString();
}
