import { type HistoryResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatTime } from '../../../shared/time/index.js';
import { type AccountOutlook } from '../model/account-outlook.js';
import classes from '../usage-history.module.css';
import { seriesColor } from './series-color.js';

type ChartLegendProps = {
  history: HistoryResponse;
  /** What is drawn on the right axis, null while it is switched off. */
  outlook: AccountOutlook | null;
};

export function ChartLegend({ history, outlook }: ChartLegendProps) {
  const { t } = useTranslation();
  return (
    <ul className={classes.legend}>
      {history.groups.map((group, index) => (
        <li key={group.key}>
          <span className={classes.swatch} style={{ background: seriesColor(index) }} />
          {group.name}
        </li>
      ))}
      {history.buckets.some((bucket) => bucket.isOpen) ? (
        <li>
          <span className={`${classes.swatch} ${classes.openSwatch}`} />
          {t('history.openBucket')}
        </li>
      ) : null}
      {outlook ? <OutlookLegend outlook={outlook} /> : null}
    </ul>
  );
}

function OutlookLegend({ outlook }: { outlook: AccountOutlook }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { forecast, line, thresholds } = outlook;
  return (
    <>
      <li>
        <span className={classes.lineSwatch} />
        {t('history.remainingAxis')}
      </li>
      {line.added.length > 0 ? (
        <li>
          <span className={classes.addedSwatch} />
          {t('history.added')}
        </li>
      ) : null}
      {forecast ? (
        <li>
          <span className={classes.forecastSwatch} />
          {t('history.forecast', {
            count: forecast.windowDays,
            date: formatTime({ instant: forecast.exhaustedAt, style: 'date', locale }),
          })}
        </li>
      ) : null}
      {thresholds.length > 0 ? (
        <li>
          <span className={classes.thresholdSwatch} />
          {t('history.thresholds')}
        </li>
      ) : null}
    </>
  );
}
