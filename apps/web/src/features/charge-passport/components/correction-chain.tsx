import { type ChargePassport } from '@os-credits/contracts';
import { Decimal } from '@os-credits/credits';
import { useTranslation } from 'react-i18next';
import { formatExact, Quantity } from '../../../shared/amounts/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { PlainTable } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { RouterAnchor } from '../../../shared/ui/index.js';
import classes from '../charge-passport.module.css';

type CorrectionChainProps = { charge: ChargePassport; isStaff: boolean };

/** The entries that make up the charge and those that undid parts of it, with what is left. */
export function CorrectionChain({ charge, isStaff }: CorrectionChainProps) {
  const { t } = useTranslation('account');
  const locale = useLocale();
  const sum = Decimal.sum(charge.corrections.map(({ credits }) => Decimal.of(credits)));
  return (
    <PlainTable label={t('passport.chainTitle')}>
      <thead>
        <tr>
          <th scope="col">{t('passport.column.entry')}</th>
          <th scope="col">{t('passport.column.cause')}</th>
          <th scope="col">{t('passport.column.posted')}</th>
          <th scope="col" data-number>
            {t('passport.column.quantity')}
          </th>
          <th scope="col" data-number>
            {t('passport.column.credits')}
          </th>
        </tr>
      </thead>
      <tbody>
        {charge.corrections.map((entry) => (
          <tr key={entry.id}>
            <th scope="row">
              {entry.isOpen ? t('passport.openEntry') : entry.id}
              {entry.correctsId === null ? null : (
                <span className={classes.note}>
                  {t('passport.corrects', { id: entry.correctsId })}
                </span>
              )}
            </th>
            <td>
              <Cause entry={entry} isStaff={isStaff} />
            </td>
            <td>{entry.postedAt === null ? '–' : <Time instant={entry.postedAt} />}</td>
            <td data-number>
              {entry.quantity === null ? (
                '–'
              ) : (
                <Quantity value={entry.quantity} unit={charge.unit} />
              )}
            </td>
            <td data-number>{formatExact(entry.credits, locale)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={4}>
            {t('passport.chainSum')}
          </th>
          <td data-number>{formatExact(sum.toString(), locale)}</td>
        </tr>
      </tfoot>
    </PlainTable>
  );
}

type CauseProps = { entry: ChargePassport['corrections'][number]; isStaff: boolean };

function Cause({ entry, isStaff }: CauseProps) {
  const { t } = useTranslation('account');
  const words = t(`passport.cause.${entry.cause}`);
  return (
    <>
      {entry.planId !== null && isStaff ? (
        <RouterAnchor to="/re-rating/$id" params={{ id: entry.planId }}>
          {words}
        </RouterAnchor>
      ) : (
        words
      )}
      {entry.reason === null ? null : <span className={classes.note}>{entry.reason}</span>}
      {entry.actor === null ? null : (
        <span className={classes.note}>{t('passport.by', { name: entry.actor })}</span>
      )}
    </>
  );
}
