import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type ComponentPropsWithoutRef } from 'react';
import { projectSuggestionsQuery } from '../../../shared/api/project-suggestions.queries.js';

type ProjectInputProps = Omit<ComponentPropsWithoutRef<'input'>, 'value' | 'onChange'> & {
  value: string;
  onText: (text: string) => void;
};

const typingPauseMs = 200;

/** The name of a project. Only the field that has the focus asks for suggestions: a table has many. */
export function ProjectInput({ value, onText, onFocus, ...rest }: ProjectInputProps) {
  const [isFocused, setIsFocused] = useState(false);
  const listId = useId();
  return (
    <>
      <input
        {...rest}
        type="text"
        autoComplete="off"
        spellCheck={false}
        maxLength={256}
        list={listId}
        value={value}
        onFocus={(event) => {
          onFocus?.(event);
          setIsFocused(true);
        }}
        onBlur={() => setIsFocused(false)}
        onChange={(event) => onText(event.currentTarget.value)}
      />
      <datalist id={listId}>{isFocused ? <Suggestions text={value} /> : null}</datalist>
    </>
  );
}

function Suggestions({ text }: { text: string }) {
  const [search] = useDebouncedValue(text.trim(), typingPauseMs);
  const { data: names } = useQuery(projectSuggestionsQuery(search));
  return (
    <>
      {names?.map((name) => (
        <option key={name} value={name} />
      ))}
    </>
  );
}
