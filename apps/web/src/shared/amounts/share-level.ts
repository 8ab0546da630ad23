import { Decimal } from '@os-credits/credits';

/** How loud a used share is: quiet below 80 %, then louder, the same marks as the mails use. */
export type ShareLevel = 'no-grant' | 'quiet' | 'notice' | 'warning' | 'exhausted';

const noticeFrom = Decimal.of('0.8');
const warningFrom = Decimal.of('0.95');
const exhaustedFrom = Decimal.of('1');

/** Level of `used / granted`; null means that nothing was granted. */
export function shareLevel(shareUsed: string | null): ShareLevel {
  if (shareUsed === null) return 'no-grant';
  const share = Decimal.of(shareUsed);
  if (share.compare(exhaustedFrom) >= 0) return 'exhausted';
  if (share.compare(warningFrom) >= 0) return 'warning';
  if (share.compare(noticeFrom) >= 0) return 'notice';
  return 'quiet';
}
