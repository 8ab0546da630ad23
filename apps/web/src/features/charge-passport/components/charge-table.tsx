import { type LedgerEntry } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { Amount, Quantity } from '../../../shared/amounts/index.js';
import { hourOfCharge } from '../../../shared/charges/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { PlainTable } from '../../../shared/staff-ui/index.js';
import { formatTime } from '../../../shared/time/index.js';
import { RouterAnchor } from '../../../shared/ui/index.js';
import classes from '../charge-passport.module.css';

export type ChargeEntry = Omit<LedgerEntry, 'charge'> & {
  charge: NonNullable<LedgerEntry['charge']>;
};

type ChargeTableProps = { project: string; charges: readonly ChargeEntry[] };

/** Charges by hour, each a link to its passport. */
export function ChargeTable({ project, charges }: ChargeTableProps) {
  const { t } = useTranslation();
  const { t: words } = useTranslation('account');
  return (
    <PlainTable label={words('bar.title')}>
      <thead>
        <tr>
          <th scope="col">{t('statement.column.hour')}</th>
          <th scope="col">{t('statement.column.what')}</th>
          <th scope="col" data-number>
            {t('statement.column.quantity')}
          </th>
          <th scope="col" data-number>
            {t('statement.column.credits')}
          </th>
          <th scope="col">{words('passport.link')}</th>
        </tr>
      </thead>
      <tbody>
        {charges.map((entry) => (
          <ChargeRow key={entry.id} project={project} entry={entry} />
        ))}
      </tbody>
    </PlainTable>
  );
}

function ChargeRow({ project, entry }: { project: string; entry: ChargeEntry }) {
  const { t } = useTranslation();
  const { t: words } = useTranslation('account');
  const locale = useLocale();
  const { charge, credits, isOpen } = entry;
  const hour = formatTime({ instant: hourOfCharge(charge.chargeId), style: 'hour', locale });
  const what = t('statement.charge', { metric: charge.metricFriendlyName, site: charge.site });
  return (
    <tr>
      <th scope="row" className={classes.hour}>
        {hour}
      </th>
      <td>
        {what}
        {isOpen ? ` · ${t('statement.open')}` : null}
      </td>
      <td data-number>
        <Quantity value={charge.quantity} unit={charge.unit} />
      </td>
      <td data-number>
        <Amount value={credits} signed />
      </td>
      <td>
        <RouterAnchor
          to="/projects/$name/charges/$id"
          params={{ name: project, id: charge.chargeId }}
          aria-label={words('passport.linkOf', { what, hour })}
        >
          {words('passport.link')}
        </RouterAnchor>
      </td>
    </tr>
  );
}
