import { type CorrectionResponse } from '@os-credits/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../shared/i18n/index.js';
import { formatDecimal } from '../../../shared/amounts/index.js';
import { ConfirmDialog, Field, isReason } from '../../../shared/staff-ui/index.js';
import { type CorrectionTarget } from '../corrections.params.js';
import { type CorrectionBody } from '../corrections.queries.js';
import { amountFault } from '../model/amount-fault.js';
import { needsTypedName, typedNameAbove } from '../model/needs-typed-name.js';
import { useCorrection } from '../use-correction.js';
import { CorrectionFields, type CorrectionDraft } from './correction-fields.js';
import { CorrectionPreview } from './correction-preview.js';

type CorrectionDialogProps = {
  project: string;
  target: CorrectionTarget;
  onPosted: (outcome: CorrectionResponse) => void;
  onClose: () => void;
};

const emptyDraft: CorrectionDraft = {
  direction: 'give',
  amount: '',
  reason: '',
  effectiveAt: '',
  attachment: '',
};

/** First the form, then the server's dry run of exactly what was filled in, then the posting. */
export function CorrectionDialog({ project, target, onPosted, onClose }: CorrectionDialogProps) {
  const { t } = useTranslation('account');
  const isReversal = target !== 'adjustment';
  const { trial, posting } = useCorrection(project, target);
  const [draft, setDraft] = useState(emptyDraft);
  const [isTried, setIsTried] = useState(false);
  const [typedName, setTypedName] = useState('');
  const [isNameTried, setIsNameTried] = useState(false);
  const outcome = trial.data;
  const isNameNeeded = outcome !== undefined && needsTypedName(outcome.entry.credits);
  const isNameMissing = isNameNeeded && typedName !== project;

  const confirm = (): void => {
    if (outcome === undefined) {
      setIsTried(true);
      const isFilled = isReason(draft.reason) && (isReversal || amountFault(draft.amount) === null);
      if (isFilled) trial.mutate(bodyOf(draft, isReversal));
      return;
    }
    setIsNameTried(true);
    if (!isNameMissing) posting.mutate(trial.variables, { onSuccess: onPosted });
  };
  const backToForm = (): void => {
    posting.reset();
    trial.reset();
    setTypedName('');
    setIsNameTried(false);
  };
  return (
    <ConfirmDialog
      title={
        isReversal
          ? t('corrections.reversalTitle', { id: target, project })
          : t('corrections.adjustmentTitle', { project })
      }
      confirmLabel={t(outcome === undefined ? 'corrections.preview' : 'corrections.post')}
      isDangerous={outcome?.entry.credits.startsWith('-') ?? false}
      isPending={trial.isPending || posting.isPending}
      error={outcome === undefined ? trial.error : posting.error}
      onConfirm={confirm}
      onClose={onClose}
    >
      {outcome === undefined ? (
        <>
          <p>{t(isReversal ? 'corrections.reversalText' : 'corrections.adjustmentText')}</p>
          <CorrectionFields
            draft={draft}
            isReversal={isReversal}
            isTried={isTried}
            onChange={(next) => setDraft({ ...draft, ...next })}
          />
        </>
      ) : (
        <CorrectionPreview outcome={outcome} onChange={backToForm} />
      )}
      {isNameNeeded ? (
        <TypedName
          project={project}
          value={typedName}
          isMissing={isNameTried && isNameMissing}
          onChange={setTypedName}
        />
      ) : null}
    </ConfirmDialog>
  );
}

type TypedNameProps = {
  project: string;
  value: string;
  isMissing: boolean;
  onChange: (name: string) => void;
};

/** Large amounts are confirmed by typing whose account it is. */
function TypedName({ project, value, isMissing, onChange }: TypedNameProps) {
  const { t } = useTranslation('account');
  const locale = useLocale();
  return (
    <Field
      label={t('corrections.typeName', { project })}
      description={t('corrections.typeNameText', {
        limit: formatDecimal(typedNameAbove, 0, locale),
      })}
      isRequired
      fault={isMissing ? t('corrections.typeNameFault') : null}
    >
      {(control) => (
        <input
          {...control}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

function bodyOf(draft: CorrectionDraft, isReversal: boolean): CorrectionBody {
  const attachment = draft.attachment.trim();
  const sign = draft.direction === 'take' ? '-' : '';
  return {
    ...(isReversal ? {} : { credits: sign + draft.amount.trim() }),
    reason: draft.reason.trim(),
    ...(draft.effectiveAt === '' ? {} : { effectiveAt: draft.effectiveAt }),
    attachment: attachment === '' ? null : attachment,
  };
}
