import { IconClock, IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import {
  browserZone,
  formatTime,
  freshnessOf,
  RelativeTime,
  useNow,
} from '../../../shared/time/index.js';
import classes from './as-of.module.css';

/** "Complete to …": absolute, in a named zone, with the distance as an extra; amber when old. */
export function AsOf({ asOf }: { asOf: string | null }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const freshness = freshnessOf(asOf, useNow());
  const Icon = freshness === 'stale' ? IconClockExclamation : IconClock;
  return (
    <p className={classes.asOf} data-freshness={freshness}>
      <Icon size={17} aria-hidden />
      <span>
        {asOf === null ? (
          t('balance.asOfUnknown')
        ) : (
          <>
            <time dateTime={asOf}>
              {t('balance.asOf', {
                time: formatTime({ instant: asOf, style: 'date-time-zone', locale }),
              })}
            </time>
            {' · '}
            <RelativeTime instant={asOf} />
            {freshness === 'stale' ? ` · ${t('balance.stale')}` : null}
          </>
        )}
      </span>
      <span className={classes.zone}>{t('balance.zone', { zone: browserZone })}</span>
    </p>
  );
}
