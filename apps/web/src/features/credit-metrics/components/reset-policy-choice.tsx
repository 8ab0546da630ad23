import { resetPolicy, type MetricInput } from '@os-credits/contracts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../metrics.module.css';

type ResetPolicyChoiceProps = {
  value: MetricInput['resetPolicy'];
  isDisabled: boolean;
  onChange: (policy: MetricInput['resetPolicy']) => void;
};

/** What follows a fall of the counter, each way in words and with an example. */
export function ResetPolicyChoice({ value, isDisabled, onChange }: ResetPolicyChoiceProps) {
  const { t } = useTranslation('rules');
  const name = useId();
  return (
    <fieldset className={classes.policies} disabled={isDisabled}>
      <legend>{t('metric.resetPolicy')}</legend>
      {resetPolicy.options.map((policy) => (
        <label key={policy} className={classes.policy}>
          <input
            type="radio"
            name={name}
            value={policy}
            checked={policy === value}
            onChange={() => onChange(policy)}
          />
          <span>{t(`policy.${policy}.name`)}</span>
          <span>{t(`policy.${policy}.meaning`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
