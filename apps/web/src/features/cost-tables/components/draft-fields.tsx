import { type CreditRulesContext } from '@os-credits/contracts';
import { type Dispatch } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import { Field, InstantControl } from '../../../shared/staff-ui/index.js';
import { browserZone, formatTime, useNow } from '../../../shared/time/index.js';
import { type DraftFaults } from '../model/draft-faults.js';
import { type Draft, type DraftAction } from '../model/draft.js';
import classes from '../cost-tables.module.css';
import { useFaultText } from './fault-text.js';

type DraftFieldsProps = {
  draft: Draft;
  faults: DraftFaults;
  context: CreditRulesContext;
  dispatch: Dispatch<DraftAction>;
};

/** Title, note and when it takes effect. */
export function DraftFields({ draft, faults, context, dispatch }: DraftFieldsProps) {
  const { t } = useTranslation('rules');
  const locale = useLocale();
  const textOf = useFaultText();
  const nowMs = useNow();
  const isPast = draft.effectiveFrom !== '' && Date.parse(draft.effectiveFrom) < nowMs;
  const earliest = formatTime({
    instant: context.accountingStart,
    style: 'date-time-zone',
    locale,
  });
  const change = (field: 'title' | 'note' | 'effectiveFrom', text: string): void =>
    dispatch({ kind: 'text', field, text });
  return (
    <div className={classes.fields}>
      <Field label={t('editor.title')} isRequired fault={textOf(faults['title'])}>
        {(control) => (
          <input
            {...control}
            type="text"
            maxLength={120}
            value={draft.title}
            onChange={(event) => change('title', event.currentTarget.value)}
          />
        )}
      </Field>
      <Field
        className={classes.time}
        label={t('editor.effectiveFrom')}
        description={t('editor.effectiveFromMeaning', { zone: browserZone, earliest })}
        isRequired
        fault={textOf(faults['effectiveFrom'])}
      >
        {(control) => (
          <InstantControl
            control={control}
            value={draft.effectiveFrom}
            onChange={(instant) => change('effectiveFrom', instant)}
          />
        )}
      </Field>
      {isPast ? <p className={classes.past}>{t('editor.past')}</p> : null}
      <Field label={t('editor.note')} fault={textOf(faults['note'])}>
        {(control) => (
          <textarea
            {...control}
            rows={2}
            maxLength={4000}
            value={draft.note}
            onChange={(event) => change('note', event.currentTarget.value)}
          />
        )}
      </Field>
    </div>
  );
}
