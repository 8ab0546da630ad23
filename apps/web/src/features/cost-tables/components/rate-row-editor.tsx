import { type CreditRulesContext } from '@os-credits/contracts';
import { memo, type Dispatch } from 'react';
import { useTranslation } from 'react-i18next';
import { type DraftAction, type RateField, type RateRow } from '../model/draft.js';
import { Cell } from './cell.js';
import { ProjectInput } from './project-input.js';
import { RemoveCell } from './sheet-parts.js';

type RateRowEditorProps = {
  row: RateRow;
  /** Which rate of its metric it is, from 1. */
  number: number;
  metricName: string;
  unit: string;
  sites: CreditRulesContext['sites'];
  scopeFault: string | null;
  siteFault: string | null;
  projectFault: string | null;
  rateFault: string | null;
  dispatch: Dispatch<DraftAction>;
};

/** One rate: for which site and project, and how much. Memoised, because a table may have thousands. */
export const RateRowEditor = memo(function RateRowEditor({
  row,
  number,
  metricName,
  unit,
  sites,
  scopeFault,
  siteFault,
  projectFault,
  rateFault,
  dispatch,
}: RateRowEditorProps) {
  const { t } = useTranslation('rules');
  const place = { metric: metricName, number };
  /** Sites are pasted by the name that is shown, which stands in the first column. */
  const siteNamesIn = (cells: string[][], field: RateField): string[][] =>
    field !== 'site'
      ? cells
      : cells.map(([site = '', ...others]) => [
          site === t('scope.everySite')
            ? ''
            : (sites.find(({ displayName }) => displayName === site)?.name ?? site),
          ...others,
        ]);
  const cell = (field: RateField) => ({
    column: field,
    value: row[field],
    onText: (text: string): void => dispatch({ kind: 'change-rate', key: row.key, field, text }),
    onCells: (cells: string[][]): void =>
      dispatch({ kind: 'paste-rates', key: row.key, field, cells: siteNamesIn(cells, field) }),
  });
  const isKnownSite = row.site === '' || sites.some(({ name }) => name === row.site);
  return (
    <tr data-row={row.key} data-group={row.metric}>
      <Cell {...cell('site')} label={t('editor.siteOf', place)} fault={siteFault ?? scopeFault}>
        {(control) => (
          <select {...control} onChange={(event) => cell('site').onText(event.currentTarget.value)}>
            <option value="">{t('scope.everySite')}</option>
            {sites.map(({ name, displayName }) => (
              <option key={name} value={name}>
                {displayName ?? name}
              </option>
            ))}
            {isKnownSite ? null : <option value={row.site}>{row.site}</option>}
          </select>
        )}
      </Cell>
      <Cell {...cell('project')} label={t('editor.projectOf', place)} fault={projectFault}>
        {(control) => (
          <ProjectInput
            {...control}
            placeholder={t('scope.everyProject')}
            onText={cell('project').onText}
          />
        )}
      </Cell>
      <Cell {...cell('rate')} label={t('editor.rateOf', { ...place, unit })} fault={rateFault}>
        {(control) => (
          <input
            {...control}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            data-number
            maxLength={64}
            onChange={(event) => cell('rate').onText(event.currentTarget.value)}
          />
        )}
      </Cell>
      <RemoveCell
        label={t('editor.removeRate', place)}
        onRemove={() => dispatch({ kind: 'remove', key: row.key })}
      />
    </tr>
  );
});
