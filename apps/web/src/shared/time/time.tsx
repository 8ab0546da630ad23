import { useLocale } from '../i18n/index.js';
import { formatRelative, formatTime } from './format-time.js';
import { useNow } from './use-now.js';

type TimeProps = {
  instant: string;
  style?: Parameters<typeof formatTime>[0]['style'];
  zone?: string;
};

/** An absolute time in the page's zone (or the one given), machine-readable beneath. */
export function Time({ instant, style = 'date-time', zone }: TimeProps) {
  const locale = useLocale();
  return (
    <time dateTime={instant}>
      {formatTime({ instant, style, locale, ...(zone ? { zone } : {}) })}
    </time>
  );
}

/** "3 minutes ago": an extra beside an absolute time, never instead of it. */
export function RelativeTime({ instant }: { instant: string }) {
  const locale = useLocale();
  const nowMs = useNow();
  return <>{formatRelative({ instant, nowMs, locale })}</>;
}
