import { type CostTableDiff, type CreditRulesContext, type Metric } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { ChangeShare, metricLabel } from '../../../shared/credit-rules/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { PlainTable } from '../../../shared/staff-ui/index.js';
import classes from '../cost-tables.module.css';
import { useScopeText } from './use-scope-text.js';

type DiffTableProps = {
  diff: CostTableDiff;
  /** Also rows that are the same on both sides. */
  showsAll: boolean;
  metrics: readonly Metric[];
  sites: CreditRulesContext['sites'];
};

/** Two cost tables row by row: rates first, then size weights. */
export function DiffTable({ diff, showsAll, metrics, sites }: DiffTableProps) {
  const { t } = useTranslation('rules');
  const rates = diff.rates.filter((row) => showsAll || row.change !== 'same');
  const weights = diff.weights.filter((row) => showsAll || row.change !== 'same');
  const before = diff.from?.title ?? t('diff.noTable');
  if (rates.length + weights.length === 0) {
    return <p className={classes.soft}>{t(diff.isSame ? 'diff.same' : 'diff.nothing')}</p>;
  }
  return (
    <div className={classes.differences}>
      {rates.length === 0 ? null : (
        <PlainTable label={t('diff.rates')}>
          <DiffHead kind="rates" before={before} after={diff.to.title} />
          <RateRows rows={rates} metrics={metrics} sites={sites} />
        </PlainTable>
      )}
      {weights.length === 0 ? null : (
        <PlainTable label={t('diff.weights')}>
          <DiffHead kind="weights" before={before} after={diff.to.title} />
          <WeightRows rows={weights} metrics={metrics} />
        </PlainTable>
      )}
    </div>
  );
}

type DiffHeadProps = { kind: 'rates' | 'weights'; before: string; after: string };

function DiffHead({ kind, before, after }: DiffHeadProps) {
  const { t } = useTranslation('rules');
  return (
    <thead>
      <tr>
        <th scope="col">{t(kind === 'rates' ? 'diff.rateHead' : 'diff.weightHead')}</th>
        <th scope="col">{t(kind === 'rates' ? 'diff.scope' : 'diff.threshold')}</th>
        <th scope="col" data-number>
          {before}
        </th>
        <th scope="col" data-number>
          {after}
        </th>
        <th scope="col" data-number>
          {kind === 'rates' ? t('diff.share') : null}
        </th>
        <th scope="col">{t('diff.change')}</th>
      </tr>
    </thead>
  );
}

type RateRowsProps = {
  rows: CostTableDiff['rates'];
  metrics: readonly Metric[];
  sites: CreditRulesContext['sites'];
};

function RateRows({ rows, metrics, sites }: RateRowsProps) {
  const scopeText = useScopeText(sites);
  return (
    <tbody>
      {rows.map((row) => (
        <tr key={JSON.stringify([row.metric, row.site, row.project])}>
          <th scope="row">{metricLabel(metrics, row.metric).friendlyName}</th>
          <td>{scopeText(row)}</td>
          <Side amount={row.from} />
          <Side amount={row.to} />
          <td data-number>
            <ChangeShare share={row.share} />
          </td>
          <ChangeWord change={row.change} />
        </tr>
      ))}
    </tbody>
  );
}

function WeightRows({
  rows,
  metrics,
}: Pick<RateRowsProps, 'metrics'> & { rows: CostTableDiff['weights'] }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  return (
    <tbody>
      {rows.map((row) => {
        const { friendlyName } = metricLabel(metrics, row.metric);
        return (
          <tr key={JSON.stringify([row.metric, row.value])}>
            <th scope="row">{friendlyName}</th>
            <td>{t('diff.upTo', { value: formatExact(row.value, locale) })}</td>
            <Side amount={row.from} />
            <Side amount={row.to} />
            <td />
            <ChangeWord change={row.change} />
          </tr>
        );
      })}
    </tbody>
  );
}

function Side({ amount }: { amount: string | null }) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  return (
    <td data-number>
      {amount === null ? (
        <span className={classes.soft}>{t('diff.notThere')}</span>
      ) : (
        formatExact(amount, locale)
      )}
    </td>
  );
}

function ChangeWord({ change }: { change: CostTableDiff['rates'][number]['change'] }) {
  const { t } = useTranslation('rules');
  return (
    <td>
      <span className={classes.changeWord} data-change={change}>
        {t(`diff.changes.${change}`)}
      </span>
    </td>
  );
}
