import { Field } from './field.js';

type SelectFieldProps<T extends string> = {
  label: string;
  /** What the address holds; undefined for any. */
  value: T | undefined;
  /** The choice that narrows nothing. */
  anyLabel: string;
  options: readonly T[];
  labelOf: (option: T) => string;
  onSelect: (option: T | undefined) => void;
};

/** Narrows a list to one kind of several. */
export function SelectField<T extends string>({
  label,
  value,
  anyLabel,
  options,
  labelOf,
  onSelect,
}: SelectFieldProps<T>) {
  return (
    <Field label={label}>
      {(control) => (
        <select
          {...control}
          value={value ?? ''}
          onChange={(event) =>
            onSelect(options.find((option) => option === event.currentTarget.value))
          }
        >
          <option value="">{anyLabel}</option>
          {options.map((option) => (
            <option key={option} value={option}>
              {labelOf(option)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
