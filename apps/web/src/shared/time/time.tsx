import { useTranslation } from 'react-i18next';
import { formatRelative, formatTime } from './format-time.js';
import { useNow } from './use-now.js';

type TimeProps = {
  instant: string;
  style?: Parameters<typeof formatTime>[0]['style'];
  zone?: string;
};

/** An absolute time in the page's zone (or the one given), machine-readable beneath. */
export function Time({ instant, style = 'date-time', zone }: TimeProps) {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return (
    <time dateTime={instant}>
      {formatTime({ instant, style, language, ...(zone ? { zone } : {}) })}
    </time>
  );
}

/** "3 minutes ago": an extra beside an absolute time, never instead of it. */
export function RelativeTime({ instant }: { instant: string }) {
  const { i18n } = useTranslation();
  const nowMs = useNow();
  return <>{formatRelative({ instant, nowMs, language: i18n.language })}</>;
}
