import { useTranslation } from 'react-i18next';
import { Field } from '../../../shared/staff-ui/index.js';

type ReasonFieldProps = {
  reason: string;
  /** Somebody tried without one. */
  isMissing: boolean;
  onChange: (reason: string) => void;
};

const reasonLengthMax = 1000;

/** Why somebody decides so; kept with the decision. */
export function ReasonField({ reason, isMissing, onChange }: ReasonFieldProps) {
  const { t } = useTranslation('staff');
  return (
    <Field
      label={t('perun.reason')}
      description={t('perun.reasonMeaning')}
      fault={isMissing ? t('parameters.fault.required') : null}
      isRequired
    >
      {(control) => (
        <textarea
          {...control}
          data-autofocus
          rows={3}
          maxLength={reasonLengthMax}
          value={reason}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
