import { Field } from './field.js';

type DayFieldProps = {
  label: string;
  /** "2026-11-22"; undefined for none. */
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onDay: (day: string | undefined) => void;
};

/** A day that begins or ends what a list shows. */
export function DayField({ label, value = '', min, max, onDay }: DayFieldProps) {
  return (
    <Field label={label}>
      {(control) => (
        <input
          {...control}
          type="date"
          value={value}
          min={min}
          max={max}
          onChange={(event) => onDay(event.currentTarget.value || undefined)}
        />
      )}
    </Field>
  );
}
