import { Stack } from '@mantine/core';
import { type CostTable, type CreditRulesContext, type Metric } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import { formatExact } from '../../../shared/amounts/index.js';
import { metricLabel } from '../../../shared/credit-rules/index.js';
import { useLocale } from '../../../shared/i18n/index.js';
import { PlainTable } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { Panel } from '../../../shared/ui/index.js';
import classes from '../cost-tables.module.css';
import { useScopeText } from './use-scope-text.js';

type CostTableContentProps = {
  table: CostTable;
  context: CreditRulesContext;
  metrics: readonly Metric[];
};

/** Rates and weights to read. */
export function CostTableContent({ table, context, metrics }: CostTableContentProps) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  const scopeText = useScopeText(context.sites);
  return (
    <Stack gap="xl">
      <Panel title={t('editor.rates')} description={t('editor.precedence')}>
        {table.rates.length === 0 ? (
          <p className={classes.soft}>{t('table.noRates')}</p>
        ) : (
          <PlainTable label={t('editor.rates')}>
            <thead>
              <tr>
                <th scope="col">{t('diff.metric')}</th>
                <th scope="col">{t('diff.scope')}</th>
                <th scope="col" data-number>
                  {t('editor.rate')}
                </th>
                <th scope="col">{t('table.unit')}</th>
              </tr>
            </thead>
            <tbody>
              {table.rates.map((row) => {
                const { friendlyName, unit } = metricLabel(metrics, row.metric);
                return (
                  <tr key={JSON.stringify([row.metric, row.site, row.project])}>
                    <th scope="row">{friendlyName}</th>
                    <td>{scopeText(row)}</td>
                    <td data-number>{formatExact(row.rate, locale)}</td>
                    <td>{t('table.perUnit', { unit })}</td>
                  </tr>
                );
              })}
            </tbody>
          </PlainTable>
        )}
      </Panel>
      <Panel title={t('editor.weights')} description={t('editor.weightsMeaning')}>
        {table.weights.length === 0 ? (
          <p className={classes.soft}>{t('table.noWeights')}</p>
        ) : (
          <PlainTable label={t('editor.weights')}>
            <thead>
              <tr>
                <th scope="col">{t('diff.metric')}</th>
                <th scope="col" data-number>
                  {t('editor.threshold')}
                </th>
                <th scope="col" data-number>
                  {t('editor.weight')}
                </th>
                <th scope="col">{t('editor.setAt')}</th>
              </tr>
            </thead>
            <tbody>
              {table.weights.map((row) => (
                <tr key={JSON.stringify([row.metric, row.value])}>
                  <th scope="row">{metricLabel(metrics, row.metric).friendlyName}</th>
                  <td data-number>{formatExact(row.value, locale)}</td>
                  <td data-number>{formatExact(row.weight, locale)}</td>
                  <td>
                    <Time instant={row.setAt} style="date-time-zone" />
                  </td>
                </tr>
              ))}
            </tbody>
          </PlainTable>
        )}
      </Panel>
    </Stack>
  );
}
