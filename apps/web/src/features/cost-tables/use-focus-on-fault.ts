import { useEffect, useRef, type RefObject } from 'react';

/**
 * After a save that was refused, here or by the server, the first fault of the form has the keyboard, so
 * that a screen reader says it.
 *
 * @param tries how often somebody tried to save
 * @param refused the server's refusal of the latest try; null where it said nothing
 */
export function useFocusOnFault(
  tries: number,
  refused: Error | null,
): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  // Focus is the browser's, outside of React; the faults are marked by now.
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries, refused]);
  return form;
}
