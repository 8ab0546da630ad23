import { type CreditRulesContext, type Metric } from '@os-credits/contracts';
import { useTranslation } from 'react-i18next';
import {
  FailureNote,
  GuardedButton,
  ReasonField,
  SavedMark,
  useRefusal,
  ValueTree,
  VersionConflict,
} from '../../../shared/staff-ui/index.js';
import classes from '../metrics.module.css';
import { formOf, inputOf, metricDifferences } from '../model/metric-form.js';
import { useMetricEditor } from '../use-metric-editor.js';
import { MetricFields } from './metric-fields.js';

type MetricEditorProps = {
  /** The version that is edited; null for a new metric. */
  metric: Metric | null;
  context: CreditRulesContext;
  /** The version that was just saved; the form begins anew with it. */
  savedVersion?: number | null;
  onSaved: (metric: Metric) => void;
  onTaken?: (metric: Metric) => void;
};

/** All that defines a metric. What cannot change any more stands there with the reason. */
export function MetricEditor({
  metric,
  context,
  savedVersion = null,
  onSaved,
  onTaken,
}: MetricEditorProps) {
  const { t } = useTranslation('rules');
  const refusal = useRefusal()('credit-rules:write');
  const editor = useMetricEditor({ metric, context, onSaved });
  const { conflict, form } = editor;
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        editor.submit();
      }}
    >
      <MetricFields
        form={form}
        faults={editor.faults}
        locked={metric?.locked ?? []}
        units={context.units}
        isRated={metric?.lastReadingAt != null}
        isReadOnly={refusal !== null}
        onChange={editor.change}
      />
      {metric === null || refusal !== null ? null : (
        <ReasonField
          description={t('metric.reason')}
          value={editor.reason}
          isTried={editor.isTried}
          onChange={editor.setReason}
        />
      )}
      {conflict ? (
        <VersionConflict
          changedBy={conflict.conflict.changedBy}
          changedAt={conflict.conflict.changedAt}
          rows={metricDifferences(inputOf(form), inputOf(formOf(conflict.theirs, []))).map(
            ({ field, mine, theirs }) => ({
              key: field,
              label: t(`metric.${field}`),
              mine: <ValueTree value={mine} />,
              theirs: <ValueTree value={theirs} />,
            }),
          )}
          onTakeTheirs={() => onTaken?.(conflict.theirs)}
          onSaveMine={() => editor.submit(conflict.theirs.version)}
          isSaving={editor.save.isPending}
        />
      ) : (
        <FailureNote error={editor.error} />
      )}
      <div className={classes.save}>
        <GuardedButton
          type="submit"
          refusal={refusal ?? (metric && !editor.isChanged ? t('editor.nothingToSave') : null)}
          loading={editor.save.isPending}
        >
          {t(metric ? 'metric.save' : 'metric.create')}
        </GuardedButton>
        {savedVersion === null || editor.isChanged ? null : (
          <SavedMark>{t('editor.saved', { version: savedVersion })}</SavedMark>
        )}
      </div>
    </form>
  );
}
