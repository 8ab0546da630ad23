import { type HistoryResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import classes from '../usage-history.module.css';
import { seriesColor } from './series-color.js';

type ChartLegendProps = { history: HistoryResponse; showsRemaining: boolean };

export function ChartLegend({ history, showsRemaining }: ChartLegendProps) {
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
      {showsRemaining ? (
        <li>
          <span className={classes.lineSwatch} />
          {t('history.remainingAxis')}
        </li>
      ) : null}
    </ul>
  );
}
