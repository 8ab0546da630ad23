import { useSearchText } from '../ui/index.js';
import { Field } from './field.js';

type SearchFieldProps = {
  label: string;
  placeholder?: string;
  /** What the address holds. */
  value: string | undefined;
  /** Longest text that the address takes. */
  lengthMax?: number;
  className?: string | undefined;
  onSearch: (text: string | undefined) => void;
};

/** A text that narrows a list, taken over when the typing pauses. */
export function SearchField({
  label,
  placeholder,
  value,
  lengthMax = 256,
  className,
  onSearch,
}: SearchFieldProps) {
  const [text, type] = useSearchText(value, onSearch);
  return (
    <Field label={label} className={className}>
      {(control) => (
        <input
          {...control}
          type="search"
          placeholder={placeholder}
          maxLength={lengthMax}
          value={text}
          onChange={(event) => type(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
