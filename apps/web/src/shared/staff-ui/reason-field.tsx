import { useTranslation } from 'react-i18next';
import { Field } from './field.js';

/** The least that the API takes for a reason. */
const lengthMin = 3;

type ReasonFieldProps = {
  /** What the reason is kept for. */
  description: string;
  value: string;
  /** Somebody tried to go on; from then on an empty reason is told. */
  isTried: boolean;
  onChange: (reason: string) => void;
};

/** Why something is done: mandatory, kept for ever. */
export function ReasonField({ description, value, isTried, onChange }: ReasonFieldProps) {
  const { t } = useTranslation('staff');
  return (
    <Field
      label={t('reason.label')}
      description={description}
      isRequired
      fault={isTried && !isReason(value) ? t('reason.required') : null}
    >
      {(control) => (
        <textarea
          {...control}
          rows={3}
          maxLength={1000}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** True where the API would take it. */
export function isReason(text: string): boolean {
  return text.trim().length >= lengthMin && /[\p{L}\p{N}]/u.test(text);
}
