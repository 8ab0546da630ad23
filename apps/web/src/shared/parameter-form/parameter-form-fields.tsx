import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useLocalized } from '../jobs/index.js';
import { browserZone } from '../time/index.js';
import { CheckField, Field } from '../staff-ui/index.js';
import { type ParameterControl, type ParameterField } from './model/parameter-fields.js';
import { type ParameterFault } from './model/parameter-values.js';
import { ParameterControlInput } from './parameter-control-input.js';
import classes from './parameter-form.module.css';
import { useOptionTitle } from './use-option-title.js';
import { type ParameterForm } from './use-parameter-form.js';

/** The fields of a job's parameters, in the reader's language. */
export function ParameterFormFields({ form }: { form: ParameterForm }) {
  const { t } = useTranslation('staff');
  if (form.fields.length === 0) return <p className={classes.none}>{t('parameters.none')}</p>;
  return (
    <Stack gap="lg">
      {form.fields.map((field) => (
        <ParameterFormField key={field.name} field={field} form={form} />
      ))}
    </Stack>
  );
}

type ParameterFormFieldProps = { field: ParameterField; form: ParameterForm };

function ParameterFormField({ field, form }: ParameterFormFieldProps) {
  const { t } = useTranslation('staff');
  const localized = useLocalized();
  const faultText = useFaultText();
  const input = form.inputs[field.name] ?? '';
  const fault = form.faults[field.name];
  const label = localized(field.title);
  const description = field.description ? localized(field.description) : undefined;
  if (field.control.kind === 'switch') {
    return (
      <CheckField
        label={label}
        description={description}
        isChecked={input === true}
        onChange={(isChecked) => form.set(field.name, isChecked)}
      />
    );
  }
  if (field.control.kind === 'choices') {
    return (
      <Choices
        label={label}
        description={description}
        control={field.control}
        chosen={Array.isArray(input) ? (input as readonly string[]) : []}
        fault={fault ? faultText(fault) : null}
        onChange={(chosen) => form.set(field.name, chosen)}
      />
    );
  }
  // Where something stands already, the hint would only ask for doubt.
  const isOptional = !field.isRequired && field.defaultValue === undefined;
  const hint =
    field.control.kind === 'instant'
      ? t('parameters.zone', { zone: browserZone })
      : field.control.kind === 'texts'
        ? t('parameters.onePerLine')
        : field.control.kind === 'json'
          ? t('parameters.json')
          : undefined;
  return (
    <Field
      label={label}
      description={[description, hint].filter(Boolean).join(' ')}
      fault={fault ? faultText(fault) : null}
      isRequired={field.isRequired}
      mark={isOptional ? t('parameters.optional') : undefined}
    >
      {(control) => (
        <ParameterControlInput
          field={field}
          control={control}
          text={typeof input === 'string' ? input : ''}
          form={form}
        />
      )}
    </Field>
  );
}

type ChoicesProps = {
  label: string;
  description: string | undefined;
  control: Extract<ParameterControl, { kind: 'choices' }>;
  chosen: readonly string[];
  fault: string | null;
  onChange: (chosen: readonly string[]) => void;
};

function Choices({ label, description, control, chosen, fault, onChange }: ChoicesProps) {
  const titleOfOption = useOptionTitle();
  return (
    <fieldset className={classes.choices}>
      <legend>{label}</legend>
      {description ? <p className={classes.description}>{description}</p> : null}
      {control.options.map((option) => (
        <CheckField
          key={option}
          label={titleOfOption(control, option)}
          isChecked={chosen.includes(option)}
          onChange={(isChecked) =>
            onChange(
              control.options.filter((each) =>
                each === option ? isChecked : chosen.includes(each),
              ),
            )
          }
        />
      ))}
      {fault === null ? null : (
        <p role="alert" className={classes.fault}>
          {fault}
        </p>
      )}
    </fieldset>
  );
}

function useFaultText(): (fault: ParameterFault) => string {
  const { t } = useTranslation('staff');
  return (fault) => {
    if (fault.reason === 'refused') return fault.text;
    if ('limit' in fault) return t(`parameters.fault.${fault.reason}`, { limit: fault.limit });
    return t(`parameters.fault.${fault.reason}`);
  };
}
