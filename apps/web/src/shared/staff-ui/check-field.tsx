import { useId, type ReactNode } from 'react';
import classes from './check-field.module.css';

type CheckFieldProps = {
  label: ReactNode;
  description?: ReactNode;
  isChecked: boolean;
  isDisabled?: boolean;
  onChange: (isChecked: boolean) => void;
};

/** Yes or no: a native checkbox with its label beside it. */
export function CheckField({
  label,
  description,
  isChecked,
  isDisabled = false,
  onChange,
}: CheckFieldProps) {
  const descriptionId = useId();
  return (
    <div className={classes.check}>
      <label>
        <input
          type="checkbox"
          checked={isChecked}
          disabled={isDisabled}
          aria-describedby={description ? descriptionId : undefined}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      {description ? (
        <p id={descriptionId} className={classes.description}>
          {description}
        </p>
      ) : null}
    </div>
  );
}
