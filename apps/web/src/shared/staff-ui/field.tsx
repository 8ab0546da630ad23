import { clsx } from 'clsx';
import { useId, type ReactNode } from 'react';
import classes from './field.module.css';

/** What a control needs so that its label, explanation and fault belong to it. */
export type ControlProps = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
  'aria-required': boolean | undefined;
};

type FieldProps = {
  label: string;
  description?: ReactNode;
  /** What is wrong with the value; said aloud when it appears. */
  fault?: string | null;
  isRequired?: boolean;
  /** Beside the label, such as "optional". */
  mark?: string | undefined;
  /** In tables, whose head says it already; screen readers still hear it. */
  isLabelHidden?: boolean;
  className?: string | undefined;
  children: (control: ControlProps) => ReactNode;
};

/** A labelled native control with its explanation and its fault. */
export function Field({
  label,
  description,
  fault = null,
  isRequired = false,
  mark,
  isLabelHidden = false,
  className,
  children,
}: FieldProps) {
  const id = useId();
  const descriptionId = description ? `${id}-description` : undefined;
  const faultId = fault === null ? undefined : `${id}-fault`;
  return (
    <div className={clsx(classes.field, className)}>
      <label htmlFor={id} className={isLabelHidden ? classes.hidden : classes.label}>
        {label}
        {mark ? <span className={classes.mark}> {mark}</span> : null}
      </label>
      {description ? (
        <p id={descriptionId} className={classes.description}>
          {description}
        </p>
      ) : null}
      {children({
        id,
        'aria-describedby': [descriptionId, faultId].filter(Boolean).join(' ') || undefined,
        'aria-invalid': fault === null ? undefined : true,
        'aria-required': isRequired ? true : undefined,
      })}
      <p id={faultId} className={classes.fault} role={fault === null ? undefined : 'alert'}>
        {fault}
      </p>
    </div>
  );
}

/** Two fields side by side; on a phone below each other. */
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className={classes.pair}>{children}</div>;
}
