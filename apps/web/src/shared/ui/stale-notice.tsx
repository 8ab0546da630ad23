import { IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../i18n/index.js';
import { formatTime } from '../time/index.js';
import classes from './states.module.css';

type StaleNoticeProps = { updatedAtMs: number; onRetry: () => void };

/** Says that what is shown could not be refreshed, and since when. */
export function StaleNotice({ updatedAtMs, onRetry }: StaleNoticeProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const time = formatTime({
    instant: new Date(updatedAtMs).toISOString(),
    style: 'date-time-zone',
    locale,
  });
  return (
    <div className={classes.stale} role="status">
      <IconClockExclamation size={18} aria-hidden />
      <span>{t('state.stale', { time })}</span>
      <button type="button" className={classes.copy} onClick={onRetry}>
        {t('error.retry')}
      </button>
    </div>
  );
}
