import { type ProjectDetail } from '@os-credits/contracts';
import { Link } from '@tanstack/react-router';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDecimal, formatExact } from '../../../shared/amounts/index.js';
import { useConfig } from '../../../shared/api/session.queries.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { balanceSum, postedExact } from '../model/balance-sum.js';
import classes from './balance-equation.module.css';

type BalanceEquationProps = { project: ProjectDetail; onRunningHourOpen: () => void };

/** granted − used (posted) − used (running hour) = remaining, a sum as on paper that leads to its charges. */
export function BalanceEquation({ project, onRunningHourOpen }: BalanceEquationProps) {
  const { t } = useTranslation();
  const { precision } = useConfig();
  const sum = balanceSum(project, precision);
  return (
    <div>
      <table className={classes.sum}>
        <caption>{t('balance.sumCaption')}</caption>
        <tbody>
          <Term label={t('balance.granted')} shown={sum.granted} exact={project.granted} />
          <Term
            sign="−"
            label={
              <Link
                from="/projects/$name"
                to="."
                search={(current) => current}
                hash="statement"
                resetScroll={false}
                onClick={scrollToStatement}
              >
                {t('balance.posted')}
              </Link>
            }
            swatch="posted"
            shown={sum.posted}
            exact={postedExact(project)}
          />
          <Term
            sign="−"
            label={
              <button type="button" onClick={onRunningHourOpen}>
                {t('balance.open')}
              </button>
            }
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
      <p className={classes.origin}>{t('balance.origin')}</p>
    </div>
  );
}

/** The router moves only where the address does, so not at a second press. */
function scrollToStatement(): void {
  document.getElementById('statement')?.scrollIntoView();
}

type TermProps = {
  sign?: '−' | '=';
  label: ReactNode;
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
