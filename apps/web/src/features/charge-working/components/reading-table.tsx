import { type ChargeResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../charge-working.module.css';

export function ReadingTable({ charge }: { charge: ChargeResponse }) {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <table className={classes.table}>
      <caption>{t('charge.readingsCaption', { unit: charge.readingUnit })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('charge.column.time')}</th>
          <th scope="col">{t('charge.column.counter')}</th>
          <th scope="col" className={classes.wire}>
            {t('charge.column.wire')}
          </th>
        </tr>
      </thead>
      <tbody>
        {charge.readings.map((reading) => (
          <tr key={reading.at}>
            <th scope="row">
              <Time instant={reading.at} style="time" />
            </th>
            <td>{formatExact(reading.value, locale)}</td>
            <td className={classes.wire}>{reading.wire ?? t('charge.wireUnknown')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
