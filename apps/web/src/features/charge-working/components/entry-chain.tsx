import { type ChargeResponse } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { Time } from '../../../shared/time/index.js';
import classes from '../charge-working.module.css';

/** The ledger entries that the charge was posted with: the first, then corrections by late readings. */
export function EntryChain({ charge }: { charge: ChargeResponse }) {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <ol className={classes.chain}>
      {charge.entries.map((entry, index) => (
        <li key={entry.id}>
          <span>
            {entry.isOpen
              ? t('charge.entryOpen')
              : t(index === 0 ? 'charge.entryFirst' : 'charge.entryCorrection', { id: entry.id })}
            {entry.postedAt ? (
              <span className={classes.posted}>
                <Time instant={entry.postedAt} style="date-time-zone" />
              </span>
            ) : null}
          </span>
          <span className={classes.chainAmount}>{formatExact(entry.credits, locale)}</span>
        </li>
      ))}
    </ol>
  );
}
