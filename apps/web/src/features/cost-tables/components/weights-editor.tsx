import { type Metric, type SizeWeight } from '@os-credits/contracts';
import { type Dispatch } from 'react';
import { useTranslation } from 'react-i18next';
import { PlainTable } from '../../../shared/staff-ui/index.js';
import { Time } from '../../../shared/time/index.js';
import { type DraftFaults } from '../model/draft-faults.js';
import { weightFields, type Draft, type DraftAction, type WeightRow } from '../model/draft.js';
import classes from '../cost-tables.module.css';
import { Cell } from './cell.js';
import { useFaultText } from './fault-text.js';
import { shownMetrics } from './rates-editor.js';
import { GroupHead, RemoveCell } from './sheet-parts.js';

type WeightsEditorProps = {
  draft: Draft;
  /** As saved, with the times when they were set. */
  saved: readonly SizeWeight[];
  faults: DraftFaults;
  metrics: readonly Metric[];
  dispatch: Dispatch<DraftAction>;
};

/** Size weights by metric: what a machine up to a size counts for. */
export function WeightsEditor({ draft, saved, faults, metrics, dispatch }: WeightsEditorProps) {
  const { t } = useTranslation('rules');
  return (
    <div className={classes.sheet}>
      <PlainTable label={t('editor.weights')}>
        <thead data-empty={draft.weights.length === 0}>
          <tr>
            <th scope="col" data-number>
              {t('editor.threshold')}
            </th>
            <th scope="col" data-number>
              {t('editor.weight')}
            </th>
            <th scope="col">{t('editor.setAt')}</th>
            <th scope="col">
              <span className={classes.hidden}>{t('editor.remove')}</span>
            </th>
          </tr>
        </thead>
        {shownMetrics(metrics, draft).map((metric) => (
          <tbody key={metric.name}>
            <GroupHead
              metric={metric.name}
              addLabel={t('editor.addWeight')}
              addName={t('editor.addWeightOf', { metric: metric.friendlyName })}
              firstCell="value"
              onAdd={() => dispatch({ kind: 'add-weight', metric: metric.name })}
            >
              {metric.friendlyName} <span className={classes.soft}>{metric.unit}</span>
            </GroupHead>
            {draft.weights
              .filter((row) => row.metric === metric.name)
              .map((row, index) => (
                <WeightRowEditor
                  key={row.key}
                  row={row}
                  number={index + 1}
                  metricName={metric.friendlyName}
                  setAt={saved.find((each) => isSame(each, row))?.setAt ?? null}
                  faults={faults}
                  dispatch={dispatch}
                />
              ))}
          </tbody>
        ))}
      </PlainTable>
    </div>
  );
}

/** A weight keeps its time while neither its threshold nor itself is changed. */
function isSame(saved: SizeWeight, row: WeightRow): boolean {
  return (
    saved.metric === row.metric &&
    saved.value === row.value.trim() &&
    saved.weight === row.weight.trim()
  );
}

type WeightRowEditorProps = {
  row: WeightRow;
  number: number;
  metricName: string;
  setAt: string | null;
  faults: DraftFaults;
  dispatch: Dispatch<DraftAction>;
};

function WeightRowEditor({
  row,
  number,
  metricName,
  setAt,
  faults,
  dispatch,
}: WeightRowEditorProps) {
  const { t } = useTranslation('rules');
  const textOf = useFaultText();
  const place = { metric: metricName, number };
  return (
    <tr data-row={row.key} data-group={row.metric}>
      {weightFields.map((field) => (
        <Cell
          key={field}
          column={field}
          value={row[field]}
          onText={(text) => dispatch({ kind: 'change-weight', key: row.key, field, text })}
          onCells={(cells) => dispatch({ kind: 'paste-weights', key: row.key, field, cells })}
          label={t(`editor.${field}Of`, place)}
          fault={textOf(
            faults[`${row.key}.${field}`] ??
              (field === 'value' ? faults[`${row.key}.metric`] : undefined),
          )}
        >
          {(control) => (
            <input
              {...control}
              type="text"
              inputMode="decimal"
              autoComplete="off"
              data-number
              maxLength={64}
              onChange={(event) =>
                dispatch({
                  kind: 'change-weight',
                  key: row.key,
                  field,
                  text: event.currentTarget.value,
                })
              }
            />
          )}
        </Cell>
      ))}
      <td className={classes.setAt}>
        {setAt === null ? t('editor.setOnSaving') : <Time instant={setAt} style="date-time-zone" />}
      </td>
      <RemoveCell
        label={t('editor.removeWeight', place)}
        onRemove={() => dispatch({ kind: 'remove', key: row.key })}
      />
    </tr>
  );
}
