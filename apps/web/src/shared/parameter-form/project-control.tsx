import { useDebouncedValue } from '@mantine/hooks';
import { listProjectsResponse } from '@os-credits/contracts';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { apiGet, apiUrl } from '../api/api-client.js';
import { projectKeys } from '../api/project-keys.js';
import { type ControlProps } from '../staff-ui/index.js';

type ProjectControlProps = {
  control: ControlProps;
  value: string;
  onChange: (text: string) => void;
  onBlur: () => void;
};

const typingPauseMs = 200;
const suggestionMax = 20;

function suggestionsQuery(search: string) {
  return queryOptions({
    queryKey: [...projectKeys.all, 'suggestions', search],
    queryFn: ({ signal }) =>
      apiGet(
        listProjectsResponse,
        apiUrl(['projects'], {
          search: search === '' ? undefined : search,
          sort: 'name',
          limit: suggestionMax,
        }),
        signal,
      ),
    select: ({ items }) => items.map(({ name }) => name),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** The name of a project, with the browser's own suggestions; without them any name can be typed. */
export function ProjectControl({ control, value, onChange, onBlur }: ProjectControlProps) {
  const listId = useId();
  const [search] = useDebouncedValue(value.trim(), typingPauseMs);
  const { data: names } = useQuery(suggestionsQuery(search));
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
