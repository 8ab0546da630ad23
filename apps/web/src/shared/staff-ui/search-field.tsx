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
export function SearchField({ value = '', ...rest }: SearchFieldProps) {
  // A new key when the address changed from elsewhere (Back, "clear filters").
  return <TypedSearch key={value} initial={value} {...rest} />;
}

type TypedSearchProps = Omit<SearchFieldProps, 'value'> & { initial: string };

function TypedSearch({ initial, label, placeholder, className, onSearch }: TypedSearchProps) {
  const [text, setText] = useState(initial);
  const search = useDebouncedCallback((typed: string) => {
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
