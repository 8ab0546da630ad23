import { type HistoryResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { type TooltipContentProps } from 'recharts';
import { Amount } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { bucketLabel } from '../model/bucket-label.js';
import classes from '../usage-history.module.css';

type ChartTooltipProps = Partial<TooltipContentProps> & { history: HistoryResponse };

/** The amounts of one bucket, taken from the answer itself and not from the drawn numbers. */
export function ChartTooltip({ history, active, label }: ChartTooltipProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const bucket = history.buckets.find((each) => each.from === label);
  if (!active || !bucket) return null;
  return (
    <div className={classes.tooltip}>
      <p className={classes.tooltipTitle}>
        {bucketLabel(bucket.from, history.bucket, locale)}
        {bucket.isOpen ? ` · ${t('history.openBucket')}` : null}
      </p>
      <table>
        <tbody>
          {history.groups.map((group) => (
            <tr key={group.key}>
              <th scope="row">{group.name}</th>
              <td>
                <Amount value={bucket.credits[group.key] ?? '0'} />
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('history.total')}</th>
            <td>
              <Amount value={bucket.total} />
            </td>
          </tr>
          <tr>
            <th scope="row">{t('history.remaining')}</th>
            <td>
              <Amount value={bucket.remainingAtEnd} />
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
