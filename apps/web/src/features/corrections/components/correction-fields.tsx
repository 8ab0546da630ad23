import { useTranslation } from 'react-i18next';
import { Field, InstantControl, ReasonField } from '../../../shared/staff-ui/index.js';
import { browserZone } from '../../../shared/time/index.js';
import { ChoiceGroup } from '../../../shared/ui/index.js';
import classes from '../corrections.module.css';
import { amountFault } from '../model/amount-fault.js';

/** What the form holds, as typed. */
export type CorrectionDraft = {
  direction: 'give' | 'take';
  amount: string;
  reason: string;
  /** '' for now. */
  effectiveAt: string;
  attachment: string;
};

type CorrectionFieldsProps = {
  draft: CorrectionDraft;
  isReversal: boolean;
  isTried: boolean;
  onChange: (next: Partial<CorrectionDraft>) => void;
};

const attachmentLengthMax = 20_000;

/** Give or take, how much, why, from when, and a text that belongs to it. */
export function CorrectionFields({ draft, isReversal, isTried, onChange }: CorrectionFieldsProps) {
  const { t } = useTranslation('account');
  const { t: staff } = useTranslation('staff');
  return (
    <>
      {isReversal ? null : <AmountFields draft={draft} isTried={isTried} onChange={onChange} />}
      <ReasonField
        description={t('corrections.reasonText')}
        value={draft.reason}
        isTried={isTried}
        onChange={(reason) => onChange({ reason })}
      />
      <Field
        label={t('corrections.effectiveAt')}
        mark={staff('parameters.optional')}
        description={t(
          isReversal ? 'corrections.effectiveReversalText' : 'corrections.effectiveAtText',
          { zone: browserZone },
        )}
      >
        {(control) => (
          <InstantControl
            control={control}
            value={draft.effectiveAt}
            onChange={(effectiveAt) => onChange({ effectiveAt })}
          />
        )}
      </Field>
      <Field
        label={t('corrections.attachment')}
        mark={staff('parameters.optional')}
        description={t('corrections.attachmentText')}
      >
        {(control) => (
          <textarea
            {...control}
            rows={3}
            maxLength={attachmentLengthMax}
            value={draft.attachment}
            onChange={(event) => onChange({ attachment: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}

type AmountFieldsProps = Pick<CorrectionFieldsProps, 'draft' | 'isTried' | 'onChange'>;

function AmountFields({ draft, isTried, onChange }: AmountFieldsProps) {
  const { t } = useTranslation('account');
  const fault = amountFault(draft.amount);
  // An empty field is no fault before somebody tried; what is typed wrong is told at once.
  const isTold = isTried || fault !== 'required';
  return (
    <div className={classes.amount}>
      <ChoiceGroup
        label={t('corrections.direction')}
        value={draft.direction}
        options={(['give', 'take'] as const).map((value) => ({
          value,
          label: t(`corrections.directions.${value}`),
        }))}
        onChange={(direction) => onChange({ direction })}
      />
      <Field
        label={t(`corrections.amount.${draft.direction}`)}
        description={t('corrections.amountText')}
        isRequired
        fault={fault !== null && isTold ? t(`corrections.fault.${fault}`) : null}
      >
        {(control) => (
          <input
            {...control}
            data-autofocus
            inputMode="decimal"
            autoComplete="off"
            maxLength={64}
            value={draft.amount}
            onChange={(event) => onChange({ amount: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}
