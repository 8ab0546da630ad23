import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { projectSuggestionsQuery } from '../api/project-suggestions.queries.js';
import { type ControlProps } from '../staff-ui/index.js';

type ProjectControlProps = {
  control: ControlProps;
  value: string;
  onChange: (text: string) => void;
  onBlur: () => void;
};

const typingPauseMs = 200;

/** The name of a project, with the browser's own suggestions; without them any name can be typed. */
export function ProjectControl({ control, value, onChange, onBlur }: ProjectControlProps) {
  const listId = useId();
  const [search] = useDebouncedValue(value.trim(), typingPauseMs);
  const { data: names } = useQuery(projectSuggestionsQuery(search));
  return (
    <>
      <input
        {...control}
        type="text"
        list={listId}
        autoComplete="off"
        spellCheck={false}
        maxLength={256}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={onBlur}
      />
      <datalist id={listId}>
        {names?.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
