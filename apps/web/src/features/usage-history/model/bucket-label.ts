import { type HistoryResponse } from '@os-credits/contracts';
import { formatTime } from '../../../shared/time/index.js';

type Bucket = HistoryResponse['bucket'];

/** Name of a bucket: hours in the page's zone, days and months as the UTC periods that they are. */
export function bucketLabel(from: string, bucket: Bucket, locale: string): string {
  if (bucket === 'hour') return formatTime({ instant: from, style: 'hour', locale });
  return formatTime({
    instant: from,
    style: bucket === 'day' ? 'date' : 'month',
    locale,
    zone: 'UTC',
  });
}

/** The same, short enough for an axis. */
export function axisLabel(from: string, bucket: Bucket, locale: string): string {
  if (bucket === 'hour') return formatTime({ instant: from, style: 'clock', locale });
  if (bucket === 'month') return formatTime({ instant: from, style: 'month', locale, zone: 'UTC' });
  return formatTime({ instant: from, style: 'date-short', locale, zone: 'UTC' });
}
