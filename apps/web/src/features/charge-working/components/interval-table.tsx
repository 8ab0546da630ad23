import { type ChargeResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../charge-working.module.css';

/** What lies between neighbouring readings, and the part of it that this hour bears. */
export function IntervalTable({ charge }: { charge: ChargeResponse }) {
  const { t } = useTranslation();
  const locale = useLocale();
  if (charge.intervals.length === 0) return null;
  return (
    <table className={classes.table}>
      <caption>{t('charge.intervalsCaption', { unit: charge.unit })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('charge.column.interval')}</th>
          <th scope="col">{t('charge.column.growth')}</th>
          <th scope="col">{t('charge.column.share')}</th>
        </tr>
      </thead>
      <tbody>
        {charge.intervals.map((interval) => (
          <tr key={interval.from}>
            <th scope="row">
              <Time instant={interval.from} style="time" />
              {' – '}
              <Time instant={interval.to} style="time" />
              {interval.isReset ? (
                <span className={classes.tag}>{t('charge.resetTag')}</span>
              ) : null}
              {interval.isSplit ? (
                <span className={classes.tag}>{t('charge.splitTag')}</span>
              ) : null}
            </th>
            <td>{formatExact(interval.growth, locale)}</td>
            <td>{formatExact(interval.share, locale)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('charge.quantity')}</th>
          <td />
          <td>{formatExact(charge.quantity, locale)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
