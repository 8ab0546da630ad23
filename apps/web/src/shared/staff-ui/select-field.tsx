import { Field } from './field.js';

type SelectFieldProps<T extends string> = {
  label: string;
  /** What the address holds; undefined for any. One that is not on offer is shown as it is. */
  value: string | undefined;
  /** The choice that narrows nothing. */
  anyLabel: string;
  options: readonly T[];
  labelOf: (option: T) => string;
  onSelect: (option: string | undefined) => void;
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
  const isOffered = value === undefined || options.some((option) => option === value);
  return (
    <Field label={label}>
      {(control) => (
        <select
          {...control}
          value={value ?? ''}
          onChange={(event) => onSelect(event.currentTarget.value || undefined)}
        >
          <option value="">{anyLabel}</option>
          {options.map((option) => (
            <option key={option} value={option}>
              {labelOf(option)}
            </option>
          ))}
          {isOffered ? null : <option value={value}>{value}</option>}
        </select>
      )}
    </Field>
  );
}
