import { type CreditRulesContext, type Metric } from '@os-credits/contracts';
import { IconLock } from '@tabler/icons-react';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  Field,
  FieldPair,
  InstantControl,
  type ControlProps,
} from '../../../shared/staff-ui/index.js';
import { browserZone } from '../../../shared/time/index.js';
import classes from '../metrics.module.css';
import { type MetricFaults, type MetricField, type MetricForm } from '../model/metric-form.js';
import { ResetPolicyChoice } from './reset-policy-choice.js';

type MetricFieldsProps = {
  form: MetricForm;
  faults: MetricFaults;
  locked: Metric['locked'];
  units: CreditRulesContext['units'];
  /** Readings came in: changes hold from now on only. */
  isRated: boolean;
  isReadOnly: boolean;
  onChange: (next: Partial<MetricForm>) => void;
};

export function MetricFields(props: MetricFieldsProps) {
  const { form, units, isRated, isReadOnly, onChange } = props;
  const { t } = useTranslation('rules');
  const readingUnits = units.find(({ unit }) => unit === form.unit)?.readingUnits ?? [];
  const text = (field: 'name' | 'friendlyName' | 'plausibleMaxPerHour', lengthMax: number) =>
    function TextControl(control: ControlProps & { disabled: boolean }): ReactNode {
      return (
        <input
          {...control}
          type="text"
          autoComplete="off"
          spellCheck={false}
          maxLength={lengthMax}
          value={form[field]}
          onChange={(event) => onChange({ [field]: event.currentTarget.value })}
        />
      );
    };
  return (
    <>
      <FieldPair>
        <MetricField {...props} field="friendlyName" isRequired>
          {text('friendlyName', 60)}
        </MetricField>
        <MetricField {...props} field="name" isRequired>
          {text('name', 200)}
        </MetricField>
      </FieldPair>
      <MetricField {...props} field="description">
        {(control) => (
          <textarea
            {...control}
            rows={2}
            maxLength={2000}
            value={form.description}
            onChange={(event) => onChange({ description: event.currentTarget.value })}
          />
        )}
      </MetricField>
      <FieldPair>
        <MetricField {...props} field="unit" isRequired>
          {(control) => (
            <select
              {...control}
              value={form.unit}
              onChange={(event) => {
                const unit = event.currentTarget.value;
                const next = units.find((each) => each.unit === unit)?.readingUnits[0];
                onChange({ unit, readingUnit: next ?? unit });
              }}
            >
              <Options values={units.map(({ unit }) => unit)} present={form.unit} />
            </select>
          )}
        </MetricField>
        <MetricField {...props} field="readingUnit" isRequired>
          {(control) => (
            <select
              {...control}
              value={form.readingUnit}
              onChange={(event) => onChange({ readingUnit: event.currentTarget.value })}
            >
              <Options values={readingUnits} present={form.readingUnit} />
            </select>
          )}
        </MetricField>
      </FieldPair>
      <ResetPolicyChoice
        value={form.resetPolicy}
        isDisabled={isReadOnly}
        onChange={(resetPolicy) => onChange({ resetPolicy })}
      />
      <MetricField {...props} field="plausibleMaxPerHour">
        {text('plausibleMaxPerHour', 64)}
      </MetricField>
      <FieldPair>
        {(['activeFrom', 'activeTo'] as const).map((field) => (
          <MetricField key={field} {...props} field={field} zone={browserZone}>
            {(control) => (
              <InstantControl
                control={control}
                value={form[field]}
                onChange={(instant) => onChange({ [field]: instant })}
              />
            )}
          </MetricField>
        ))}
      </FieldPair>
      {isRated ? <p className={classes.warning}>{t('metric.fromNowOn')}</p> : null}
    </>
  );
}

function Options({ values, present }: { values: readonly string[]; present: string }) {
  const all = values.includes(present) ? values : [present, ...values];
  return all.map((value) => (
    <option key={value} value={value}>
      {value}
    </option>
  ));
}

type MetricFieldProps = Omit<MetricFieldsProps, 'units' | 'isRated'> & {
  field: Exclude<MetricField, 'resetPolicy'>;
  isRequired?: boolean;
  zone?: string;
  children: (control: ControlProps & { disabled: boolean }) => ReactNode;
};

/** One field with its meaning; locked, with the reason in the place of the meaning. */
function MetricField({
  field,
  faults,
  locked,
  isReadOnly,
  isRequired = false,
  zone = '',
  children,
}: MetricFieldProps) {
  const { t } = useTranslation('rules');
  const lock = locked.find((each) => each.field === field);
  const fault = faults[field];
  return (
    <Field
      label={t(`metric.${field}`)}
      isRequired={isRequired}
      description={
        lock ? (
          <span className={classes.locked}>
            <IconLock size={15} aria-hidden />
            <span>{t('metric.locked', { reason: t(`metric.lock.${lock.field}`) })}</span>
          </span>
        ) : (
          t(`metric.meaning.${field}`, { zone })
        )
      }
      fault={fault ? (fault.reason === 'refused' ? fault.text : t(`fault.${fault.reason}`)) : null}
    >
      {(control) => children({ ...control, disabled: lock !== undefined || isReadOnly })}
    </Field>
  );
}
