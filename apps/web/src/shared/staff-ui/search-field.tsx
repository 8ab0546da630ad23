import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { Field } from './field.js';

const typingPauseMs = 300;

type SearchFieldProps = {
  label: string;
  placeholder?: string;
  /** What the address holds. */
  value: string | undefined;
  className?: string | undefined;
  onSearch: (text: string | undefined) => void;
};

/** A text that narrows a list, taken over when the typing pauses. */
export function SearchField({
  label,
  placeholder,
  value = '',
  className,
  onSearch,
}: SearchFieldProps) {
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  const [seen, setSeen] = useState(value);
  // The address changed: from here, or from elsewhere (Back, "clear filters"), and then it wins.
  if (value !== seen) {
    setSeen(value);
    setSent(value);
    if (value !== sent) setText(value);
  }
  const search = useDebouncedCallback((typed: string) => {
    setSent(typed.trim());
    onSearch(typed.trim() === '' ? undefined : typed.trim());
  }, typingPauseMs);
  return (
    <Field label={label} className={className}>
      {(control) => (
        <input
          {...control}
          type="search"
          placeholder={placeholder}
          maxLength={256}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
        />
      )}
    </Field>
  );
}
