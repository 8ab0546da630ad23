import { type ProjectDetail } from '@os-credits/contracts';
import { IconAlertCircle, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatShare, shareLevel } from '../../../shared/amounts/index.js';
import { forecastOf } from '../../../shared/forecast/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatTime, useNow } from '../../../shared/time/index.js';
import classes from './share-banner.module.css';

const icons = {
  notice: IconInfoCircle,
  warning: IconAlertTriangle,
  exhausted: IconAlertCircle,
};

/** Silent below 80 % used; from there one banner with share, consequence and date. */
export function ShareBanner({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const forecast = forecastOf(project, useNow());
  const level = shareLevel(project.shareUsed);
  if (level === 'quiet' || level === 'no-grant' || project.shareUsed === null) return null;
  const Icon = icons[level];
  const date =
    forecast.kind === 'date'
      ? formatTime({ instant: forecast.exhaustedAt, style: 'date', locale })
      : null;
  return (
    <div className={classes.banner} data-level={level}>
      <Icon size={20} aria-hidden />
      <p>
        <strong>
          {t(`balance.banner.${level}`, { share: formatShare(project.shareUsed, locale) })}
        </strong>{' '}
        {date ? t('balance.banner.until', { date }) : null}{' '}
        {level === 'exhausted' ? t('balance.banner.goesOn') : null}
      </p>
    </div>
  );
}
