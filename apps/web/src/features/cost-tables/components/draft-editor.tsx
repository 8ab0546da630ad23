import { Stack } from '@mantine/core';
import { type CostTable, type CreditRulesContext, type Metric } from '@os-credits/contracts';
import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import {
  ConfirmDialog,
  FailureNote,
  GuardedButton,
  SavedMark,
  useRefusal,
} from '../../../shared/staff-ui/index.js';
import { Panel } from '../../../shared/ui/index.js';
import classes from '../cost-tables.module.css';
import { inputOf } from '../model/draft.js';
import { useFocusOnFault } from '../use-focus-on-fault.js';
import { useDraftEditor } from '../use-draft-editor.js';
import { conflictIn, CostTableConflict } from './cost-table-conflict.js';
import { DraftFields } from './draft-fields.js';
import { RatesEditor } from './rates-editor.js';
import { WeightsEditor } from './weights-editor.js';

type DraftEditorProps = {
  /** The version that is edited; null for a new draft. */
  table: CostTable | null;
  context: CreditRulesContext;
  metrics: readonly Metric[];
  /** The version that was just saved; the editor begins anew with it. */
  savedVersion?: number | null;
  onSaved: (table: CostTable) => void;
  /** Begin anew with a version that somebody else saved. */
  onTaken?: (table: CostTable) => void;
};

const hourMs = 3_600_000;

/** Everything of a draft, edited and saved as one; leaving with unsaved changes asks first. */
export function DraftEditor({
  table,
  context,
  metrics,
  savedVersion = null,
  onSaved,
  onTaken,
}: DraftEditorProps) {
  const { t } = useTranslation('rules');
  const refusal = useRefusal()('credit-rules:write');
  const nextHour = new Date(Math.ceil(Date.parse(context.now) / hourMs) * hourMs).toISOString();
  const editor = useDraftEditor({ table, firstEffectiveFrom: nextHour, onSaved });
  const { draft, dispatch, faults, save } = editor;
  const isAtRisk = editor.isChanged && !save.isSuccess;
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isAtRisk && current.pathname !== next.pathname,
    enableBeforeUnload: () => isAtRisk,
    withResolver: true,
  });
  const other = conflictIn(save.error);
  const form = useFocusOnFault(editor.tries, save.error);
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        editor.submit();
      }}
    >
      <Stack gap="xl">
        <Panel title={t('editor.about')}>
          <DraftFields draft={draft} faults={faults} context={context} dispatch={dispatch} />
        </Panel>
        <Panel title={t('editor.rates')} description={t('editor.ratesMeaning')}>
          <RatesEditor
            draft={draft}
            faults={faults}
            metrics={metrics}
            sites={context.sites}
            dispatch={dispatch}
          />
        </Panel>
        <Panel title={t('editor.weights')} description={t('editor.weightsMeaning')}>
          <WeightsEditor
            draft={draft}
            saved={table?.weights ?? []}
            faults={faults}
            metrics={metrics}
            dispatch={dispatch}
          />
        </Panel>
        {other ? (
          <CostTableConflict
            {...other}
            mine={inputOf(draft)}
            metrics={metrics}
            sites={context.sites}
            onTakeTheirs={() => onTaken?.(other.theirs)}
            onSaveMine={() => editor.submit(other.theirs.version)}
            isSaving={save.isPending}
          />
        ) : (
          <FailureNote error={editor.error} />
        )}
        <div className={classes.saveBar}>
          <GuardedButton
            type="submit"
            refusal={refusal ?? (table && !editor.isChanged ? t('editor.nothingToSave') : null)}
            loading={save.isPending}
          >
            {t(table ? 'editor.save' : 'editor.create')}
          </GuardedButton>
          {editor.isTried && editor.hasFaults ? (
            <p className={classes.saveFault} role="alert">
              {t('editor.hasFaults')}
            </p>
          ) : editor.isChanged ? (
            <p className={classes.hint}>{t('editor.unsaved')}</p>
          ) : savedVersion === null ? null : (
            <SavedMark>{t('editor.saved', { version: savedVersion })}</SavedMark>
          )}
        </div>
      </Stack>
      {blocker.status === 'blocked' ? (
        <ConfirmDialog
          title={t('editor.leaveTitle')}
          confirmLabel={t('editor.leave')}
          isDangerous
          isPending={false}
          error={null}
          onConfirm={blocker.proceed}
          onClose={blocker.reset}
        >
          <p>{t('editor.leaveText')}</p>
        </ConfirmDialog>
      ) : null}
    </form>
  );
}
