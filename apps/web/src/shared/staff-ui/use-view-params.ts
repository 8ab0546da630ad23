import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { type z } from 'zod';

/** Text of search parameters to change; `undefined` takes one out of the address. */
export type ViewChange = Record<string, string | undefined>;

/**
 * The search parameters of a page of staff, parsed with its own schema, whose fields must fall back
 * (`.catch`) instead of failing. The address owns them: changing one is a navigation that replaces it.
 */
export function useViewParams<S extends z.ZodType>(
  schema: S,
): [z.output<S>, (next: ViewChange) => void] {
  const search = useSearch({ from: '/signed-in/staff' });
  const navigate = useNavigate();
  const params = useMemo(() => schema.parse(search), [schema, search]);
  const change = (next: ViewChange): void => {
    void navigate({
      to: '.',
      search: (current: ViewChange) => ({ ...current, ...next }),
      replace: true,
      resetScroll: false,
    });
  };
  return [params, change];
}
