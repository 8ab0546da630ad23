import { type ProjectDetail } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { formatDecimal, formatExact } from '../../../shared/amounts/index.js';
import { useConfig } from '../../../shared/api/session.queries.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { balanceSum, postedExact } from '../model/balance-sum.js';
import classes from './balance-equation.module.css';

/** granted − used (posted) − used (running hour) = remaining, written like a sum on paper. */
export function BalanceEquation({ project }: { project: ProjectDetail }) {
  const { t } = useTranslation();
  const { precision } = useConfig();
  const sum = balanceSum(project, precision);
  return (
    <table className={classes.sum}>
      <caption>{t('balance.sumCaption')}</caption>
      <tbody>
        <Term label={t('balance.granted')} shown={sum.granted} exact={project.granted} />
        <Term
          sign="−"
          label={t('balance.posted')}
          swatch="posted"
          shown={sum.posted}
          exact={postedExact(project)}
        />
        <Term
          sign="−"
          label={t('balance.open')}
          swatch="open"
          shown={sum.open}
          exact={project.usedOpen}
        />
        <Term
          sign="="
          isTotal
          label={t('balance.remaining')}
          shown={sum.remaining}
          exact={project.remaining}
        />
      </tbody>
    </table>
  );
}

type TermProps = {
  sign?: '−' | '=';
  label: string;
  swatch?: 'posted' | 'open';
  shown: string;
  exact: string;
  isTotal?: boolean;
};

function Term({ sign, label, swatch, shown, exact, isTotal = false }: TermProps) {
  const { precision } = useConfig();
  const locale = useLocale();
  return (
    <tr className={isTotal ? classes.total : undefined}>
      <td className={classes.sign}>{sign}</td>
      <th scope="row">
        {swatch ? <span className={classes.swatch} data-kind={swatch} aria-hidden /> : null}
        {label}
      </th>
      <td className={classes.amount} title={formatExact(exact, locale)}>
        {formatDecimal(shown, precision, locale)}
      </td>
    </tr>
  );
}
