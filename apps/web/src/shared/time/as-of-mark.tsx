import { IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../i18n/index.js';
import { freshnessOf } from './freshness.js';
import { formatTime } from './format-time.js';
import classes from './as-of-mark.module.css';
import { useNow } from './use-now.js';

/** "complete to …", small, beside a balance: what a number counts is part of the number. */
export function AsOfMark({ asOf }: { asOf: string | null }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const nowMs = useNow();
  const freshness = freshnessOf(asOf, nowMs);
  return (
    <span className={classes.mark} data-freshness={freshness}>
      {freshness === 'fresh' ? null : <IconClockExclamation size={14} aria-hidden />}
      {asOf === null ? (
        t('balance.completeUnknown')
      ) : (
        <time dateTime={asOf}>
          {t('balance.completeTo', {
            time: formatTime({
              instant: asOf,
              style: isToday(asOf, nowMs) ? 'clock' : 'hour',
              locale,
            }),
          })}
        </time>
      )}
    </span>
  );
}

/** The day is only said where it is another than the reader's. */
function isToday(instant: string, nowMs: number): boolean {
  return new Date(instant).toDateString() === new Date(nowMs).toDateString();
}
