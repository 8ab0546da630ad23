import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';

const typingPauseMs = 300;

/**
 * The text of a search input whose owner is the address: taken over when the typing pauses, `undefined`
 * for none. The input stays mounted while the address changes, so that who types keeps the focus; another
 * address from elsewhere (Back, "clear filters") wins over what is typed.
 */
export function useSearchText(
  value: string | undefined,
  onSearch: (text: string | undefined) => void,
): [string, (typed: string) => void] {
  const held = value ?? '';
  const [text, setText] = useState(held);
  const [sent, setSent] = useState(held);
  const [seen, setSeen] = useState(held);
  if (held !== seen) {
    setSeen(held);
    setSent(held);
    if (held !== sent) setText(held);
  }
  const search = useDebouncedCallback((typed: string) => {
    const trimmed = typed.trim();
    setSent(trimmed);
    onSearch(trimmed === '' ? undefined : trimmed);
  }, typingPauseMs);
  const type = (typed: string): void => {
    setText(typed);
    search(typed);
  };
  return [text, type];
}
