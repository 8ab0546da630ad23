import { type CreditRulesContext, type Metric } from '@os-credits/contracts';
import { type Dispatch } from 'react';
import { useTranslation } from 'react-i18next';
import { PlainTable } from '../../../shared/staff-ui/index.js';
import { type DraftFaults } from '../model/draft-faults.js';
import { type Draft, type DraftAction } from '../model/draft.js';
import classes from '../cost-tables.module.css';
import { useFaultText } from './fault-text.js';
import { RateRowEditor } from './rate-row-editor.js';
import { GroupHead } from './sheet-parts.js';

type RatesEditorProps = {
  draft: Draft;
  faults: DraftFaults;
  metrics: readonly Metric[];
  sites: CreditRulesContext['sites'];
  dispatch: Dispatch<DraftAction>;
};

/** Rates by metric: the general one, and those of single sites and projects. */
export function RatesEditor({ draft, faults, metrics, sites, dispatch }: RatesEditorProps) {
  const { t } = useTranslation('rules');
  const textOf = useFaultText();
  return (
    <>
      <p className={classes.hint}>{t('editor.keys')}</p>
      <div className={classes.sheet}>
        <PlainTable label={t('editor.rates')}>
          <thead data-empty={draft.rates.length === 0}>
            <tr>
              <th scope="col">{t('editor.site')}</th>
              <th scope="col">{t('editor.project')}</th>
              <th scope="col" data-number>
                {t('editor.rate')}
              </th>
              <th scope="col">
                <span className={classes.hidden}>{t('editor.remove')}</span>
              </th>
            </tr>
          </thead>
          {shownMetrics(metrics, draft).map((metric) => {
            const rows = draft.rates.filter((row) => row.metric === metric.name);
            return (
              <tbody key={metric.name}>
                <GroupHead
                  metric={metric.name}
                  addLabel={t('editor.addRate')}
                  addName={t('editor.addRateOf', { metric: metric.friendlyName })}
                  firstCell="rate"
                  onAdd={() => dispatch({ kind: 'add-rate', metric: metric.name })}
                >
                  {metric.friendlyName}{' '}
                  <span className={classes.soft}>
                    {metric.unit} · {metric.name}
                  </span>
                  {rows.length === 0 ? (
                    <span className={classes.notBilled}>{t('editor.notBilled')}</span>
                  ) : null}
                </GroupHead>
                {rows.map((row, index) => (
                  <RateRowEditor
                    key={row.key}
                    row={row}
                    number={index + 1}
                    metricName={metric.friendlyName}
                    unit={metric.unit}
                    sites={sites}
                    scopeFault={textOf(faults[`${row.key}.scope`] ?? faults[`${row.key}.metric`])}
                    siteFault={textOf(faults[`${row.key}.site`])}
                    projectFault={textOf(faults[`${row.key}.project`])}
                    rateFault={textOf(faults[`${row.key}.rate`])}
                    dispatch={dispatch}
                  />
                ))}
              </tbody>
            );
          })}
        </PlainTable>
      </div>
    </>
  );
}

/** Metrics that can be billed, and those that the draft has rows of though they are over. */
export function shownMetrics(
  metrics: readonly Metric[],
  { rates, weights }: Pick<Draft, 'rates' | 'weights'>,
): readonly Metric[] {
  const used = new Set([...rates, ...weights].map((row) => row.metric));
  return metrics.filter(({ name, isActive }) => isActive || used.has(name));
}
